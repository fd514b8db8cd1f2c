/**
 * Going over to another server: while none serves at this page's own address, the centre's other addresses are asked in
 * turn, and the page goes on at the first that does, with its session and with what it keeps on this device.
 */

/** @import { Feed } from "./feed.js" */
/** @import { CommandBody } from "./types.js" */

const PATIENCE = 3000; // ms out of touch, after which other servers are asked
const EVERY = 1000; // ms from one round to the next; each page has its own, a little more or less
const ANSWER = 1500; // ms that a server has to answer in
const MOST = 40000; // bytes that go along: the server takes 64 KiB
const NEVER = "live.kept."; // what the feed keeps of the show: the other server tells it anew

/** @typedef {["tab" | "device", string, string]} Entry  where something is kept, its name and its text */

/** The origins at which the centre is reached besides. @returns {string[]} */
export function addresses() {
  return told("live-addresses")
    .split(" ")
    .filter((one) => one && one !== location.origin);
}

/** @param {string} name */
function told(name) {
  return /** @type {HTMLMetaElement | null} */ (document.querySelector(`meta[name="${name}"]`))?.content ?? "";
}

/**
 * The first of the others that serves; null where none does, or where the page's own server does: then it is waited for.
 *
 * @param {string} own
 * @param {string[]} others
 * @param {(address: string) => Promise<boolean>} ask  whether a server serves
 */
export async function whereToGo(own, others, ask) {
  if (await ask(own)) return null;
  for (const address of others) if (await ask(address)) return address;
  return null;
}

/**
 * Of what is kept, that which goes along: the smaller things first, until there is no more room.
 *
 * @param {Entry[]} kept
 */
export function along(kept) {
  let room = MOST;
  const wanted = kept.filter(([, name]) => !name.startsWith(NEVER));
  return wanted
    .map((entry) => ({ entry, size: new TextEncoder().encode(JSON.stringify(entry)).length + 1 }))
    .sort((one, other) => one.size - other.size)
    .filter(({ size }) => (room -= size) >= 0)
    .map(({ entry }) => entry);
}

/**
 * Watches a feed for as long as its page is open. It tells "moving" before the page goes: what is to go along must then
 * be kept in the page's storage. Commands that wait for an answer go along too, each under its own id.
 *
 * @param {Feed} feed
 */
export function seekOthers(feed) {
  const others = addresses();
  const name = `live.waiting.${location.pathname}`;
  for (const { type, ...fields } of waitingFrom(name)) feed.command(type, fields);
  if (!others.length) return;

  /** @type {Map<string, CommandBody>} */
  const waiting = new Map();
  feed.addEventListener("sent", ({ detail }) => waiting.set(detail.id, detail));
  feed.addEventListener("answered", ({ detail }) => waiting.delete(detail.body.id));

  /** @type {number | undefined} */
  let round;
  const look = async () => {
    const present = round;
    const address = await whereToGo(location.origin, others, serves);
    if (round !== present) return; // in touch again meanwhile
    round = setTimeout(look, EVERY * (0.75 + Math.random() / 2));
    if (!address) return;
    feed.dispatchEvent(new Event("moving"));
    keep(name, [...waiting.values()]);
    go(address);
  };
  feed.addEventListener("change", () => {
    if (feed.status === "out_of_touch") round ??= setTimeout(look, PATIENCE);
    else if (round !== undefined) round = void clearTimeout(round);
  });
}

/** @param {string} address */
async function serves(address) {
  try {
    const asked = { cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(ANSWER) };
    const answer = await fetch(`${address}/api/v1/standing`, /** @type {RequestInit} */ (asked));
    return answer.ok && (await answer.json()).serves === true;
  } catch {
    return false; // Nobody there, nobody who says it in time, or nothing of ours.
  }
}

/** @param {string} address */
function go(address) {
  const pass = told("live-pass");
  // The graphic has its token in its address, and may keep no cookie: the address is all that it needs.
  if (new URLSearchParams(location.search).has("token"))
    return location.replace(address + location.pathname + location.search);
  if (!pass) return;
  // Else the browser would not say where the page comes from; it says the origin alone.
  document.head.append(Object.assign(document.createElement("meta"), { name: "referrer", content: "strict-origin" }));
  const { place, target } = whole();
  const form = document.createElement("form");
  Object.assign(form, {
    method: "post",
    enctype: "multipart/form-data",
    action: `${address}/move`,
    target,
    hidden: true,
  });
  const fields = { pass, next: place.pathname + place.search + place.hash, kept: JSON.stringify(along(stored())) };
  for (const [name, value] of Object.entries(fields))
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  document.body.append(form);
  form.submit();
}

/** A screen in a frame of a page of ours goes with the whole page; in a frame of anybody else's, alone. */
function whole() {
  try {
    if (top && top.location.origin === location.origin) return { place: top.location, target: "_top" };
  } catch {
    // Another site's page around it.
  }
  return { place: location, target: "_self" };
}

/** @returns {Entry[]} */
function stored() {
  try {
    return [...entries("tab", sessionStorage), ...entries("device", localStorage)];
  } catch {
    return []; // Nothing is kept by this browser.
  }
}

/** @type {(place: Entry[0], storage: Storage) => Entry[]} */
const entries = (place, storage) => Object.entries(storage).map(([name, value]) => [place, name, value]);

/**
 * @param {string} name
 * @param {CommandBody[]} commands
 */
function keep(name, commands) {
  try {
    if (commands.length) sessionStorage.setItem(name, JSON.stringify(commands));
  } catch {
    // They end with the page.
  }
}

/** The commands with which a page came here, taken once. @param {string} name @returns {CommandBody[]} */
function waitingFrom(name) {
  try {
    const kept = sessionStorage.getItem(name);
    if (kept) sessionStorage.removeItem(name);
    return JSON.parse(kept ?? "[]");
  } catch {
    return [];
  }
}
