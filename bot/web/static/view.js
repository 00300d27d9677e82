// How a conversation looks. Whatever anybody wrote is put in as text, never as markup.

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

// WhatsApp's own marks: *bold*, _italic_, ~struck~, around words of one line.
const MARKS = /(^|[\s(«"])([*_~])(\S(?:[^*_~\n]*\S)?)\2(?=$|[\s).,:;!?»"])/u;
const TAGS = { "*": "strong", _: "em", "~": "s" };

function marked(line) {
  const found = MARKS.exec(line);
  if (!found) return [document.createTextNode(line)];
  const start = found.index + found[1].length;
  const rest = line.slice(found.index + found[0].length);
  const inside = make(TAGS[found[2]]);
  inside.textContent = found[3];
  return [document.createTextNode(line.slice(0, start)), inside, ...marked(rest)];
}

// The direction of a text by its first letter outside isolates (UAX #9, P2), for a name in between decides nothing.
const ISOLATED = /[\u2066-\u2068][^\u2069\n]*\u2069?/gu;

function direction(text) {
  const first = /[\p{L}\u200e\u200f\u061c]/u.exec(text.replace(ISOLATED, ""))?.[0];
  if (!first) return null;
  return /[\p{Script=Arabic}\p{Script=Hebrew}\u200f\u061c]/u.test(first) ? "rtl" : "ltr";
}

// Each line by itself, as a phone does it; one that says nothing of its own direction follows the message.
function lines(text) {
  const whole = direction(text) ?? "auto";
  return text.split("\n").map((line) => make("div", { class: "line", dir: direction(line) ?? whole }, ...(line ? marked(line) : [])));
}

function clock(at) {
  return new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
}

function pinned(pin) {
  return make("div", { class: "line" }, `📍 ${pin.latitude.toFixed(4)}, ${pin.longitude.toFixed(4)}`);
}

const STATES = { sending: "…", taken: "✓✓", failed: "not delivered" };

// One message with the choices under it; `act` is told what was tapped.
export function row(entry, act) {
  const meta = make("div", { class: "meta" }, clock(entry.at), entry.status ? ` ${STATES[entry.status]}` : "");
  const body = entry.pin ? [pinned(entry.pin)] : lines(entry.text);
  const bubble = make("div", { class: "bubble", dir: "auto" }, ...body, meta);
  const names = ["row", entry.side, entry.pressed ? "pressed" : "", entry.status === "failed" ? "failed" : ""];
  const choices = buttons(entry, act);
  return make("div", { class: names.join(" ").trim(), "data-id": entry.id }, bubble, choices.length ? make("div", { class: "choices" }, ...choices) : null);
}

function buttons(entry, act) {
  const choice = (label, tapped) => make("button", { type: "button", class: "choice", dir: "auto", on: { click: tapped } }, label);
  const reply = (button) => choice(button.title, () => act.press(entry, button, "button"));
  const found = (entry.buttons ?? []).map(reply);
  if (entry.list) found.push(choice(`☰ ${entry.list.opener}`, () => openList(entry, act)));
  if (entry.asks_location) found.push(choice("📍 Send a location", () => act.askPin()));
  return found;
}

const sheet = document.getElementById("sheet");

export function openSheet(title, ...content) {
  document.getElementById("sheet-title").textContent = title;
  sheet.querySelector(".sheet-body").replaceChildren(...content);
  sheet.showModal();
}

sheet.addEventListener("click", (event) => {
  if (event.target === sheet) sheet.close();
});

export function pick(title, hint, chosen) {
  const done = () => {
    sheet.close();
    chosen();
  };
  const small = hint ? make("small", { dir: "auto" }, hint) : null;
  return make("button", { type: "button", class: "pick", on: { click: done } }, make("span", { dir: "auto" }, title), small);
}

function openList(entry, act) {
  const content = entry.list.sections.flatMap((section) => [
    ...(section.title ? [make("h3", { dir: "auto" }, section.title)] : []),
    ...section.rows.map((line) => pick(line.title, line.description, () => act.press(entry, line, "list_reply"))),
  ]);
  openSheet(entry.list.opener, ...content);
}

const POINTS = [
  ["Hydra", 36.7456, 3.042], ["Kouba", 36.728, 3.086], ["Bab Ezzouar", 36.721, 3.185], ["El Biar", 36.769, 3.031], ["Draria", 36.716, 2.998],
];

export function openMap(chosen) {
  const field = (name, value) => make("label", {}, name, make("input", { name: name.toLowerCase(), value, inputmode: "decimal", required: true }));
  const form = make("form", { class: "point" }, field("Latitude", "36.7538"), field("Longitude", "3.0588"), make("button", {}, "Send"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sheet.close();
    chosen(Number(form.elements.latitude.value), Number(form.elements.longitude.value));
  });
  const points = POINTS.map(([name, lat, lng]) => pick(name, `${lat}, ${lng}`, () => chosen(lat, lng)));
  openSheet("Send a location", ...points, form);
}
