import "./page.mjs";
import assert from "node:assert/strict";
import test from "node:test";
import { Listing } from "../../static/tickets/list_order.js";

/** A list whose server answers each query so. */
function listing(answers) {
  globalThis.fetch = async (address) => Response.json(answers[new URL(address, "http://live").searchParams.get("q")]);
  return new Listing(Object.assign(new EventTarget(), { status: "in_step" }));
}

async function asked(list, q) {
  list.ask({ q });
  await new Promise((resolve) => list.addEventListener("change", resolve, { once: true }));
  return list.more;
}

test("a search that found only the newest says so, and the next one begins without", async () => {
  const page = { tickets: [], next: null, total: 0 };
  const list = listing({ many: { ...page, more: true }, few: { ...page, more: false } });
  assert.equal(await asked(list, "many"), true);
  list.ask({ q: "few" });
  assert.equal(list.more, false);
  assert.equal(await asked(list, "many"), true);
  assert.equal(await asked(list, "few"), false);
});
