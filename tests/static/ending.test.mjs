// A screen whose server ends leaves it, and comes again at its own moment within the time that it was told.

import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.mjs";

const { comeAgain } = await import("../../static/parts/feed/ending.js");

/** What happened, in order, and the milliseconds after which the screen comes again. @param {number} within */
function told(within) {
  const happened = [];
  let wait = NaN;
  const socket = { connect: () => happened.push("came"), disconnect: () => happened.push("left") };
  comeAgain(socket, within, (act, ms) => {
    wait = ms;
    act();
  });
  return { happened, wait };
}

test("it leaves first, and then comes again", () => {
  assert.deepEqual(told(5).happened, ["left", "came"]);
});

test("a screen of the air comes at once", () => {
  assert.equal(told(0).wait, 0);
});

test("screens are spread over the whole time, and none is later", () => {
  const waits = Array.from({ length: 200 }, () => told(4).wait);
  assert.ok(Math.max(...waits) < 4000 && Math.max(...waits) > 2000 && Math.min(...waits) < 2000);
  assert.ok(new Set(waits).size > 100);
});
