/** What the gallery's buttons do to a prompter, and what one that hears of them late does not. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { steer } from "../../static/prompter/steering.js";

const NOW = Date.parse("2026-12-01T12:00:00.000Z");

/** A prompter that writes down what its control is asked for. */
function prompter() {
  const done = [];
  return { done, feed: { now: () => new Date(NOW) }, control: { steered: (act) => done.push(act) } };
}

const event = (step, ago = 0, type = "prompter.steered") => ({ type, at: new Date(NOW - ago).toISOString(), do: step });

test("each step goes the way of the controllers' buttons", () => {
  const [one, steps] = [prompter(), ["start", "stop", "faster", "slower", "back", "page"]];
  steer(
    one,
    steps.map((step) => event(step)),
  );
  assert.deepEqual(one.done, steps);
});

test("a step that is heard of late does nothing", () => {
  const one = prompter();
  steer(one, [event("page", 1501), event("start", 60_000)]);
  assert.deepEqual(one.done, []);
  steer(one, [event("page", 1499)]);
  assert.deepEqual(one.done, ["page"]);
});

test("other events and unknown steps do nothing", () => {
  const one = prompter();
  steer(one, [event("start", 0, "prompter.adjusted"), event("dance"), { type: "question.taken", at: null }]);
  assert.deepEqual(one.done, []);
});
