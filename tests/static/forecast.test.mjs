// When each item of the order is due: the cases are those of the server's half; and how a length is written.

import "./page.mjs";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";

const { forecast, forecastOf, lengthOf, plannedEnd, secondsOf } = await import("../../static/rundown/forecast.js");

const CASES = JSON.parse(readFileSync(new URL("../domain/order/forecast_cases.json", import.meta.url), "utf8"));
const ms = (seconds) => (seconds === null ? null : seconds * 1000);

describe("an item is due", () => {
  for (const { about, now, starts, aired, air, lengths, dues, end } of CASES) {
    test(about, () => {
      const there = air && { since: ms(air.since), seconds: air.seconds };
      const told = forecast({ now: ms(now), starts: ms(starts), aired, air: there, lengths });
      assert.deepEqual(told, dues && { dues: dues.map(ms), end: ms(end) });
    });
  }
});

describe("a show", () => {
  const show = {
    state: "on_air",
    starts_at: "2026-11-24T09:00:00Z",
    aired_at: "2026-11-24T09:02:00Z",
    minutes: 60,
    item_seconds: 120,
  };
  const asked = (planned, at) => ({ planned, moved: at ? { at } : null });
  const at = (time) => new Date(`2026-11-24T${time}Z`);

  test("gives a question its own length, or the usual one", () => {
    assert.equal(lengthOf(asked(90), show), 90);
    assert.equal(lengthOf(asked(null), show), 120);
  });

  test("counts on from what is on air", () => {
    const told = forecastOf(show, [asked(null), asked(60)], asked(240, "2026-11-24T09:10:00Z"), at("09:11:00"));
    assert.deepEqual(
      told.dues.map((due) => new Date(due).toISOString().slice(11, 19)),
      ["09:14:00", "09:16:00"],
    );
    assert.equal(told.end, at("09:17:00").getTime());
  });

  test("is to end as long after its real beginning as was planned", () => {
    assert.equal(plannedEnd(show), at("10:02:00").getTime());
    assert.equal(plannedEnd({ ...show, aired_at: null }), at("10:00:00").getTime());
    assert.equal(plannedEnd({ ...show, aired_at: null, starts_at: null }), null);
  });
});

describe("a length", () => {
  test("is minutes and seconds, hours too, or minutes alone", () => {
    const read = ["3:30", "0:03:30", " 3,5 ", "3.25", "60:00", "0:05"].map(secondsOf);
    assert.deepEqual(read, [210, 210, 210, 195, 3600, 5]);
  });

  test("is none where it is not one, too short or too long", () => {
    for (const written of ["", "долго", "3:75", "-3:00", "0:04", "60:01", "90", "3:30:00"])
      assert.equal(secondsOf(written), null, written);
  });
});
