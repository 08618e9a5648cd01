// What counts now: a bar and a forecast for each limit, and what the running windows went into.
import { accountName, amount, changed, clock, draw, make, percentText, points, project, redraw, resetClock, say, seconds, shades, span, tableOf, text, tokens, usedOrLeft, withTable } from "./tools.js";

const WIDE = 320, HIGH = 90, UNKNOWN = 0.05;
// From which chance of running out on the middle of the forecast does so, its upper range does, and it is said.
const LIKELY = 0.5, POSSIBLE = 0.1, LEAST_CHANCE = 0.01;

export function showNow(status, histories, windows, alone) {
  const now = Date.now() / 1000;
  if (!status.accounts.length) {
    say("now", text(status.running ? "no_data" : "no_data_stopped"));
    return;
  }
  const shown = status.accounts.map((account) => accountPart(account, status, { histories, windows: windows?.windows ?? [], alone }, now));
  if (changed("now", [status, Math.floor(now / 30), histories?.limits.length ?? 0, windows])) redraw("now", ...shown);
}

function accountPart(account, status, known, now) {
  const notes = [];
  if (account.problem) notes.push(make("p", { class: "problem" }, make("strong", {}, account.problem.title), " ", account.problem.message));
  if (account.incident) notes.push(make("p", { class: "problem" }, text("incident", { title: account.incident.title })));
  const windows = account.windows.map((limit) => limitCard(account, limit, status.show, known, now));
  const money = spendCard(account.spend, status.show, windows.length > 0);
  if (!windows.length && !money.length) windows.push(make("p", { class: "quiet" }, text("no_limits")));
  return make("div", { class: "account" },
    status.accounts.length > 1 ? make("h3", {}, accountName(account)) : null,
    ...notes, make("div", { class: "cards" }, ...windows, ...money),
    make("p", { class: "quiet small source" }, sourceLine(account, now)));
}

function sourceLine(account, now) {
  const parts = [];
  if (account.fetched_at) parts.push(text("updated", { when: span(now - seconds(account.fetched_at)), source: text(`source_${account.source}`) }));
  if (account.next_read_at) {
    const wait = seconds(account.next_read_at) - now;
    const when = wait > 0 ? text("next_in", { when: span(wait) }) : text("next_now");
    parts.push(account.next_read_reason ? `${when} (${account.next_read_reason})` : when);
  }
  if (account.why) parts.push(account.why.replace(/[.]$/, ""));
  return `${parts.join(" · ")}.`;
}

function limitCard(account, limit, show, known, now) {
  const used = limit.percent;
  const resets = seconds(limit.resets_at);
  const reset = resets === null ? "" : resets > now ? text("resets_in", { wait: span(resets - now), when: resetClock(resets) }) : seconds(limit.read_at) >= resets ? text("window_ended") : text("reset_passed");
  const value = usedOrLeft(used, show);
  const even = evenPercent(limit, now);
  const bar = make("div", { class: "bar", role: "img", "aria-label": `${limit.label}: ${percentText(used, show, limit.unknown)}` });
  const fill = make("div", { class: `fill ${limit.level}` });
  fill.style.width = `${Math.min(100, value ?? 0)}%`;
  bar.append(fill);
  if (even !== null) {
    const tick = make("div", { class: "tick", title: text("pace_tick") });
    tick.style.left = `${show === "remaining" ? 100 - even : even}%`;
    bar.append(tick);
  }
  const facts = [reset, limit.confirmed ? null : text("unconfirmed")].filter(Boolean);
  return make("article", { class: "card" },
    make("h4", {}, limit.label, limit.headline && known.alone && account.windows.length > 1 ? make("span", { class: "tag" }, text("headline")) : null),
    make("p", { class: "figure" }, percentText(used, show, limit.unknown), " ", make("span", { class: `level ${limit.level}` }, text(limit.refused ? "refused" : `level_${limit.level}`))),
    bar, make("p", { class: "small facts" }, ...facts.map((fact) => make("span", {}, fact))),
    mostly(known.windows.find((window) => window.account === account.account.id && window.window === limit.id)),
    limit.outlook ? make("p", { class: "small outlook" }, limit.outlook) : null,
    fan(account, limit, show, known.histories, now));
}

// The project that most of a limit went to, where that is sure: as in the menu of the tray.
function mostly(window) {
  const parts = window?.points ?? [];
  const most = parts.find((part) => !part.elsewhere && part.project);
  if (!most || most.low <= 0 || most.value < parts.at(-1).value) return null;
  const [shade] = shades("project", [most.project]);
  return make("p", { class: "small mostly" }, make("span", { class: `key ${shade}`, "aria-hidden": "true" }), text("mostly", { project: project(most.project), percent: Math.round(most.value) }));
}

function evenPercent(limit, now) {
  if (limit.even_percent !== null && limit.even_percent !== undefined) return Math.min(100, limit.even_percent);
  const resets = seconds(limit.resets_at);
  if (resets === null || !limit.length_seconds || resets < now) return null;
  return Math.min(100, Math.max(0, 100 * (1 - (resets - now) / limit.length_seconds)));
}

// Usage since the window began, and where it leads: the median and the range of eight in ten.
function fan(account, limit, show, histories, now) {
  const end = seconds(limit.resets_at);
  if (end === null || end <= now || !limit.length_seconds || limit.percent === null) return null;
  const begin = end - limit.length_seconds;
  const long = limit.length_seconds > 5 * 86400;
  const x = (at) => ((Math.min(Math.max(at, begin), end) - begin) / (end - begin)) * WIDE;
  const y = (percent) => HIGH - (Math.min(100, Math.max(0, show === "remaining" ? 100 - percent : percent)) / 100) * HIGH;
  const chart = draw("svg", { viewBox: `0 -4 ${WIDE} ${HIGH + 8}`, class: "fan", preserveAspectRatio: "none", "aria-hidden": "true" });
  chart.append(draw("line", { x1: 0, x2: WIDE, y1: y(100), y2: y(100), class: "edge" }));
  const past = (histories?.limits ?? []).find((series) => series.account === account.account.id && series.window === limit.id);
  const path = [];
  (past?.times ?? []).forEach((at, index) => { if (at >= begin && at <= now && past.percents[index] !== null) path.push([at, past.percents[index]]); });
  path.push([now, limit.percent]);
  // What was before the first update is not known; a line only joins it to the beginning.
  if (path[0][0] - begin > UNKNOWN * limit.length_seconds) chart.append(draw("line", { x1: 0, y1: y(0), x2: x(path[0][0]), y2: y(path[0][1]), class: "unknown" }));
  else path.unshift([begin, 0]);
  const from = [x(now), y(limit.percent)];
  const rows = [[text("column_now"), percentText(limit.percent, show)]];
  if (typeof limit.pace === "number") rows.push([text("pace"), text("pace_times", { pace: limit.pace.toFixed(1) })]);
  const [low, middle, high] = ["runs_out_p10", "runs_out_p50", "runs_out_p90"].map((name) => seconds(limit[name]));
  const then = limit.rate_per_hour ? Math.min(100, limit.percent + (limit.rate_per_hour * (end - now)) / 3600) : null;
  const chance = limit.chance ?? 0;
  if (middle !== null && middle > now && chance >= LIKELY) {
    if (low !== null && high !== null) {
      chart.append(draw("polygon", { points: `${from} ${x(Math.max(now, low))},${y(100)} ${x(high)},${y(100)}`, class: "range" }));
      rows.push([text("range"), text("between", { low: clock(low), high: clock(high) })]);
    }
    chart.append(draw("line", { x1: from[0], y1: from[1], x2: x(middle), y2: y(100), class: "median" }));
    rows.splice(1, 0, [text("median"), clock(middle)]);
  } else if (then !== null) {
    if (low !== null && low > now && chance >= POSSIBLE) chart.append(draw("polygon", { points: `${from} ${x(low)},${y(100)} ${WIDE},${y(100)} ${WIDE},${y(then)}`, class: "range" }));
    chart.append(draw("line", { x1: from[0], y1: from[1], x2: WIDE, y2: y(then), class: "median" }));
    rows.push([text("at_reset"), percentText(then, show)]);
  }
  if (chance >= LEAST_CHANCE) rows.push([text("chance"), `${Math.round(100 * chance)}%`]);
  chart.append(draw("polyline", { points: path.map(([at, percent]) => `${x(at)},${y(percent)}`).join(" "), class: "past" }));
  chart.append(draw("path", { d: `M${from}h0`, class: "here" }));
  return withTable(`fan-${account.account.id}-${limit.id}`, make("div", { class: "fanbox" }, chart,
    make("p", { class: "axis", "aria-hidden": "true" }, make("span", {}, resetClock(begin, long)), make("span", {}, resetClock(end, long)))),
    tableOf(text("forecast_of", { limit: limit.label }), [text("column_what"), text("column_value")], rows));
}

// Extra usage, or what is spent and left where there is no plan.
function spendCard(spend, show, limited) {
  if (!spend || !(spend.enabled || spend.disabled_text || spend.balance)) return [];
  const planned = spend.beyond_plan !== false;
  const used = amount(spend.used, spend.currency);
  const balance = amount(spend.balance, spend.balance_currency ?? spend.currency);
  const spent = used === null || spend.limit === null ? used : text("amount_of", { used, limit: amount(spend.limit, spend.currency) });
  const figure = planned ? text(spend.enabled ? "extra_on" : "extra_off") : null;
  return [make("article", { class: "card" }, make("h4", {}, text(planned ? "extra_usage" : "money")),
    figure === null && spent === null ? null : make("p", { class: "figure" }, spent === null || !spend.enabled ? figure : planned ? spent : text("spent", { amount: spent })),
    balance === null ? null : make("p", { class: spent === null && !planned ? "figure" : "small" }, text("balance", { amount: balance })),
    spend.percent === null || (limited && !planned) ? null : make("p", { class: "small" }, percentText(spend.percent, show)),
    spend.disabled_text ? make("p", { class: "small" }, spend.disabled_text) : null)];
}

export function showWindows(found, why) {
  if (!changed("window", [found, why])) return;
  if (!found.windows.length) {
    say("window", text(why));
    return;
  }
  const several = new Set(found.windows.map((window) => window.account)).size > 1;
  const notes = [found.windows.some((window) => window.points) ? text("points_basis") : null,
    found.windows.some((window) => !window.points && window.tokens.length) ? text("tokens_basis") : null, text("what_cannot_be_known")].filter(Boolean);
  redraw("window", make("div", { class: "windows" }, ...found.windows.map((window) => windowPart(window, several))),
    ...notes.map((note) => make("p", { class: "quiet small" }, note)));
}

function windowPart(window, several) {
  const label = several ? `${window.account_label}: ${window.label}` : window.label;
  const heading = make("h3", {}, text("window_since", { limit: label, when: resetClock(seconds(window.begin), seconds(window.end) - seconds(window.begin) > 5 * 86400) }));
  const colors = shades("project", (window.points ?? window.tokens).map((part) => part.project));
  if (window.points) {
    const parts = window.points.map((part, index) => ({ name: part.elsewhere ? text("elsewhere") : project(part.project), size: part.value, words: points(part.value, part.low, part.high), shade: part.elsewhere ? "elsewhere" : colors[index] }));
    return make("div", {}, heading, stack(parts, 100),
      partsTable(`window-${window.account}-${window.window}`, text("points_of", { limit: label }), text("column_points"), parts));
  }
  if (!window.tokens.length) return make("div", {}, heading, make("p", { class: "quiet" }, text("no_tokens_here")));
  const total = window.tokens.reduce((sum, part) => sum + part.tokens, 0);
  const parts = window.tokens.map((part, index) => ({ name: project(part.project), size: part.tokens, words: `${tokens(part.tokens)} (${Math.round((100 * part.tokens) / total)}%)`, shade: colors[index] }));
  return make("div", {}, heading, stack(parts, total),
    partsTable(`window-${window.account}-${window.window}`, text("tokens_of", { limit: label }), text("column_tokens"), parts));
}

function stack(parts, whole) {
  const bar = make("div", { class: "stack", "aria-hidden": "true" });
  parts.forEach((part) => {
    const piece = make("div", { class: `part ${part.shade}`, title: `${part.name}: ${part.words}` });
    piece.style.width = `${(100 * part.size) / whole}%`;
    bar.append(piece);
  });
  return bar;
}

function partsTable(id, caption, head, parts) {
  const rows = parts.map((part) => make("li", {}, make("span", { class: `key ${part.shade}`, "aria-hidden": "true" }), `${part.name} `, make("strong", {}, part.words)));
  return withTable(id, make("ul", { class: "legend", "aria-label": caption }, ...rows), tableOf(caption, [text("column_project"), head], parts.map((part) => [part.name, part.words])));
}
