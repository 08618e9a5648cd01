// Tables of projects, sessions and models, sorted by a click, and the three of one day. It must not know the source.
import { changed, choice, clock, counted, dayName, keyName, make, money, points, project, redraw, say, seconds, text, tokens } from "./tools.js";

const FIRST = 15;
const order = { column: "cost", down: true };
let all = false;

const COLUMNS = [
  ["points", "column_points", (row) => row.points?.value ?? -1, (row) => (row.points ? points(row.points.value, row.points.low, row.points.high) : "–")],
  ["cost", "column_cost", (row) => row.cost ?? -1, (row) => money(row.cost)],
  ["tokens", "column_tokens", (row) => row.tokens, (row) => tokens(row.tokens)],
  ["output", "column_output", (row) => row.output, (row) => tokens(row.output)],
  ["cache_read", "column_cache", (row) => row.cache_read, (row) => tokens(row.cache_read)],
  ["answers", "column_answers", (row) => row.answers, (row) => row.answers.toLocaleString("en")],
  ["last_at", "column_last_used", (row) => row.last_at ?? "", (row) => (row.last_at ? clock(seconds(row.last_at)) : "")],
];

export function showTable(found, by, onBy) {
  if (!changed("tables", [found, by, order, all])) return;
  const several = Object.keys(found.providers).length > 1;
  const tabs = choice("table-by", text("rows"), ["project", "session", "model", ...(several || by === "provider" ? ["provider"] : [])].map((name) => [name, text(`${name}s`)]), by, onBy);
  const compressed = found.compressed ? make("p", { class: "small quiet" }, found.compressed) : null;
  if (!found.rows.length) {
    redraw("tables", tabs, make("p", { class: "quiet" }, text(found.folders_known ? "no_usage" : "no_folders")), compressed);
    return;
  }
  const again = () => { showTable(found, by, onBy); };
  const count = found.rows.length;
  const more = count > FIRST ? make("button", { type: "button", class: "plain", onclick: () => { all = !all; again(); } }, text(all ? "fewer_rows" : "all_rows", { count })) : null;
  redraw("tables", tabs, make("div", { class: "scroll" }, sorted(found.rows, by, text("table_caption", { rows: text(`${by}s`) }), all ? count : FIRST, again, found.total, found.elsewhere)),
    more, found.several_accounts ? make("p", { class: "small quiet" }, text("points_several")) : null, found.points_of ? make("p", { class: "small quiet" }, text("points_summed", { limit: found.points_of })) : null, make("p", { class: "small quiet" }, text("list_price", { day: found.prices_as_of })), compressed);
}

function sorted(rows, by, caption, most, again, total, elsewhere) {
  const columns = COLUMNS.filter(([name]) => name !== "points" || rows.some((row) => row.points));
  const rank = [["name", "", (row) => nameOf(by, row).toLowerCase()], ...columns].find(([name]) => name === order.column)?.[2] ?? ((row) => row.tokens);
  const ordered = [...rows].sort((one, other) => (rank(one) < rank(other) ? -1 : rank(one) > rank(other) ? 1 : 0) * (order.down ? -1 : 1));
  const head = (name, words) => {
    const current = again && order.column === name;
    const inside = again ? make("button", { type: "button", onclick: () => {
      order.down = order.column === name ? !order.down : name !== "name";
      order.column = name;
      again();
    } }, words, make("span", { "aria-hidden": "true" }, current ? (order.down ? " ▼" : " ▲") : "")) : words;
    return make("th", { scope: "col", "aria-sort": current ? (order.down ? "descending" : "ascending") : null }, inside);
  };
  const line = (row, name) => make("tr", {}, name, ...columns.map(([, , , written]) => make("td", {}, written(row))));
  return make("table", { class: "numbers" }, make("caption", {}, caption),
    make("thead", {}, make("tr", {}, head("name", text(`column_${by}`)), ...columns.map(([name, key]) => head(name, text(key))))),
    make("tbody", {}, ...ordered.slice(0, most).map((row) => line(row, make("th", { scope: "row", title: by === "model" || by === "provider" ? null : titleOf(by, row) }, nameOf(by, row))))),
    total ? make("tfoot", {}, elsewhere ? make("tr", {}, make("th", { scope: "row" }, text("elsewhere")), make("td", {}, points(elsewhere.value, elsewhere.low, elsewhere.high)), make("td", { colspan: columns.length - 1 })) : null, line(total, make("th", { scope: "row" }, text("column_total")))) : null);
}

function nameOf(by, row) {
  return by === "session" ? `${keyName(by, row.key)} · ${project(row.project)}` : keyName(by, row.key);
}

function titleOf(by, row) {
  return by === "session" ? row.key : keyName("project", row.key);
}

export function showDay(found, onClose) {
  const section = document.getElementById("day");
  section.hidden = false;
  section.querySelector("h2").textContent = text("day_of", { day: dayName(found.day) });
  const parts = ["project", "session", "model"].filter((by) => found[`${by}s`].length).map((by) => make("div", { class: "scroll" }, sorted(found[`${by}s`], by, text(`${by}s`), FIRST)));
  if (!parts.length) parts.push(make("p", { class: "quiet" }, text("no_usage_day")));
  const close = make("button", { type: "button", class: "plain", onclick: () => { section.hidden = true; onClose(); } }, text("close_day"));
  redraw("day", make("p", { class: "small quiet" }, counted("answers", found.models.reduce((sum, row) => sum + row.answers, 0))), ...parts, make("p", { class: "small quiet" }, text("not_money")), close);
  section.scrollIntoView({ block: "start" });
  section.focus();
}

export function failDay(words) {
  document.getElementById("day").hidden = false;
  say("day", words, "problem");
}
