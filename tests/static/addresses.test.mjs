// A page that has lost its server: where it goes on, and what it takes along.

import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.mjs";

const { along, whereToGo } = await import("../../static/parts/feed/addresses.js");

const OWN = "http://one";
const OTHERS = ["http://two", "http://three"];

/** Where a page goes that finds these serving, and whom it has asked. @param {string[]} serving */
async function found(...serving) {
  const asked = [];
  const address = await whereToGo(OWN, OTHERS, async (one) => {
    asked.push(one);
    return serving.includes(one);
  });
  return { address, asked };
}

test("a page whose own server serves stays, and asks nobody else", async () => {
  assert.deepEqual(await found(OWN, "http://two"), { address: null, asked: [OWN] });
});

test("it goes to the first of the others that serves", async () => {
  assert.equal((await found("http://two", "http://three")).address, "http://two");
  assert.equal((await found("http://three")).address, "http://three");
});

test("where nobody serves it stays", async () => {
  assert.deepEqual(await found(), { address: null, asked: [OWN, ...OTHERS] });
});

test("what a page keeps goes along, but for what the feed keeps of the show", () => {
  const draft = ["tab", "draft", "Когда починят мост?"];
  assert.deepEqual(along([["device", "live.kept.3.may.prompter", "{}"], draft]), [draft]);
});

test("what has no room stays, and the smaller things go", () => {
  const small = ["device", "prompter/view", '{"size":96}'];
  const large = ["tab", "file", "ж".repeat(25000)];
  assert.deepEqual(along([large, small]), [small]);
});
