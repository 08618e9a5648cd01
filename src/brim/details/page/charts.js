// The history of each limit with zoom, and the days in stacked bars. This module must not know where data comes from.
import { body, changed, choice, clock, dayName, draw, keyName, make, money, points, redraw, say, shades, tableOf, text, tokens, withTable } from "./tools.js";

const DASHES = [[], [7, 4], [2, 3], [10, 3, 2, 3], [4, 4]];
const RANGES = [["1", "range_day"], ["7", "range_week"], ["30", "range_month"], ["90", "range_quarter"], ["365", "range_year"]];
let chart = null;

function color(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

export function showHistory(found, show, days, onDays) {
  if (!changed("history", [found, show, days])) return;
  const ranges = choice("history-range", text("range_of_time"), RANGES.map(([value, key]) => [value, text(key)]), String(days), (value) => onDays(Number(value)));
  const series = found.limits.filter((limit) => limit.percents.some((value) => value !== null));
  if (chart) chart.destroy();
  chart = null;
  if (!series.length) {
    redraw("history", ranges, make("p", { class: "quiet" }, text("no_history")));
    return;
  }
  const several = new Set(series.map((limit) => limit.account)).size > 1;
  const name = (limit) => (several ? `${limit.account_label}: ${limit.label}` : limit.label);
  const value = (percent) => (percent === null ? null : show === "remaining" ? Math.max(0, 100 - percent) : percent);
  const box = make("div", { class: "plot", role: "img", "aria-label": text("history_label", { limits: series.map(name).join(", ") }) });
  const rows = series.map((limit) => {
    const known = limit.percents.filter((percent) => percent !== null);
    return [name(limit), `${Math.floor(value(known.at(-1)))}%`, `${Math.floor(value(Math.max(...known)))}%`, String(limit.resets.length)];
  });
  const heads = [text("column_limit"), text("column_last"), text(show === "remaining" ? "column_lowest" : "column_highest"), text("column_resets")];
  const reset = make("button", { type: "button", class: "plain", onclick: () => chart && zoom(chart, days) }, text("whole_range"));
  redraw("history", ranges, withTable("history", box, tableOf(text("history_table"), heads, rows)), make("p", { class: "small quiet" }, text("zoom_hint"), " ", reset));
  chart = plotted(box, series, name, value, show, days);
}

function zoom(plot, days) {
  const now = Date.now() / 1000;
  plot.setScale("x", { min: now - days * 86400, max: now });
}

function plotted(box, series, name, value, show, days) {
  const tables = series.map((limit) => [limit.times, limit.percents.map(value)]);
  const data = uPlot.join(tables, tables.map(() => [0, 2]));
  const marks = series.flatMap((limit) => limit.resets);
  const axis = { stroke: color("quiet"), grid: { stroke: color("line"), width: 1 }, ticks: { stroke: color("line") } };
  const plot = new uPlot({
    width: Math.max(280, box.clientWidth), height: 260,
    scales: { x: { time: true }, y: { range: [0, 100] } },
    axes: [{ ...axis, values: timeLabels }, { ...axis, size: 52, values: (_, ticks) => ticks.map((tick) => `${tick}%`) }],
    series: [{ label: text("column_time"), value: (_, at) => (at === null ? "" : clock(at)) }, ...series.map((limit, index) => ({
      label: name(limit), stroke: color(`c${index % 9}`), width: 2, dash: DASHES[index % DASHES.length], spanGaps: false, points: { show: false },
      value: (_, percent) => (percent === null || percent === undefined ? "" : text(show === "remaining" ? "percent_left" : "percent_used", { percent: Math.floor(percent) })),
    }))],
    legend: { live: true }, cursor: { drag: { x: true, y: false }, dataIdx: nearestKnown },
    hooks: { drawClear: [(at) => drawResets(at, marks)] },
  }, data, box);
  zoom(plot, days);
  return plot;
}

// Limits are updated at times of their own: what the legend says at a place is the last known value before it.
function nearestKnown(plot, series, index) {
  const values = plot.data[series];
  let found = index;
  while (series && found > 0 && values[found] === undefined) found -= 1;  // null is between two windows
  return found;
}

function timeLabels(_, ticks, __, ___, step) {
  return ticks.map((at) => {
    const date = new Date(at * 1000);
    return step >= 86400 ? date.toLocaleDateString("en-GB", { day: "numeric", month: "short" })
      : date.getHours() || date.getMinutes() ? date.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })
        : date.toLocaleDateString("en-GB", { weekday: "short", day: "numeric" });
  });
}

function drawResets(plot, marks) {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.strokeStyle = color("line-strong");
  ctx.setLineDash([3, 5]);
  ctx.beginPath();
  for (const at of marks) {
    const x = plot.valToPos(at, "x", true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
  }
  ctx.stroke();
  ctx.restore();
}

export function fit() {
  const box = document.querySelector(".plot");
  if (chart && box) chart.setSize({ width: Math.max(280, box.clientWidth), height: 260 });
}

export function forgetHistory() {
  changed("history", null);
}

const UNITS = { tokens, cost: money, points: (value) => points(value) };

export function showUsage(found, choices, onChoice, onDay) {
  const wide = body("usage").clientWidth;
  if (!changed("usage", [found, choices, wide])) return;
  const hasPoints = found.days.some((day) => day.points);
  const { by } = choices;
  const several = Object.keys(found.providers).length > 1;
  const unit = choices.unit === "points" && !hasPoints ? "tokens" : choices.unit;
  const controls = make("div", { class: "controls" },
    choice("usage-by", text("split_by"), [["project", text("projects")], ["model", text("models")], ...(several || by === "provider" ? [["provider", text("providers")]] : [])], by, (value) => onChoice({ by: value })),
    choice("usage-unit", text("show_as"), [["tokens", text("unit_tokens")], ["cost", text("unit_cost")], ["points", text("unit_points"), !hasPoints]], unit, (value) => onChoice({ unit: value })));
  if (!found.parts.length) {
    say("usage", text(found.folders_known ? "no_usage" : "no_folders"));
    return;
  }
  const parts = found.parts.map((key) => keyName(by, key));
  const colors = shades(by, found.parts);
  if (unit === "points") {
    parts.push(text("elsewhere"));
    colors.push("elsewhere");
  }
  const days = found.days.map((day) => ({ day: day.day, values: day[unit] ?? [] }));
  const written = UNITS[unit];
  const heads = [text("column_day"), text("column_total"), ...parts];
  const sum = (values) => values.reduce((total, value) => total + value, 0);
  const rows = days.filter((day) => sum(day.values) > 0).map((day) => [
    make("button", { type: "button", class: "plain", onclick: () => onDay(day.day) }, dayName(day.day)),
    written(sum(day.values)), ...parts.map((_, index) => written(day.values[index] ?? 0))]).reverse();
  const legend = make("ul", { class: "legend" }, ...parts.map((name, index) => make("li", {},
    make("span", { class: `key ${colors[index]}`, "aria-hidden": "true" }), ` ${name}`)));
  const notes = [unit === "cost" ? text("list_price", { day: found.prices_as_of }) : null, hasPoints ? (unit === "points" ? text("points_summed", { limit: found.points_of }) : null) : found.several_accounts ? text("points_several") : found.points_possible ? text("points_later") : null,
    found.total.unpriced.length ? text("unpriced", { models: found.total.unpriced.join(", ") }) : null].filter(Boolean);
  redraw("usage", controls, withTable("usage", make("div", {}, bars(days, colors, written, onDay, wide), legend), tableOf(text("usage_table"), heads, rows)),
    ...notes.map((note) => make("p", { class: "small quiet" }, note)));
}

// A round number of which at most four are needed to reach the top.
function stepOf(most) {
  const power = 10 ** Math.floor(Math.log10(most / 4));
  return [1, 2, 2.5, 5, 10].find((size) => size * power * 4 >= most) * power;
}

function bars(days, colors, written, onDay, room) {
  const [left, high, foot] = [62, 220, 22];
  const wide = Math.max(200, room - left - 4);
  const sums = days.map((day) => day.values.reduce((total, value) => total + value, 0));
  const most = Math.max(...sums) || 1;
  const lines = Math.ceil(most / stepOf(most) - 1e-9);
  const top = lines * stepOf(most);
  const step = wide / days.length;
  const every = step >= 24 ? 2 : step >= 14 ? 5 : 10;
  const svg = draw("svg", { viewBox: `${-left} -8 ${wide + left + 4} ${high + foot + 8}`, class: "bars", role: "img", "aria-label": text("usage_label") });
  svg.append(draw("defs", {}, draw("pattern", { id: "hatch", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    draw("rect", { width: 6, height: 6 }), draw("path", { d: "M0 0v6" }))));
  for (let number = 0; number <= lines; number += 1) {
    const y = high * (1 - number / lines);
    svg.append(draw("line", { x1: 0, x2: wide, y1: y, y2: y, class: "gridline" }),
      draw("text", { x: -6, y: y + 4, "text-anchor": "end", class: "label" }, number ? written(number * stepOf(most)) : "0"));
  }
  days.forEach((day, number) => {
    let above = 0;
    const group = draw("g", { class: "day", onclick: () => onDay(day.day) }, draw("title", {}, `${dayName(day.day)}: ${written(sums[number])}`),
      draw("rect", { x: number * step, y: 0, width: step, height: high, class: "hit" }));
    day.values.forEach((value, index) => {
      const size = (high * value) / top;
      above += size;
      if (size > 0.1) group.append(draw("rect", { x: number * step + step * 0.12, y: high - above, width: step * 0.76, height: size, class: colors[index] }));
    });
    const back = days.length - 1 - number;
    if (back % every === 0) {
      const place = back ? { x: (number + 0.5) * step, "text-anchor": "middle" } : { x: wide, "text-anchor": "end" };
      group.append(draw("text", { ...place, y: high + 16, class: "label" }, dayName(day.day).replace(/^\S+ /, "")));
    }
    svg.append(group);
  });
  return svg;
}
