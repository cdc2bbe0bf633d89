"use strict";
(() => {
  const COLUMNS = ["#", "client", "server", "opening", "closing", "closed by", "packets", "octets",
    "sent again", "seconds", "states"];
  const NUMBERS = new Set([0, 6, 7, 8, 9]);
  const DURATION = 9;
  const PAGE = 200;
  const byId = (id) => document.getElementById(id);
  const parsed = (id) => JSON.parse(byId(id).textContent);
  const rows = parsed("rows");
  const searchable = rows.map((row) => row.join(" ").toLowerCase());
  let shown = rows.map((_, index) => index);
  let sortedBy = 0;
  let descending = false;
  let visible = PAGE;

  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text !== undefined && text !== null) made.textContent = text;
    if (className) made.className = className;
    return made;
  };
  const seconds = (micros) => (micros / 1e6).toFixed(6);

  const header = () => {
    const line = byId("connections").tHead.rows[0];
    COLUMNS.forEach((name, column) => {
      const cell = element("th");
      cell.scope = "col";
      const button = element("button", name);
      button.type = "button";
      button.addEventListener("click", () => {
        descending = column === sortedBy ? !descending : NUMBERS.has(column) && column !== 0;
        sortedBy = column;
        arrange();
      });
      cell.append(button);
      line.append(cell);
    });
  };

  const compare = (one, other) => {
    const [a, b] = [rows[one][sortedBy], rows[other][sortedBy]];
    if (a === b) return one - other;
    if (a === null) return 1;
    if (b === null) return -1;
    const order = NUMBERS.has(sortedBy) ? a - b : String(a).localeCompare(String(b), undefined, { numeric: true });
    return descending ? -order : order;
  };

  const arrange = () => {
    const words = byId("filter").value.toLowerCase().split(/\s+/).filter(Boolean);
    shown = rows.map((_, index) => index)
      .filter((index) => words.every((word) => searchable[index].includes(word)))
      .sort(compare);
    visible = PAGE;
    draw();
  };

  const draw = () => {
    const lines = shown.slice(0, visible).map((index) => {
      const line = element("tr");
      rows[index].forEach((value, column) => {
        const cell = element("td", undefined, NUMBERS.has(column) ? "number" : "");
        if (column === 0) {
          const link = element("a", value);
          link.href = `#c${value}`;
          cell.append(link);
        } else {
          cell.textContent = column === DURATION ? seconds(value) : value ?? "";
        }
        line.append(cell);
      });
      line.addEventListener("click", () => { location.hash = `c${rows[index][0]}`; });
      return line;
    });
    byId("connections").tBodies[0].replaceChildren(...lines);
    byId("more").hidden = visible >= shown.length;
    byId("count").textContent = `${shown.length} of ${rows.length} connections`;
    [...byId("connections").tHead.rows[0].cells].forEach((cell, column) => {
      if (column === sortedBy) cell.setAttribute("aria-sort", descending ? "descending" : "ascending");
      else cell.removeAttribute("aria-sort");
    });
  };

  const ladderLine = (row) => {
    const line = element("tr");
    const cells = (number, time, client, segment, server, remarks) => {
      line.append(element("td", number, "number faint"), element("td", time, "number faint"),
        element("td", client, "state left client"), segment, element("td", server, "state right server"), remarks);
    };
    const none = () => element("td", "", "remarks");
    if (row.length === 2) {
      line.className = "band";
      cells("", "", "", element("td", row[0], `segment ${row[1]}`), "", none());
    } else if (row.length === 3) {
      cells("", row[0] === null ? "" : seconds(row[0]), "", element("td", `⋮ ${row[1]} ⋮`, "segment faint"), "", none());
    } else {
      const [number, time, way, label, tone, client, server, remarks] = row;
      const segment = element("td", undefined, `segment ${tone}`);
      segment.append(element("div", way === "→" ? `${label} →` : `← ${label}`, "arrow"));
      cells(number, seconds(time), client, segment, server, element("td", remarks, `remarks ${tone}`));
    }
    return line;
  };

  const open = (id) => {
    const row = rows.find((candidate) => `c${candidate[0]}` === id);
    const found = Boolean(row);
    byId("table").hidden = found;
    byId("detail").hidden = !found;
    if (!found) return;
    const details = parsed(id);
    const panel = byId("detail");
    panel.querySelector("h2").textContent = `Connection ${row[0]}: ${row[1]} → ${row[2]}`;
    panel.querySelector("dl").replaceChildren(...COLUMNS.slice(3).map((name, index) => {
      const value = row[index + 3];
      const box = element("div");
      box.append(element("dt", name), element("dd", index + 3 === DURATION ? seconds(value) : value ?? "unknown"));
      return box;
    }));
    byId("story").replaceChildren(...details.story.map((sentence) => element("p", sentence)));
    byId("ladder").tBodies[0].replaceChildren(...details.ladder.map(ladderLine));
    byId("charts-title").hidden = !details.charts;
    byId("charts").innerHTML = details.charts; // drawn and escaped by the program that wrote the page
    window.scrollTo(0, 0);
    panel.focus({ preventScroll: true });
  };

  header();
  arrange();
  byId("filter").addEventListener("input", arrange);
  byId("more").addEventListener("click", () => { visible += PAGE * 5; draw(); });
  window.addEventListener("hashchange", () => open(location.hash.slice(1)));
  open(location.hash.slice(1));
})();
