// The bell: what it says to whom.

import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.mjs";
const { unseen } = await import("../../static/parts/own_news.js");

const NEWS = new Map([[7, { account: 7, unread: 3 }]]);

test("a person hears of their own news alone", () => {
  assert.equal(unseen(NEWS, 7), 3);
  assert.equal(unseen(NEWS, 8), 0);
});

test("who has not signed in as a person has no bell", () => {
  assert.equal(unseen(NEWS, null), null);
  assert.equal(unseen(NEWS, undefined), null);
});

test("a screen that knows of no news has no bell", () => {
  assert.equal(unseen(undefined, 7), null);
});
