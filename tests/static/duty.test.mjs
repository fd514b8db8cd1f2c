/** What the duty's strip and sheet say: who is told, whose note is whose to read, what is wrong with a shift. */

import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.mjs";

const { business, mine, onDuty, toRead, trouble } = await import("../../static/parts/duty/words.js");

const NOW = new Date("2026-11-24T09:00:00Z");
const shift = (fields) => ({
  shift: 1,
  who: "Ирина",
  account: 7,
  instead_of: null,
  begins: "2026-11-24T08:00:00Z",
  ends: "2026-11-24T20:00:00Z",
  topics: [],
  places: [],
  taken: true,
  handed: false,
  told: true,
  away: false,
  ...fields,
});
const note = { shift: 1, text: "Прорыв", by: "Ирина", account: 7, at: "2026-11-24T08:50:00Z" };

test("who is told stands there, whatever else runs", () => {
  const duty = { now: [shift({}), shift({ shift: 2, told: false })] };
  assert.deepEqual(
    onDuty(duty).map((one) => one.shift),
    [1],
  );
  assert.deepEqual(onDuty({}), []);
});

test("a shift is somebody's once they have taken it", () => {
  const duty = { now: [shift({}), shift({ shift: 2, taken: false })] };
  assert.equal(mine(duty, 7).length, 1);
  assert.equal(mine(duty, undefined).length, 0);
});

test("a note is to be read by who stands another shift", () => {
  const next = shift({ shift: 2, account: 8 });
  const duty = { now: [shift({ handed: true }), next], notes: [note] };
  assert.deepEqual(toRead(duty, 8), [note]);
  assert.deepEqual(toRead(duty, 7), []);
  assert.deepEqual(toRead({ ...duty, now: [shift({ handed: true })] }, 8), []);
});

test("a shift says what it is of", () => {
  assert.equal(business(shift({ topics: ["ЖКХ"], places: ["Сосновка"] })), "ЖКХ, Сосновка");
});

test("what is wrong with a shift is said once it has begun", () => {
  assert.equal(trouble(shift({}), NOW), "");
  assert.equal(trouble(shift({ taken: false }), NOW), "the shift is not taken");
  assert.equal(trouble(shift({ taken: false, begins: "2026-11-24T10:00:00Z" }), NOW), "");
  assert.equal(trouble(shift({ handed: true }), NOW), "note waits to be read");
  assert.equal(trouble(shift({ away: true }), NOW), "away");
  assert.equal(trouble(shift({ who: null, taken: false }), NOW), "");
});
