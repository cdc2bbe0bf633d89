// Charts as SVG, from the curves' points. The model says which charts and series there are.
const PLOT = { left: 74, right: 14, top: 20, height: 220, bottom: 24 };
const UNITS = { octets: (value) => value < 0 ? String(value) : octets(value), nanoseconds: duration, "octets/s": (value) => `${octets(value)}/s` };

const svg = (name, attributes, text) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
};

// Points from differences: [time, lower value, upper value].
const points = (numbers, shape) => {
  const step = shape === "bars" ? 3 : 2;
  const made = [];
  let [at, from] = [0, 0];
  for (let index = 0; index + step <= numbers.length; index += step) {
    at += numbers[index];
    from += numbers[index + 1];
    made.push([at, from, step === 3 ? from + numbers[index + 2] : from]);
  }
  return made;
};

// A range of values on a range of places.
const axis = (values, places) => {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) [low, high] = [0, 1];
  if (low >= 0 && low < high / 2 + 1) low = 0;
  high = Math.max(high, low + 1);
  const place = (value) => Math.round((Math.min(Math.max(value, low), high) - low) / (high - low) * places);
  const ticks = (count) => {
    let step = 10 ** Math.max(0, Math.floor(Math.log10((high - low) / count)));
    for (const factor of [1, 2, 5, 10]) {
      if ((high - low) / (step * factor) <= count) { step *= factor; break; }
    }
    const made = [];
    for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step) made.push(tick);
    return made;
  };
  return { place, ticks, contains: (value) => value >= low && value <= high };
};

const path = (series, time, values) => {
  const y = (value) => PLOT.top + PLOT.height - values.place(value);
  const isLine = series.shape === "steps" || series.shape === "limit";
  const seen = new Set();
  let drawn = "";
  let [column, left] = []; // where the line is, and the height it has to leave that column at
  for (const [at, from, to] of series.points) {
    if (series.shape === "limit" && !values.contains(to)) continue;
    const [x, low, high] = [PLOT.left + time.place(at), y(from), y(to)];
    if (isLine && x !== column && left !== undefined) drawn += `V${left}`;
    const key = `${x} ${low} ${high}`;
    const isNew = !seen.has(key);
    [column, left] = [x, isNew ? undefined : high];
    if (!isNew) continue;
    seen.add(key);
    if (series.shape === "bars") drawn += `M${x} ${low}V${Math.min(high, low - 2)}`;
    else if (series.shape === "dots") drawn += `M${x} ${high}h0`;
    else drawn += drawn ? `H${x}V${high}` : `M${x} ${high}`;
  }
  if (isLine && left !== undefined) drawn += `V${left}`;
  const kind = { bars: "bars", dots: "dots", steps: "steps", limit: "steps limit" }[series.shape];
  return svg("path", { class: `${series.tone} ${kind}`, d: drawn });
};

const grid = (time, values, unit, width) => {
  const made = [];
  const [right, bottom] = [width - PLOT.right, PLOT.top + PLOT.height];
  for (const tick of values.ticks(5)) {
    const y = bottom - values.place(tick);
    made.push(svg("line", { class: "grid", x1: PLOT.left, y1: y, x2: right, y2: y }),
      svg("text", { class: "faint", x: PLOT.left - 6, y: y + 4, "text-anchor": "end" }, tick === 0 ? "0" : UNITS[unit](tick)));
  }
  for (const tick of time.ticks(Math.max(2, Math.floor(width / 130)))) {
    const x = PLOT.left + time.place(tick);
    const anchor = x > right - 30 ? "end" : "middle";
    made.push(svg("line", { class: "grid", x1: x, y1: PLOT.top, x2: x, y2: bottom }),
      svg("text", { class: "faint", x, y: bottom + 17, "text-anchor": anchor }, tick === 0 ? "0" : duration(tick * 1e3)));
  }
  return made;
};

const letterMarks = (letters, time, values) => {
  const seen = new Set();
  return letters.flatMap(([at, value, letter]) => {
    const [x, y] = [PLOT.left + Math.max(time.place(at), 6), Math.max(PLOT.top + PLOT.height - values.place(value) - 5, 11)];
    const key = `${Math.floor(x / 9)} ${Math.floor(y / 9)}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [svg("text", { class: `${letter === "R" ? "trouble" : "heading"} letter`, x, y, "text-anchor": "middle" }, letter)];
  });
};

const chart = ({ title, unit, series, letters }, time, width) => {
  const scaling = series.filter((one) => one.shape !== "limit").flatMap((one) => one.points);
  const values = axis(scaling.flatMap(([, from, to]) => [from, to]), PLOT.height);
  const figure = element("figure");
  const caption = element("figcaption");
  caption.append(element("strong", title));
  // A window that is far above everything else is not in the picture.
  const isSeen = (one) => one.points.some(([, , to]) => one.shape !== "limit" || values.contains(to));
  for (const one of series.filter(isSeen)) {
    caption.append(" ", element("span", one.name, `key ${one.tone}`));
  }
  if (letters.length) caption.append(" ", element("span", say("LetterKey"), "faint"));
  const height = PLOT.top + PLOT.height + PLOT.bottom;
  const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": title });
  picture.append(...grid(time, values, unit, width), ...series.map((one) => path(one, time, values)),
    ...letterMarks(letters, time, values));
  figure.append(caption, picture);
  return figure;
};

// All charts over the same time, those without a point left out.
const charts = (model, curves, width) => {
  let next = 0;
  const all = model.map(([title, unit, list], index) => {
    const series = list.map(([name, tone, shape]) => ({ name, tone, shape, points: points(curves[next++], shape) }));
    return { title, unit, series, index };
  });
  const triples = (flat) => Array.from({ length: flat.length / 3 }, (_, i) => flat.slice(i * 3, i * 3 + 3));
  for (const one of all) one.letters = one.index < 2 ? triples(curves[next + one.index]) : [];
  const shown = all.filter((one) => one.letters.length || one.series.some((series) => series.points.length));
  const times = shown.flatMap((one) => [...one.series.flatMap((series) => series.points), ...one.letters].map(([at]) => at));
  const time = axis(times, width - PLOT.left - PLOT.right);
  return shown.map((one) => chart(one, time, width));
};
