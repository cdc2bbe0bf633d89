// The ladder as a table whose cells stand as rails and arrows.
const arrow = (label, fromServer) => {
  const line = element("div", undefined, fromServer ? "arrow left" : "arrow right");
  line.append(element("span", label));
  return line;
};

const ladderLine = (row, tones) => {
  const line = cell("tr", "row");
  const add = (number, time, client, segment, server) => {
    const states = [cell("td", "cell", client, "state client"), cell("td", "cell", server, "state server")];
    line.append(cell("td", "cell", number, "packet faint"), cell("td", "cell", time, "time faint"), states[0], segment, states[1]);
  };
  if (row.length === 2) {
    line.className = "band";
    add("", "", "", cell("td", "cell", row[0], `segment ${tones[row[1]]}`), "");
  } else if (row.length === 3) {
    line.className = "fold";
    add("", seconds(row[0]), "", cell("td", "cell", row[1], "segment faint"), "");
  } else {
    const [number, time, sender, tone, label, client, server, ...remarks] = row;
    line.id = `p${number}`;
    const segment = cell("td", "cell", undefined, `segment ${tones[tone]}`);
    segment.append(arrow(label, sender === 1));
    if (remarks.length) segment.append(element("div", remarks.join("; "), "remarks"));
    add(`#${number}`, seconds(time), client, segment, server);
  }
  return line;
};

const drawLadder = (rows, tones) => {
  byId("ladder").tBodies[0].replaceChildren(...rows.map((row) => ladderLine(row, tones)));
};
