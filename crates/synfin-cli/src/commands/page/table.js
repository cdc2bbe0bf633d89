// The table of connections: sorted, filtered, and only as long as it has to be.
const table = (columns, rows, opened) => {
  const PAGE = 200;
  const WORDS = new Set(["word", "text", "address"]);
  const searchable = rows.map((row) => row.join(" ").toLowerCase());
  const collator = new Intl.Collator(undefined, { numeric: true });
  const isNumber = columns.map(([, unit]) => !WORDS.has(unit));
  let shown = rows.map((_, index) => index);
  let sortedBy = 0;
  let descending = false;
  let visible = PAGE;

  const compare = (one, other) => {
    const [a, b] = [rows[one][sortedBy], rows[other][sortedBy]];
    if (a === b) return one - other;
    if (a === null) return 1;
    if (b === null) return -1;
    const order = isNumber[sortedBy] ? a - b : collator.compare(a, b);
    return (descending ? -order : order) || one - other;
  };

  const arrange = () => {
    const words = byId("filter").value.toLowerCase().split(/\s+/).filter(Boolean);
    shown = rows.map((_, index) => index)
      .filter((index) => words.every((word) => searchable[index].includes(word)))
      .sort(compare);
    visible = PAGE;
    draw();
  };

  const line = (index) => {
    const made = cell("tr", "row");
    rows[index].forEach((value, column) => {
      const [name, unit, , label] = columns[column];
      const field = cell("td", "cell", undefined, `${name}${isNumber[column] ? " number" : ""}`);
      field.dataset.name = label;
      if (name === "id") {
        const link = element("a", value);
        link.href = `#c${value}`;
        link.setAttribute("aria-label", say("Connection", { id: value }));
        field.append(link);
      } else {
        field.textContent = value === null ? "" : written(value, unit);
      }
      if (value === "reset" || value === "refused" || (name === "retransmitted_packets" && value > 0)) field.classList.add("trouble");
      made.append(field);
    });
    made.addEventListener("click", () => { location.hash = `c${rows[index][0]}`; });
    return made;
  };

  const draw = () => {
    byId("connections").tBodies[0].replaceChildren(...shown.slice(0, visible).map(line));
    byId("more").hidden = visible >= shown.length;
    byId("count").textContent = say("ShownOfAll", { shown: shown.length, all: rows.length });
    [...byId("connections").tHead.rows[0].cells].forEach((head, column) => {
      if (column === sortedBy) head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      else head.setAttribute("aria-sort", "none");
    });
  };

  columns.forEach(([, , meaning, label], column) => {
    const head = cell("th", "columnheader", undefined, isNumber[column] ? "number" : "");
    head.scope = "col";
    const button = element("button", label);
    button.type = "button";
    button.title = meaning;
    button.addEventListener("click", () => {
      descending = column === sortedBy ? !descending : isNumber[column] && column !== 0;
      sortedBy = column;
      arrange();
    });
    head.append(button);
    byId("connections").tHead.rows[0].append(head);
  });
  // Paper has no button that shows more.
  const drawAll = (isPrinted) => {
    const before = visible;
    if (isPrinted) visible = shown.length;
    draw();
    visible = before;
  };
  window.addEventListener("beforeprint", () => drawAll(true));
  window.addEventListener("afterprint", () => drawAll(false));
  byId("filter").addEventListener("input", arrange);
  byId("more").addEventListener("click", () => { visible += PAGE * 5; draw(); });
  arrange();

  // The connections before and behind one, in the order of the table.
  const beside = (index) => {
    const place = shown.indexOf(index);
    return place < 0 ? [] : [shown[place - 1], shown[place + 1]];
  };
  // Back in the table, the keyboard goes on where it left.
  const focus = (index) => {
    byId("connections").querySelector(`a[href="#c${rows[index]?.[0]}"]`)?.focus();
  };
  return { beside, focus };
};
