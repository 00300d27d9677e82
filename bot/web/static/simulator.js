// Two phones: a customer's and the staff's. The server keeps everything; this page only shows it.

import { make, openMap, row } from "/simulator/view.js";

const HINTS = [
  ["fr", "Bonjour, je voudrais 2 pizzas margarita et un hamoud"], ["ar", "السلام عليكم، أريد شاورما دجاج بلا صلصة"],
  ["darija", "salam, nheb zouj tacos w wahda frit"], ["الدارجة", "واش كاين في المنيو اليوم؟"], ["", "menu"], ["staff", "!orders"],
];
const BEGINNERS = [["213661000001", "Amina"], ["213661000002", "Mourad"]];
const people = new Map(); // phone → {phone, name, role, entries: Map id → entry, unread, firstUnread, loaded}
const kept = JSON.parse(recall("people") ?? "[]");

function recall(name) {
  try { return localStorage.getItem(`simulator.${name}`); } catch { return null; }
}

function remember(name, value) {
  try { localStorage.setItem(`simulator.${name}`, value); } catch { /* a private window forgets */ }
}

function person(phone, name = "", role = "") {
  const known = people.get(phone) ?? { phone, name: "", role: "", entries: new Map(), unread: 0, firstUnread: null, loaded: false };
  known.name = known.name || name;
  known.role = known.role || role;
  people.set(phone, known);
  return known;
}

async function post(deed, body) {
  const answer = await fetch(`/simulator/${deed}`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  return answer.ok;
}

class Phone {
  constructor(kind, title, peer) {
    this.kind = kind;
    this.current = null;
    this.element = document.getElementById("phone").content.firstElementChild.cloneNode(true);
    this.element.classList.add(kind);
    this.element.setAttribute("aria-label", title);
    this.find(".who h2").textContent = title;
    this.find(".chips").setAttribute("aria-label", `${title}: who`);
    this.find(".peer strong").textContent = peer;
    this.find(".face").textContent = peer[0];
    this.log = this.find(".log");
    this.box = this.find("textarea");
    this.listen();
  }

  find(what) { return this.element.querySelector(what); }

  listen() {
    this.find(".say").addEventListener("submit", (event) => { event.preventDefault(); this.say(); });
    this.box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.say(); }
    });
    this.find(".pin").addEventListener("click", () => this.askPin());
    this.find(".add").addEventListener("submit", (event) => { event.preventDefault(); this.add(event.target.elements); });
  }

  folk() { return [...people.values()].filter((one) => Boolean(one.role) === (this.kind === "staff")); }

  chips() {
    const chips = this.folk().map((one) => make(
      "button", { type: "button", class: "chip", "aria-pressed": String(one === this.current), title: one.phone, on: { click: () => this.show(one) } },
      make("span", { dir: "auto" }, one.name || one.phone), one.role ? make("small", {}, one.role) : null,
      one.unread ? make("span", { class: "count", "aria-label": `${one.unread} unread` }, String(one.unread)) : null,
    ));
    if (this.kind === "customer") chips.push(make("button", { type: "button", class: "chip", "aria-expanded": String(!this.find(".add").hidden), on: { click: () => this.unfold() } }, "+ Customer"));
    this.find(".chips").replaceChildren(...chips);
  }

  unfold() {
    const form = this.find(".add");
    form.hidden = !form.hidden;
    const free = Array.from({ length: 99 }, (_, at) => String(213661000001 + at)).find((phone) => !people.has(phone));
    form.elements.phone.value = free ?? "";
    if (!form.hidden) form.elements.name.focus();
    this.chips();
  }

  add(fields) {
    const one = person(fields.phone.value.trim(), fields.name.value.trim());
    fields.name.value = "";
    this.find(".add").hidden = true;
    remember("people", JSON.stringify(this.folk().map(({ phone, name }) => [phone, name])));
    if (one.role) return phones[1].show(one);
    return this.show(one);
  }

  async show(one) {
    this.current = one;
    remember(this.kind, one.phone);
    this.find(".peer small").textContent = `as ${one.name || "somebody"} · ${one.phone}`;
    this.box.setAttribute("aria-label", `Message as ${one.name || one.phone}`);
    this.box.placeholder = this.kind === "staff" ? "!orders, !help …" : "Message";
    this.log.setAttribute("aria-label", `Conversation of ${one.name || one.phone}`);
    this.draw();
    this.read();
    if (!one.loaded) await load(one);
  }

  // Everything anew: after a switch or a reload of the history.
  draw() {
    const one = this.current;
    const entries = [...one.entries.values()].sort((a, b) => a.order - b.order);
    const drawn = entries.flatMap((entry) => [
      ...(entry.id === one.firstUnread ? [make("div", { class: "new" }, "New")] : []), row(entry, this.deeds()),
    ]);
    const empty = make("p", { class: "empty" }, this.kind === "staff" ? "Nothing yet. New orders ring here." : "Say something, in any of your languages.");
    this.log.replaceChildren(...(drawn.length ? drawn : [empty]));
    this.settle();
  }

  settle() {
    const rows = [...this.log.querySelectorAll(".row")];
    const last = rows.findLastIndex((element) => element.querySelector(".choices"));
    rows.forEach((element, at) => element.classList.toggle("old", at < last));
    this.bottom();
  }

  bottom() { this.log.scrollTop = this.log.scrollHeight; }

  came(one, entry, fresh) {
    if (one === this.current && fresh) {
      this.find(".empty")?.remove();
      this.log.append(row(entry, this.deeds()));
      this.settle();
    } else if (one === this.current) {
      this.log.querySelector(`[data-id="${CSS.escape(entry.id)}"]`)?.replaceWith(row(entry, this.deeds()));
    }
    if (fresh && entry.side === "bot" && (one !== this.current || document.hidden)) {
      one.unread += 1;
      one.firstUnread ??= entry.id;
    }
    this.read();
  }

  read() {
    if (this.current && !document.hidden) {
      this.current.unread = 0;
      this.current.firstUnread = null;
    }
    this.chips();
    const all = [...people.values()].reduce((sum, one) => sum + one.unread, 0);
    document.title = `${all ? `(${all}) ` : ""}resto-bot simulator`;
  }

  deeds() {
    const one = this.current;
    return {
      press: (entry, button, kind) => post("press", { as: one.phone, name: one.name, id: button.id, title: button.title, kind, message_id: entry.id }),
      askPin: () => this.askPin(),
    };
  }

  askPin() {
    const one = this.current;
    openMap((latitude, longitude) => post("pin", { as: one.phone, name: one.name, latitude, longitude }));
  }

  say() {
    const text = this.box.value;
    if (!text.trim() || !this.current) return;
    this.box.value = "";
    post("say", { as: this.current.phone, name: this.current.name, text });
  }
}

const phones = [new Phone("customer", "Customer", "Dar Zitoun"), new Phone("staff", "Staff", "Dar Zitoun")];
const phoneOf = (one) => phones[one.role ? 1 : 0];
let order = 0;

function take(piece) {
  const one = person(piece.phone);
  const known = one.entries.get(piece.id);
  if (!known && !piece.side) return;
  const entry = { ...known, ...piece, order: known?.order ?? (order += 1) };
  one.entries.set(piece.id, entry);
  phoneOf(one).came(one, entry, !known);
}

async function load(one) {
  const answer = await fetch(`/simulator/history?as=${encodeURIComponent(one.phone)}`);
  if (!answer.ok) return;
  const { messages } = await answer.json();
  one.loaded = true;
  const live = [...one.entries.values()];
  one.entries.clear();
  for (const message of [...messages, ...live]) {
    const known = one.entries.get(message.id);
    one.entries.set(message.id, { ...known, ...message, order: known?.order ?? (order += 1) });
  }
  if (phoneOf(one).current === one) phoneOf(one).draw();
}

async function meet() {
  const { staff, customers } = await (await fetch("/simulator/people")).json();
  for (const { phone, name, role } of staff) person(phone, name, role);
  for (const [phone, name] of [...BEGINNERS, ...kept]) person(phone, name);
  for (const { phone, name } of customers) person(phone, name);
  for (const phone of phones) {
    const folk = phone.folk();
    const one = phone.current ?? folk.find((each) => each.phone === recall(phone.kind)) ?? folk[0];
    for (const each of folk) each.loaded = false;
    if (one) await phone.show(one);
  }
}

function listen() {
  const live = document.getElementById("live");
  const source = new EventSource("/simulator/events");
  source.addEventListener("open", async () => {
    await meet();
    live.textContent = "Live";
    live.classList.add("on");
  });
  source.addEventListener("message", (event) => take(JSON.parse(event.data)));
  source.addEventListener("error", () => {
    live.textContent = "Reconnecting…";
    live.classList.remove("on");
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  });
}

function hint([language, text]) {
  const tag = language ? make("span", { class: "tag" }, language) : null;
  const fill = () => {
    const phone = phones[language === "staff" ? 1 : 0];
    phone.box.value = text;
    phone.box.focus();
  };
  return make("li", {}, make("button", { type: "button", on: { click: fill } }, tag, make("bdi", {}, text)));
}

document.getElementById("desk").append(...phones.map((phone) => phone.element));
document.getElementById("hints").append(...HINTS.map(hint));
window.addEventListener("resize", () => phones.forEach((phone) => phone.bottom()));
document.addEventListener("visibilitychange", () => phones.forEach((phone) => phone.read()));
listen();
