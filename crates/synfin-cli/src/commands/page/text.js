// Elements, and numbers as a person reads them.
const byId = (id) => document.getElementById(id);
const parsed = (id) => JSON.parse(byId(id).textContent);
const model = parsed("model");

// A label in the page's language, its blanks filled.
const LABELS = new Map(model[5]);
const say = (name, blanks = {}) => LABELS.get(name).replace(/\{(\w+)\}/g, (_, blank) => blanks[blank]);

// Text is only ever set as text: nothing that a capture says can become markup.
const element = (name, text, className) => {
  const made = document.createElement(name);
  if (text !== undefined && text !== null) made.textContent = text;
  if (className) made.className = className;
  return made;
};

const cell = (name, role, text, className) => {
  const made = element(name, text, className);
  made.setAttribute("role", role);
  return made;
};

// Three figures, cut, without zeros behind the point: as in the command's own texts.
const figures = (value, unit) => {
  const digits = value < 10 ? 2 : value < 100 ? 1 : 0;
  const scale = 10 ** digits;
  return `${Math.floor(value * scale + 1e-9) / scale} ${unit}`;
};

const duration = (nanos) => {
  if (nanos < 0) return `-${duration(-nanos)}`;
  if (nanos < 1e3) return `${nanos} ns`;
  if (nanos < 1e6) return figures(nanos / 1e3, "us");
  if (nanos < 1e9) return figures(nanos / 1e6, "ms");
  if (nanos < 60e9) return figures(nanos / 1e9, "s");
  const seconds = Math.floor(nanos / 1e9);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds % 3600 / 60)];
  return hours ? `${hours} h ${minutes} min` : `${minutes} min ${seconds % 60} s`;
};

const octets = (count) => {
  if (count < 1e3) return `${count} B`;
  if (count < 1e6) return figures(count / 1e3, "kB");
  if (count < 1e9) return figures(count / 1e6, "MB");
  return figures(count / 1e9, "GB");
};

const seconds = (micros) => (micros / 1e6).toFixed(6);

const day = (micros) => {
  const date = new Date(micros / 1e3);
  return Number.isNaN(date.getTime()) ? seconds(micros) : date.toISOString().replace("T", " ").replace("Z", " UTC");
};

// A fact of a unit, as the model names it; nanoseconds stand behind both spans of time.
const written = (value, unit) => {
  if (value === null) return "–";
  switch (unit) {
    case "seconds": return seconds(value / 1e3);
    case "milliseconds": return duration(value);
    case "time": return day(value);
    case "true or false": return say(value ? "Yes" : "No");
    default: return String(value);
  }
};
