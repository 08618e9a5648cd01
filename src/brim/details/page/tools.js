// Texts, times, numbers and elements. All foreign text becomes text nodes; this module must not know the data.
const texts = JSON.parse(document.getElementById("texts").textContent);
const SVG = "http://www.w3.org/2000/svg";
const MINUTE = 60, HOUR = 3600, DAY = 86400;

export function text(key, fields = {}) {
  return (texts[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => (name in fields ? String(fields[name]) : whole));
}

// What an account is called: with its provider, where accounts of several are shown.
export function accountName(account) {
  return account.account.name || account.account.label;
}

// Money as people write it; some vendors count in something that is no currency.
export function amount(value, currency) {
  if (value === null || value === undefined) return null;
  if (/^[A-Z]{3}$/.test(currency ?? "USD")) return new Intl.NumberFormat("en", { style: "currency", currency: currency ?? "USD" }).format(Number(value));
  return `${Number(value).toLocaleString("en")} ${currency}`;
}

export function counted(key, count) {
  return text(count === 1 ? `${key}_one` : `${key}_many`, { count: count.toLocaleString("en") });
}

export function make(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

export function draw(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function body(id) {
  return document.querySelector(`#${id} > .body`);
}

// Draws a part again; the focus stays where it was.
const FOCUSABLE = "a, button, input, select, summary, [tabindex]";
export function redraw(id, ...children) {
  const place = body(id);
  const index = [...place.querySelectorAll(FOCUSABLE)].indexOf(document.activeElement);
  place.replaceChildren(...children.filter((child) => child !== null));
  if (index >= 0) place.querySelectorAll(FOCUSABLE)[index]?.focus({ preventScroll: true });
}

export function say(id, words, kind = "quiet") {
  body(id).replaceChildren(make("p", { class: kind }, words));
}

// Keeps what is typed, open or focused: a part is drawn again only when what it shows has changed.
const drawn = new Map();
export function changed(id, value) {
  const now = JSON.stringify(value);
  if (drawn.get(id) === now) return false;
  drawn.set(id, now);
  return true;
}

export function seconds(moment) {
  return moment ? Date.parse(moment) / 1000 : null;
}

export function clock(at, dated = false) {
  const date = new Date(at * 1000);
  const time = date.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const today = new Date();
  if (!dated && date.toDateString() === today.toDateString()) return time;
  const away = Math.abs(at - today / 1000);
  const parts = away > 180 * DAY ? { day: "numeric", month: "short", year: "numeric" } : { weekday: "short", ...(dated || away >= 6 * DAY ? { day: "numeric", month: "short" } : {}) };
  const day = date.toLocaleDateString("en-GB", parts);
  return `${day.replace(",", "")} ${time}`;
}

// A reset to the nearest minute, as everywhere in Brim: a server may say a moment before the hour.
export function resetClock(at, dated = false) {
  return clock(at + MINUTE / 2, dated);
}

export function dayName(day) {
  return new Date(`${day}T12:00:00`).toLocaleDateString("en-GB", { weekday: "short", day: "numeric", month: "short" }).replace(",", "");
}

export function span(length) {
  const whole = Math.max(0, Math.round(length));
  if (whole < MINUTE) return text("seconds", { count: whole });
  if (whole < HOUR) return text("minutes", { count: Math.floor(whole / MINUTE) });
  const [large, small, unit, rest] = whole < DAY ? [HOUR, MINUTE, "hours", "minutes"] : [DAY, HOUR, "days", "hours"];
  const first = text(unit, { count: Math.floor(whole / large) });
  const second = whole >= 14 * DAY ? 0 : Math.floor((whole % large) / small);
  return second ? `${first} ${text(rest, { count: second })}` : first;
}

export function usedOrLeft(percent, show) {
  if (percent === null || percent === undefined) return null;
  return show === "remaining" ? Math.max(0, 100 - Math.floor(percent)) : Math.floor(percent);
}

export function percentText(percent, show, unknown = false) {
  const value = usedOrLeft(percent, show);
  return value === null ? text(unknown ? "unknown" : "unused") : text(show === "remaining" ? "percent_left" : "percent_used", { percent: value });
}

export function tokens(count) {
  for (const [size, unit] of [[1e9, "B"], [1e6, "M"], [1e3, "k"]])
    if (count >= size) return `${(count / size).toLocaleString("en", { maximumFractionDigits: count >= 100 * size ? 0 : 1 })}${unit}`;
  return String(count);
}

export function money(amount) {
  if (amount === null || amount === undefined) return text("no_price");
  if (amount > 0 && amount < 0.005) return "<$0.01";
  return `$${amount.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

export function points(value, low, high) {
  const one = (number) => number.toFixed(number < 10 ? 1 : 0);
  if (low === undefined || low === null) return `${one(value)}%`;
  return text("points_range", { value: one(value), low: one(low), high: one(high) });
}

// Names of projects: the end of their path, as long as it takes to tell them apart; or a number on a shared screen.
const HIDE = "brim-hide-projects";
const known = [];
let hidden = false;
try { hidden = localStorage.getItem(HIDE) === "yes"; } catch { /* a browser without storage */ }

export function namesHidden() { return hidden; }

export function hideNames(hide) {
  hidden = hide;
  try { localStorage.setItem(HIDE, hide ? "yes" : "no"); } catch { /* the switch still counts until the page is closed */ }
  drawn.clear();
}

// Learns names before they are shown, so that each has one name everywhere; whether there was a new one.
export function learn(paths) {
  const unknown = [...new Set(paths)].filter((path) => path && !known.includes(path));
  known.push(...unknown);
  if (unknown.length) drawn.clear();
  return unknown.length > 0;
}

export function project(path) {
  if (path === null || path === undefined) return "";
  if (path === "") return text("other");
  learn([path]);
  if (hidden) return text("hidden_project", { number: known.indexOf(path) + 1 });
  const parts = path.split(/[\\/]/).filter(Boolean);
  for (let length = 1; length < parts.length; length += 1) {
    const end = parts.slice(-length).join("/");
    const twins = known.filter((other) => other.split(/[\\/]/).filter(Boolean).slice(-length).join("/") === end);
    if (twins.length < 2) return end;
  }
  return parts.join("/") || path;
}

// One project has one color in every chart, and no two in one chart have the same.
export function shades(by, keys) {
  const taken = new Set();
  return keys.map((key, index) => {
    if (key === "") return "c8";
    let number = (by === "project" && known.includes(key) ? known.indexOf(key) : index) % 8;
    for (let tries = 0; tries < 8 && taken.has(number); tries += 1) number = (number + 1) % 8;
    taken.add(number);
    return `c${number}`;
  });
}

let programs = {};

export function learnPrograms(found) {
  programs = { ...programs, ...found };
}

export function keyName(by, key) {
  if (key === "") return text("other");
  if (by === "provider") return programs[key] ?? key;
  if (by === "project") return project(key);
  return by === "session" ? key.slice(0, 8) : key;
}

export function tableOf(caption, heads, rows) {
  return make("table", {}, make("caption", {}, caption),
    make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head)))),
    make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map((cell, index) =>
      index ? make("td", {}, cell) : make("th", { scope: "row" }, cell))))));
}

// A chart's table: there for screen readers, and for everybody after a click.
const shownTables = new Set();
export function withTable(id, chart, table) {
  const wrap = make("div", { class: shownTables.has(id) ? "scroll" : "scroll unseen" }, table);
  const button = make("button", { type: "button", class: "plain", "aria-expanded": String(shownTables.has(id)) },
    text(shownTables.has(id) ? "hide_table" : "show_table"));
  button.addEventListener("click", () => {
    const shown = wrap.classList.toggle("unseen") === false;
    if (shown) shownTables.add(id); else shownTables.delete(id);
    button.setAttribute("aria-expanded", String(shown));
    button.textContent = text(shown ? "hide_table" : "show_table");
  });
  return make("div", {}, chart, button, wrap);
}

export function choice(name, legend, options, chosen, onChoose) {
  return make("fieldset", { class: "choice" }, make("legend", {}, legend),
    ...options.map(([value, label, disabled]) => make("label", { class: disabled ? "off" : null },
      make("input", { type: "radio", name, value, checked: value === chosen, disabled: disabled ?? false, onchange: () => onChoose(value) }), label)));
}
