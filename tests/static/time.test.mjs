import "./page.mjs";
import assert from "node:assert/strict";
import { describe, test } from "node:test";

const { age, clock, fieldOf, momentOf, readingTime, roughly, soon, span } = await import("../../static/parts/time.js");

const NOON = "2026-11-24T09:00:00Z";

describe("times as people read them", () => {
  test("a moment is told in the broadcast's zone", () => {
    assert.equal(clock(NOON, "Europe/Moscow"), "12:00:00");
    assert.equal(clock(NOON, "Asia/Vladivostok"), "19:00:00");
  });

  test("a field of day and hour is a broadcast's own clock, there and back", () => {
    for (const [zone, field] of [
      ["Europe/Kaliningrad", "2026-11-24T11:00"],
      ["Asia/Kamchatka", "2026-11-24T21:00"],
    ]) {
      assert.equal(fieldOf(NOON, zone), field);
      assert.equal(momentOf(field, zone).toISOString(), "2026-11-24T09:00:00.000Z");
    }
  });

  test("another day is named", () => {
    assert.equal(soon(NOON, new Date("2026-11-24T20:00:00Z"), "Europe/Moscow"), "12:00");
    assert.match(soon(NOON, new Date("2026-11-24T21:30:00Z"), "Europe/Moscow"), /24/);
  });

  test("a span is minutes and seconds, with hours from one on", () => {
    assert.deepEqual([0, 41, 60, 3599, 3600, 3753].map(span), [
      "00:00",
      "00:41",
      "01:00",
      "59:59",
      "1:00:00",
      "1:02:33",
    ]);
  });

  test("past zero a span has a minus, and nothing is not below zero", () => {
    assert.equal(span(-41), "−00:41");
    assert.equal(span(-0.4), "00:00");
  });

  test("an age is in the roughest unit that helps", () => {
    const after = (seconds) => age(NOON, new Date(Date.parse(NOON) + seconds * 1000));
    assert.deepEqual([30, 60, 3540, 3600, 172800].map(after), ["now", "1 min", "59 min", "1 h", "2 days"]);
    assert.equal(roughly(47 * 60), "47 h");
  });

  test("digits take longer to read aloud than letters", () => {
    assert.equal(readingTime("да"), 3);
    assert.ok(readingTime("в 2026 году нужно 1 500 000 рублей") > readingTime("в этом году нужно полтора миллиона"));
  });
});
