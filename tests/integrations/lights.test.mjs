/** What Companion's lamps and texts say of what the server has told. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { clock, DARK, lampsOf, textsOf } from "../../integrations/companion/src/lights.js";

const NOW = Date.parse("2026-12-01T12:00:00.000Z");
const at = (seconds) => new Date(NOW + seconds * 1000).toISOString();

const EMPTY = {
  now: null,
  next: null,
  poll: null,
  clock: { state: "on_air", ends_at: at(600) },
  intake_open: false,
  messages_waiting: 0,
};
const SHOWN = { number: 7, text: "Когда починят мост?", author: "Анна П.", locality: null, source: "form" };
const AIRED = { ...SHOWN, graphic: true, since: at(-65) };

const lit = (told, now = NOW) =>
  Object.entries(lampsOf(told, now))
    .filter(([, on]) => on)
    .map(([name]) => name);

test("without a line all is dark but the lamp that says so", () => {
  assert.deepEqual(lit(null), ["lost"]);
  assert.equal(lampsOf(null, NOW), DARK);
});

for (const [name, told, lamps] of [
  ["nothing is on air", {}, ["show"]],
  ["a question is on air with its graphic", { now: AIRED }, ["air", "graphic", "show"]],
  ["its graphic is cleared", { now: { ...AIRED, graphic: false } }, ["air", "show"]],
  ["another one waits", { next: SHOWN }, ["next", "show"]],
  ["a poll is on air", { poll: { question: "Что?", voters: 3 } }, ["poll", "show"]],
  ["a message was not seen", { messages_waiting: 2 }, ["message", "show"]],
  ["the intake is open", { intake_open: true }, ["intake", "show"]],
  ["the show has not begun, though its planned end is over", { clock: { state: "collecting", ends_at: at(-1) } }, []],
  ["the show has no planned end", { clock: { state: "on_air", ends_at: null } }, ["show"]],
]) {
  test(`the lamps while ${name}`, () => assert.deepEqual(lit({ ...EMPTY, ...told }), lamps));
}

test("a show is over time from its planned end on", () => {
  assert.deepEqual(lit(EMPTY, NOW + 599_999), ["show"]);
  assert.deepEqual(lit(EMPTY, NOW + 600_000), ["show", "over"]);
});

test("texts tell the question on air, the next one and the clocks", () => {
  const texts = textsOf({ ...EMPTY, now: AIRED, next: { ...SHOWN, number: 8 }, messages_waiting: 2 }, NOW);
  assert.deepEqual(
    [texts.now_number, texts.now_text, texts.now_author, texts.now_locality, texts.now_time],
    ["7", "Когда починят мост?", "Анна П.", "", "01:05"],
  );
  assert.deepEqual([texts.next_number, texts.messages, texts.left, texts.poll_text], ["8", "2", "10:00", ""]);
});

test("without a line no text stands that may have changed since", () => {
  assert.ok(Object.values(textsOf(null, NOW)).every((text) => text === ""));
});

for (const [seconds, said] of [
  [0, "00:00"],
  [59.9, "00:59"],
  [3600, "1:00:00"],
  [-0.4, "00:00"],
  [-61, "−01:01"],
]) {
  test(`${seconds} s are ${said}`, () => assert.equal(clock(seconds * 1000), said));
}
