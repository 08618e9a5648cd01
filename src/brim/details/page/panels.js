// Alerts, settings, and the facts about this Brim. This module must not know where data comes from.
import { accountName, body, changed, clock, make, redraw, say, seconds, span, text } from "./tools.js";

const RULES = /^alerts\.(limit|pace|reset|spend|login|lost|back|cost)$/;

export function showAlerts(found, settings, status, onChange) {
  const rules = settings.filter((setting) => RULES.test(setting.name) && typeof setting.value === "boolean");
  const snoozed = (status?.snoozed ?? []).filter((one) => seconds(one.until) > Date.now() / 1000);
  const labels = Object.fromEntries((status?.accounts ?? []).map((account) => [account.account.id, accountName(account)]));
  if (!changed("alerts", [found, rules, snoozed, labels])) return;
  const switches = make("ul", { class: "rules" }, ...rules.map((rule) => make("li", {}, toggle(rule, `rule-${rule.name}`, onChange, rule.description, until(snoozed, rule.name)))));
  const several = new Set([...Object.keys(labels), ...found.alerts.map((alert) => alert.account)]).size > 1;
  const heads = ["column_time", "column_alert", "column_outcome", "column_rule", ...(several ? ["column_account"] : [])];
  const log = found.alerts.length ? make("div", { class: "scroll tall", tabindex: "0", role: "region", "aria-label": text("alert_log") }, make("table", {}, make("caption", { class: "unseen" }, text("alert_log")),
    make("thead", {}, make("tr", {}, ...heads.map((key) => make("th", { scope: "col" }, text(key))))),
    make("tbody", {}, ...found.alerts.map((alert) => make("tr", {}, make("td", {}, clock(seconds(alert.at))), make("th", { scope: "row" }, alert.title || alert.rule),
      make("td", {}, alert.why && alert.verdict !== "sent" ? text("outcome_why", { outcome: text(`outcome_${alert.verdict}`), why: alert.why }) : text(`outcome_${alert.verdict}`)),
      make("td", {}, make("code", {}, alert.rule)), several ? make("td", {}, alert.label || (labels[alert.account] ?? "")) : null))))) : make("p", { class: "quiet" }, text("no_alerts"));
  redraw("alerts", ...snoozes(snoozed, status), make("h3", {}, text("rules")), switches, make("h3", {}, text("alert_log")), log);
}

// Each snooze that is not one rule's is said above the rules.
function snoozes(snoozed, status) {
  const limits = (status?.accounts ?? []).flatMap((account) => account.windows);
  return snoozed.flatMap((one) => {
    const when = clock(seconds(one.until));
    const limit = limits.find((found) => found.id === one.rule);
    if (one.rule === "all") return [make("p", { class: "snooze" }, text("all_snoozed", { when }))];
    return limit ? [make("p", { class: "snooze" }, text("limit_snoozed", { limit: limit.label, when }))] : [];
  });
}

function until(snoozed, name) {
  const found = snoozed.find((one) => `alerts.${one.rule}` === name);
  return found ? text("snoozed_until", { when: clock(seconds(found.until)) }) : null;
}

function toggle(setting, id, onChange, words, state = null) {
  const fault = make("span", { class: "fault", role: "alert" });
  const box = make("input", { type: "checkbox", id, checked: setting.value === true, disabled: !setting.can_change, onchange: async () => {
    fault.textContent = "";
    const refusal = await onChange(setting.name, box.checked);
    if (refusal) { fault.textContent = refusal; box.checked = !box.checked; }
  } });
  return make("label", { class: "switch" }, box, make("span", {}, words, setting.set_by ? make("span", { class: "small quiet" }, ` ${text("set_by", { variable: setting.set_by })}`) : null, state ? make("span", { class: "small quiet" }, ` ${state}`) : null, fault));
}

// What is being typed stays: only the settings that changed are drawn again.
const rows = new Map();
const isTyped = (row) => [...row.querySelectorAll("input[type=text]")].some((field) => field.value !== field.defaultValue && field === document.activeElement);

export function showSettings(found, onChange) {
  if (!changed("settings", found)) return;
  const names = found.settings.map((setting) => setting.name);
  if (names.length !== rows.size || !names.every((name) => rows.has(name))) drawSettings(found.settings, onChange);
  for (const setting of found.settings) {
    const [content, row] = rows.get(setting.name);
    if (content === JSON.stringify(setting) || isTyped(row)) continue;
    const focused = row.contains(document.activeElement) ? document.activeElement.id : null;
    const next = settingRow(setting, onChange);
    row.replaceWith(next);
    rows.set(setting.name, [JSON.stringify(setting), next]);
    if (focused) document.getElementById(focused)?.focus();
  }
  body("settings").querySelector(".complaints").replaceChildren(...(found.complaints ?? []).map((complaint) =>
    make("p", { class: "problem" }, make("strong", {}, complaint.title), " ", complaint.message)));
}

function drawSettings(settings, onChange) {
  rows.clear();
  const groups = new Map();
  for (const setting of settings) {
    const group = setting.name.includes(".") ? setting.name.split(".")[0] : "general";
    const row = settingRow(setting, onChange);
    rows.set(setting.name, [JSON.stringify(setting), row]);
    groups.set(group, [...(groups.get(group) ?? []), row]);
  }
  redraw("settings", make("p", { class: "small quiet" }, text("settings_intro")), make("div", { class: "complaints" }),
    ...[...groups].map(([group, found]) => make("details", {}, make("summary", {}, text(`group_${group}`), " ", make("span", { class: "small quiet" }, text("group_count", { count: found.length }))), ...found)));
}

function settingRow(setting, onChange) {
  const id = `set-${setting.name}`;
  const fault = make("p", { class: "fault", role: "alert", id: `${id}-fault` });
  const said = make("span", { class: "small quiet", role: "status", id: `${id}-said` });
  const save = async (value) => {
    fault.textContent = "";
    const refusal = await onChange(setting.name, value);
    if (refusal) fault.textContent = refusal; else document.getElementById(`${id}-said`).textContent = text("saved");
    return refusal;
  };
  const isDefault = setting.origin === "default";
  const variable = setting.set_by ?? (["environment", ".env"].includes(setting.origin) ? setting.variable : null);
  const origin = variable ? text("set_by", { variable }) : isDefault ? text("is_default") : text("set_in", { place: setting.origin });
  const reset = setting.can_change && setting.origin === "choices.json" ? make("button", { type: "button", class: "plain", onclick: () => save(null) }, text("use_default", { setting: setting.name })) : null;
  return make("div", { class: "setting" }, make("label", { for: id }, make("code", {}, setting.name)),
    make("p", { class: "small", id: `${id}-about` }, setting.description), control(setting, id, save), fault,
    make("p", { class: "small quiet" }, origin, isDefault ? null : ` · ${text("default_is", { value: setting.default })}`, setting.can_change || setting.set_by ? null : ` · ${text("only_in_file")}`, " ", said), reset);
}

function control(setting, id, save) {
  const common = { id, "aria-describedby": `${id}-about ${id}-fault`, disabled: !setting.can_change };
  if (!setting.can_change) return make("output", { id, class: "value" }, setting.text);
  if (typeof setting.value === "boolean") {
    const box = make("input", { ...common, type: "checkbox", checked: setting.value, onchange: async () => { if (await save(box.checked)) box.checked = !box.checked; } });
    return box;
  }
  if (setting.choices.length) {
    const list = make("select", { ...common, onchange: () => save(list.value) }, ...setting.choices.map((value) => make("option", { value, selected: value === String(setting.value) }, value)));
    return list;
  }
  const input = make("input", { ...common, type: "text", value: String(setting.value ?? ""), autocomplete: "off", spellcheck: "false" });
  return make("form", { onsubmit: (event) => { event.preventDefault(); save(input.value); } }, input, make("button", { type: "submit", "aria-label": text("save_setting", { setting: setting.name }) }, text("save")));
}

export function showAccounts(status, doctor) {
  if (!changed("accounts", [status, doctor])) return;
  const accounts = status.accounts.map((account) => make("article", { class: "card" }, make("h3", {}, accountName(account)),
    make("dl", {}, ...facts(account).flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]))));
  const lines = doctor.lines.map((line) => make("li", { class: line.verdict }, make("strong", {}, `${line.topic}: `), line.text, line.next ? make("span", { class: "quiet" }, ` ${line.next}`) : null));
  const copied = make("span", { class: "small quiet", role: "status" });
  const written = doctor.lines.map((line) => `${line.topic}: ${line.text}${line.next ? ` -> ${line.next}` : ""}`).join("\n");
  const copy = make("button", { type: "button", onclick: async () => {
    try { await navigator.clipboard.writeText(written); copied.textContent = text("copied"); } catch { copied.textContent = text("not_copied"); }
  } }, text("copy_summary"));
  if (!accounts.length && !lines.length) { say("accounts", text("no_data")); return; }
  redraw("accounts", make("div", { class: "cards" }, ...accounts), make("h3", {}, text("summary")),
    make("p", { class: "small quiet" }, text("summary_intro")), make("ul", { class: "doctor" }, ...lines), make("p", {}, copy, " ", copied));
}

function facts(account) {
  const now = Date.now() / 1000;
  const found = [[text("fact_plan"), account.plan ?? text("unknown")], ...(account.saved_resets ? [[text("fact_resets"), String(account.saved_resets)]] : []), [text("fact_health"), account.problem ? account.problem.title : text("health_ok")]];
  if (account.fetched_at) found.push([text("fact_updated"), `${clock(seconds(account.fetched_at))} (${text(`source_${account.source}`)})`]);
  if (account.login_ends_at) found.push([text(account.login_by_key ? "fact_key" : "fact_login"), `${clock(seconds(account.login_ends_at))} (${span(seconds(account.login_ends_at) - now)})`]);
  if (account.note) found.push([text("fact_note"), account.note]);
  found.push([text("fact_incident"), account.incident ? incidentText(account.incident) : text("no_incident")]);
  return found;
}

function incidentText(incident) {
  const since = incident.since ? text("incident_since", { when: clock(seconds(incident.since)) }) : null;
  return [incident.title, incident.affects.join(", "), since].filter(Boolean).join(" · ");
}
