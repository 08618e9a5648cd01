// Where the data comes from: the server of this page, or the data inside the file. This module must not know the page.
const inside = document.getElementById("data");
const data = inside ? JSON.parse(inside.textContent) : null;
const KEY = "brim-key";
export const isFile = data !== null;
export class NoSession extends Error {}
export class Stopped extends Error {}
export class Refused extends Error {}

async function request(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, { ...options, cache: "no-store", headers: { Authorization: `Bearer ${sessionStorage.getItem(KEY) ?? ""}` } });
  } catch {
    throw new Stopped();
  }
  if (answer.status === 401) throw new NoSession();
  return answer;
}

// A ticket in the address is traded once for a key, which this tab keeps; it is taken out of the address at once.
export async function start() {
  if (isFile) return;
  const ticket = location.hash.slice(1);
  if (ticket.length > 40) {
    history.replaceState(null, "", location.pathname);
    sessionStorage.removeItem(KEY);
    const answer = await request("/api/session", { method: "POST", body: JSON.stringify({ ticket }) });
    sessionStorage.setItem(KEY, (await answer.json()).key);
  }
  if (!sessionStorage.getItem(KEY)) throw new NoSession();
}

export async function get(path) {
  if (isFile) {
    if (!(path in data)) throw new Refused();
    return data[path];
  }
  return content(await request(`/api/${path}`));
}

export async function post(path, value) {
  return content(await request(`/api/${path}`, { method: "POST", body: JSON.stringify(value) }));
}

async function content(answer) {
  const found = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(found.message ? `${found.error}: ${found.message}` : found.error ?? String(answer.status));
  return found;
}

// Calls `onChange` with the names of the changed files until the server ends, which it throws.
export async function follow(onChange) {
  const answer = await request("/api/changes");
  if (!answer.ok) throw new Stopped();
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = ""; ;) {
    const { value, done } = await reader.read().catch(() => ({ done: true }));
    if (done) throw new Stopped();
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    for (const line of lines) if (line) onChange(line.split(" "));
  }
}
