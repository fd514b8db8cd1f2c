import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const SCRIPT = readFileSync(new URL("../../static/worker.js", import.meta.url), "utf8");

/** The worker in a browser of whose server `fetch` speaks, and whose patience is over at once; what it answers a request. */
function working(fetch, kept = {}) {
  const heard = {};
  const cache = { match: async (key) => kept[key.url ?? key], put: async () => {}, delete: async () => {} };
  vm.runInNewContext(SCRIPT, {
    URL,
    fetch,
    location: { origin: "https://live.example" },
    caches: { open: async () => cache },
    addEventListener: (name, listener) => (heard[name] = listener),
    setTimeout: (done) => setImmediate(done),
  });
  return (url) =>
    new Promise((respondWith) => heard.fetch({ request: { url, method: "GET", mode: "no-cors" }, respondWith }));
}

const FILE = "https://live.example/static/base.css";
const late = () =>
  new Promise((resolve) => setImmediate(() => setImmediate(() => setImmediate(resolve, { ok: true }))));

test("what is late and was not kept is waited for", async () => {
  const answer = await working(late)(FILE);
  assert.equal(answer.ok, true);
});

test("what is late and was kept is shown from what was kept", async () => {
  const answer = await working(late, { "/static/base.css": "kept" })(FILE);
  assert.equal(answer, "kept");
});

test("what does not come at all and was not kept fails as the network did", async () => {
  const away = () => Promise.reject(new Error("away"));
  await assert.rejects(working(away)(FILE), { message: "away" });
});
