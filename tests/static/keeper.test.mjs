// What a tablet keeps of a screen: no way to reach anybody, and nothing for longer than an evening.

import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.mjs";

const { packed, unpacked } = await import("../../static/parts/feed/keeper.js");

const HOUR = 3600 * 1000;
const author = { name: "Анна", contact: "tel:+79000000012", contact_masked: "tel:··12", profile: "https://vk.com/id7" };
const held = {
  epoch: "e",
  to: 7,
  at: 5,
  state: {
    questions: new Map([[1, { number: 1, text: "Когда?", author }]]),
    calls: [{ recording_url: "https://a/b" }],
  },
};

test("what is kept is taken up again", () => {
  const again = unpacked(packed(held, 1000), 1000 + HOUR);
  assert.equal(again.to, 7);
  assert.equal(again.state.questions.get(1).text, "Когда?");
});

test("nothing by which somebody is reached is kept", () => {
  const kept = packed(held, 1000);
  for (const secret of ["79000000012", "vk.com", "https://a/b"]) assert.ok(!kept.includes(secret), secret);
  assert.equal(unpacked(kept, 1000).state.questions.get(1).author.contact_masked, "tel:··12");
});

test("what is older than twelve hours is nothing", () => {
  const kept = packed(held, 1000);
  assert.notEqual(unpacked(kept, 1000 + 12 * HOUR - 1), null);
  assert.equal(unpacked(kept, 1000 + 12 * HOUR), null);
});

test("what is not there, or was kept without a time, is nothing", () => {
  assert.equal(unpacked(null, 1000), null);
  assert.equal(unpacked('{"to": 7}', 1000), null);
});
