// The page: opens its session, loads each part, and follows the tray. This module must not know how a part is drawn.
import { failDay, showDay, showTable } from "./tables.js";
import { fit, forgetHistory, showHistory, showUsage } from "./charts.js";
import { showAccounts, showAlerts, showSettings } from "./panels.js";
import { showNow, showWindows } from "./now.js";
import { NoSession, Refused, Stopped, follow, get, isFile, post, start } from "./source.js";
import { accountName, changed, choice, clock, hideNames, learn, learnPrograms, namesHidden, say, seconds, text } from "./tools.js";

const chosen = { account: "", days: 7, by: "project", unit: "tokens", rows: "project" };
const known = { weekIsOld: true };
const DAYS = 30;

function state(key, fields) {
  const line = document.getElementById("state");
  line.hidden = key === null;
  line.className = key === "no_session" || key === "page_stopped" ? "ended" : "";
  line.textContent = key === null ? "" : text(key, fields);
}

// The answer to a newer question has come, or will come.
class Overtaken extends Error {}

const asked = new Map();

// The answer to the newest question of one kind: answers may come in another order than they were asked for.
async function newest(kind, path) {
  const number = (asked.get(kind) ?? 0) + 1;
  asked.set(kind, number);
  try {
    return await get(path);
  } finally {
    if (asked.get(kind) !== number) throw new Overtaken();
  }
}

// Loads one part; what fails is said in its place, and the other parts go on.
async function part(id, work) {
  try {
    await work();
  } catch (error) {
    if (error instanceof Overtaken) return;
    if (error instanceof NoSession) state("no_session");
    else if (error instanceof Stopped) state("page_stopped");
    else say(id, error instanceof Refused && error.message ? error.message : text("part_failed"), "problem");
    if (!(error instanceof NoSession || error instanceof Stopped || error instanceof Refused)) console.error(error);
  }
}

const loaders = {
  now: async () => {
    known.status = await newest("status", "status");
    if (known.weekIsOld) {
      known.week = await get("history?days=7").catch((error) => { if (error instanceof Refused) return null; throw error; });
      known.weekIsOld = false;
    }
    showStatus();
  },
  window: async () => {
    known.windows = await get("window");
    named(known.windows.windows.flatMap((window) => [...(window.points ?? []), ...window.tokens].map((part) => part.project)));
    drawWindows();
  },
  history: async () => { known.history = await newest("history", `history?days=${chosen.days}`); drawHistory(); },
  usage: async () => { known.usage = await usage("usage", chosen.by); drawUsage(); },
  tables: async () => { known.rows = await usage("tables", chosen.rows); drawTable(); },
  alerts: async () => { known.alerts = await get("alerts"); known.settings ??= await get("settings"); drawSettings(); },
  settings: async () => { known.settings = await get("settings"); drawSettings(); },
  accounts: async () => { known.doctor = await get("doctor"); if (known.status) showAccounts(known.status, known.doctor); },
};

function load(...ids) {
  return Promise.all(ids.map((id) => part(id, loaders[id])));
}

async function usage(kind, by) {
  const { account } = chosen;
  const found = await newest(kind, `usage?by=${by}&days=${DAYS}&account=${account}`);
  learnPrograms(found.providers);
  named(by === "model" || by === "provider" ? [] : found.rows.map((row) => (by === "project" ? row.key : row.project)));
  return found;
}

// A project that is new may share the name of one that is shown: then all are drawn again with longer names.
function named(paths) {
  if (learn(paths)) drawAll();
}

// Accounts are shown together, or one alone: what is said of a limit is that of its own account.
function drawAccounts() {
  const accounts = known.status.accounts.map((account) => [account.account.id, accountName(account)]);
  if (!accounts.some(([id]) => id === chosen.account)) chosen.account = "";
  const place = document.getElementById("account");
  place.hidden = accounts.length < 2;
  if (!changed("account", accounts)) return;
  place.replaceChildren(choice("account-of", text("account"), [["", text("all_accounts")], ...accounts], chosen.account, chooseAccount));
}

function chooseAccount(account) {
  chosen.account = account;
  document.getElementById("day").hidden = true;
  drawAll();
  load("usage", "tables");
}

function mine(things, of) {
  return chosen.account ? things.filter((thing) => of(thing) === chosen.account) : things;
}

function drawNow() {
  const accounts = mine(known.status.accounts, (account) => account.account.id);
  showNow({ ...known.status, accounts }, known.week, known.windows, known.status.accounts.length === 1);
}

function drawWindows() {
  const accounts = mine(known.status?.accounts ?? [], (account) => account.account.id);
  const limited = accounts.filter((account) => account.windows.length);
  const untold = limited.every((account) => known.windows.untold.includes(account.account.id));
  showWindows({ windows: mine(known.windows.windows, (window) => window.account) }, !limited.length ? "no_limits" : untold ? "no_transcripts" : "no_window");
  if (known.status) drawNow();
}

function showStatus() {
  drawAccounts();
  if (known.windows) drawWindows(); else drawNow();
  if (known.alerts && known.settings) drawSettings();
  if (known.doctor) showAccounts(known.status, known.doctor);
  if (isFile) state("file_of", { when: clock(seconds(known.status.now)) });
  else if (!known.status.running && known.status.accounts.length) state("tray_stopped", { when: clock(seconds(known.status.made_at)) });
  else state(null);
}

function drawHistory() {
  // An older version may have called a limit otherwise than it is called now.
  const labels = new Map((known.status?.accounts ?? []).flatMap((account) => account.windows.map((limit) => [`${account.account.id} ${limit.id}`, limit.label])));
  const names = new Map((known.status?.accounts ?? []).map((account) => [account.account.id, accountName(account)]));
  const limits = mine(known.history.limits, (limit) => limit.account).map((limit) => ({ ...limit, account_label: names.get(limit.account) ?? limit.account_label, label: labels.get(`${limit.account} ${limit.window}`) ?? limit.label }));
  showHistory({ limits }, known.status?.show ?? "used", chosen.days, (days) => { chosen.days = days; load("history"); });
}

function drawUsage() {
  showUsage(known.usage, chosen, (change) => { Object.assign(chosen, change); if (change.by) load("usage"); else drawUsage(); }, openDay);
}

function drawTable() {
  showTable(known.rows, chosen.rows, (by) => { chosen.rows = by; load("tables"); });
}

function drawSettings() {
  showSettings(known.settings, change);
  if (known.alerts) showAlerts(known.alerts, known.settings.settings, known.status, change);
}

// Stores a setting; returns why it was refused.
async function change(name, value) {
  if (isFile) return text("file_settings");
  try {
    known.settings = await post("settings", { name, value });
  } catch (error) {
    return error instanceof Refused ? error.message : text(error instanceof NoSession ? "no_session" : "page_stopped");
  }
  drawSettings();
  return null;
}

async function openDay(day) {
  try {
    known.day = await newest("day", `day?day=${day}&account=${chosen.account}`);
    showDay(known.day, () => document.getElementById("usage").focus());
  } catch (error) {
    if (error instanceof Overtaken) return;
    failDay(error instanceof Refused && error.message ? error.message : text(error instanceof NoSession ? "no_session" : "page_stopped"));
  }
}

function drawAll() {
  if (known.status) showStatus();
  if (known.windows) drawWindows();
  if (known.history) drawHistory();
  if (known.usage) drawUsage();
  if (known.rows) drawTable();
  if (known.day && !document.getElementById("day").hidden) showDay(known.day, () => {});
}

const AFTER = [
  [/^status|^tray/, ["now"]],
  [/^history/, ["now", "window", "history"]],
  [/^costs/, ["window", "usage", "tables"]],
  [/^alerts/, ["alerts"]],
  [/^choices|^brim/, ["settings", "now"]],
];

function onChange(files) {
  const ids = new Set(AFTER.flatMap(([pattern, parts]) => (files.some((file) => pattern.test(file)) ? parts : [])));
  if (ids.has("history")) known.weekIsOld = true;
  load(...ids);
}

async function listen() {
  for (let tries = 0; ; tries += 1) {
    const began = Date.now();
    try {
      await follow(onChange);
    } catch (error) {
      if (error instanceof NoSession) return state("no_session");
      if (Date.now() - began > 10000) tries = 0;
      if (tries >= 2) return state("page_stopped");
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

async function main() {
  const hide = document.getElementById("hide");
  hide.checked = namesHidden();
  hide.addEventListener("change", () => { hideNames(hide.checked); drawAll(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { forgetHistory(); if (known.history) drawHistory(); });
  new ResizeObserver(() => {
    fit();
    if (known.usage) drawUsage();
  }).observe(document.querySelector("main"));
  try {
    await start();
  } catch (error) {
    for (const id of Object.keys(loaders)) say(id, text("not_loaded"));
    return state(error instanceof NoSession ? "no_session" : "page_stopped");
  }
  await load("now");
  if (!isFile) listen();
  await load("window", "history", "usage", "tables", "alerts", "settings", "accounts");
  if (!isFile) setInterval(() => { if (known.status && !document.hidden) showStatus(); }, 30000);
}

main();
