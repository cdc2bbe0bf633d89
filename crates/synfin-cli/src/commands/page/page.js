// What the address names is shown: the table, a connection (#c3), or a packet of it (#c3/p14).
(() => {
  const lines = (id) => byId(id).textContent.split("\n").filter(Boolean);
  const [columns, connectionFacts, directionFacts, chartModel, tones] = model;
  const rows = lines("rows").map((line) => JSON.parse(line));
  const places = new Map(rows.map((row, index) => [row[0], index]));
  const alone = !document.querySelector("header");
  const list = table(columns, rows);
  const title = document.title;
  let details; // not before something is opened
  let open; // the place of the connection that is open
  let curves;

  // A sentence, with a link for each packet that the ladder has.
  const sentence = (text, id) => {
    const made = element("p");
    for (const part of text.split(/(#\d+)/)) {
      const packet = /^#\d+$/.test(part) && byId(`p${part.slice(1)}`);
      if (packet) {
        const link = element("a", part);
        link.href = `#c${id}/p${part.slice(1)}`;
        made.append(link);
      } else {
        made.append(part);
      }
    }
    return made;
  };

  const drawFacts = (row, facts, directions) => {
    // What the table says already, and what it has no column for.
    const all = [...columns.slice(3).map((fact, index) => [fact, row[index + 3]]),
      ...connectionFacts.map((fact, index) => [fact, facts[index]])];
    const boxes = all.filter(([, value]) => value !== null).map(([[, unit, meaning, label], value]) => {
      const box = element("div");
      box.title = meaning;
      box.append(element("dt", label), element("dd", written(value, unit)));
      return box;
    });
    byId("facts").replaceChildren(...boxes);
    const half = directionFacts.length;
    const made = directionFacts.map(([, unit, meaning, label], index) => {
      const line = element("tr");
      const head = element("th", label);
      head.scope = "row";
      head.title = meaning;
      line.append(head, element("td", written(directions[index], unit), "number"),
        element("td", written(directions[half + index], unit), "number"));
      return line;
    });
    byId("directions").tBodies[0].replaceChildren(...made);
  };

  const drawCharts = () => {
    const width = Math.max(300, Math.min(byId("charts").clientWidth, 960));
    if (curves) byId("charts").replaceChildren(...charts(chartModel, curves, width));
  };

  const show = (index) => {
    const row = rows[index];
    details ??= lines("details");
    const [story, ladder, drawn, facts, directions] = JSON.parse(details[index]);
    const name = `${say("Connection", { id: row[0] })}: ${row[1]} → ${row[2]}`;
    byId("name").textContent = name;
    document.title = alone ? title : name;
    drawLadder(ladder ?? [], tones);
    byId("story").replaceChildren(...(story ?? [say("NoStory")]).map((text) => sentence(text, row[0])));
    for (const id of ["ladder-title", "ladder", "charts-title"]) byId(id).hidden = !ladder;
    curves = drawn;
    byId("charts").replaceChildren();
    drawCharts();
    drawFacts(row, facts, directions);
    const [previous, next] = list.beside(index);
    for (const [id, to] of [["previous", previous], ["next", next]]) {
      byId(id).hidden = to === undefined;
      if (to !== undefined) byId(id).href = `#c${rows[to][0]}`;
    }
  };

  const point = (packet) => {
    for (const row of document.querySelectorAll("#ladder .pointed")) row.classList.remove("pointed");
    const row = packet && byId(`p${packet}`);
    if (!row) return;
    row.classList.add("pointed");
    row.scrollIntoView({ block: "center" });
  };

  const route = () => {
    const [, id, packet] = /^#c(\d+)(?:\/p(\d+))?$/.exec(location.hash) ?? [];
    const index = alone ? 0 : places.get(Number(id));
    const before = open;
    open = index;
    byId("table").hidden = alone || index !== undefined;
    byId("detail").hidden = index === undefined;
    for (const id of ["header", "nav"]) {
      const part = document.querySelector(id);
      if (part) part.hidden = id === "nav" ? alone : index !== undefined;
    }
    if (index === undefined) {
      document.title = title;
      if (before !== undefined) list.focus(before);
    } else if (index !== before) {
      show(index);
      window.scrollTo(0, 0);
      byId("name").focus({ preventScroll: true });
    }
    point(packet);
  };

  window.addEventListener("hashchange", route);
  window.addEventListener("resize", drawCharts);
  window.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !alone && open !== undefined) location.hash = "";
  });
  route();
})();
