import "./page.mjs";
import assert from "node:assert/strict";
import { describe, test } from "node:test";

const { dueWords, lasting } = await import("../../static/tickets/due.js");

const DUE = "2026-11-24T16:30:00Z";
const HOUR = 3600;

/** What is said so many seconds before the deadline. */
const before = (seconds) => dueWords(DUE, new Date(Date.parse(DUE) - seconds * 1000));

describe("how long a ticket has", () => {
  test("a term has all of its time in its first minute", () => {
    assert.equal(before(2 * HOUR), "2 h 0 min left");
    assert.equal(before(2 * HOUR - 1), "1 h 59 min left");
    assert.equal(before(22 * HOUR + 40 * 60), "22 h 40 min left");
  });

  test("from a day on it is days and hours", () => {
    assert.equal(before(24 * HOUR - 1), "23 h 59 min left");
    assert.equal(before(29 * HOUR), "1 day 5 h left");
    assert.equal(before(30 * 24 * HOUR - 1), "29 days 23 h left");
  });

  test("the last minute is said as such", () => {
    assert.deepEqual([60, 59, 0].map(before), ["1 min left", "less than a minute left", "less than a minute left"]);
  });

  test("what is late is counted as exactly", () => {
    assert.equal(before(-30), "late by 1 min");
    assert.equal(before(-65 * 60), "late by 1 h 5 min");
    assert.equal(lasting(1440), "1 day 0 h");
  });
});
