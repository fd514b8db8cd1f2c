/**
 * Keeps the page of a screen and its files, so that a reload without a network shows the screen and not the browser's
 * error. What the server answers always comes first; the kept copy is for when it does not.
 */

const KEPT = "live-screens";
const PATIENCE = 3000; // ms that a page waits for a server that takes the line and says nothing

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("message", (event) => {
  const { keep } = event.data;
  if (keep) event.waitUntil(keepAll(keep).then((kept) => event.ports[0].postMessage(kept)));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, url));
  else if (/^\/(static|help\/screenshots)\//.test(url.pathname)) event.respondWith(file(request));
});

/** A page is kept under its path: what stands behind the question mark is the device's own. */
async function page(request, url) {
  const cache = await caches.open(KEPT);
  const asked = fetch(request);
  try {
    const answer = await patiently(asked);
    if (answer.ok && !answer.redirected && answer.type === "basic") await store(cache, url, answer);
    else if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status))
      await cache.delete(url.pathname);
    if (answer.status < 500) return answer;
    return (await cache.match(url.pathname)) || answer;
  } catch {
    return (await cache.match(url.pathname)) || asked; // late, or never: there is nothing else
  }
}

async function file(request) {
  const cache = await caches.open(KEPT);
  const asked = fetch(request);
  try {
    const answer = await patiently(asked);
    if (answer.ok) await store(cache, request.url, answer);
    else if (answer.status >= 500) return (await cache.match(key(request.url))) || answer;
    return answer;
  } catch {
    return (await cache.match(key(request.url))) || asked;
  }
}

/** A file is kept once, under its name without the release: a page of the one before finds the newer one. */
function key(address) {
  return new URL(address).pathname.replace(/^\/static\/r-[0-9a-f]+\//, "/static/");
}

/** Writes nothing where the same is kept already. */
async function store(cache, address, answer) {
  const kept = await cache.match(key(address));
  const mark = answer.headers.get("ETag");
  if (!kept || !mark || kept.headers.get("ETag") !== mark) await cache.put(key(address), answer.clone());
}

/** What the page had loaded before this worker was there; whether all of it is kept. */
async function keepAll(addresses) {
  const cache = await caches.open(KEPT);
  const kept = await Promise.allSettled(addresses.map((address) => keepOne(cache, address)));
  return kept.every(({ value }) => value);
}

async function keepOne(cache, address) {
  const answer = await fetch(address);
  if (!answer.ok || answer.redirected) return false;
  await store(cache, address, answer);
  return true;
}

function patiently(answer) {
  return Promise.race([answer, new Promise((_, fail) => setTimeout(() => fail(new Error("no answer")), PATIENCE))]);
}
