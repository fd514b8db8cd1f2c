/** What the gallery's buttons do to a prompter, and what one that hears of them late does not. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { steer } from "../../static/prompter/steering.js";

const NOW = Date.parse("2026-12-01T12:00:00.000Z");

/** A prompter that writes down what it is made to do. */
function prompter() {
  const done = [];
  return {
    done,
    feed: { now: () => new Date(NOW) },
    reel: { scroll: { start: () => done.push("start"), pause: () => done.push("pause") } },
    step: (name, by) => done.push(`${name} ${by}`),
    page: (by) => done.push(`page ${by}`),
  };
}

const event = (step, ago = 0, type = "prompter.steered") => ({ type, at: new Date(NOW - ago).toISOString(), do: step });

test("each step does what the prompter's own key does", () => {
  const one = prompter();
  steer(
    one,
    ["start", "stop", "faster", "slower", "back", "page"].map((step) => event(step)),
  );
  assert.deepEqual(one.done, ["start", "pause", "speed 1", "speed -1", "page -1", "page 1"]);
});

test("a step that is heard of late does nothing", () => {
  const one = prompter();
  steer(one, [event("page", 1501), event("start", 60_000)]);
  assert.deepEqual(one.done, []);
  steer(one, [event("page", 1499)]);
  assert.deepEqual(one.done, ["page 1"]);
});

test("other events and unknown steps do nothing", () => {
  const one = prompter();
  steer(one, [event("start", 0, "prompter.adjusted"), event("dance"), { type: "question.taken", at: null }]);
  assert.deepEqual(one.done, []);
});
