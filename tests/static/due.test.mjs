import "./page.mjs";
import assert from "node:assert/strict";
import { describe, test } from "node:test";

const { dueWords, lasting } = await import("../../static/parts/due.js");

const { alarmWords, alarms, isToMe, loudest, running, urgency } = await import("../../static/desk/clocks.js");

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

describe("a question's two times", () => {
  const view = { state: "new", react_due: "2026-11-24T10:00:00Z", resolve_due: DUE, reacted_at: null, alarm: null };
  const at = (hour) => new Date(`2026-11-24T${hour}:00Z`);

  test("first somebody is to take it up, then it is to be resolved", () => {
    assert.equal(running(view), view.react_due);
    assert.equal(running({ ...view, reacted_at: "2026-11-24T09:00:00Z" }), DUE);
  });

  test("what is decided, and what a show has, runs against nothing", () => {
    assert.equal(running({ ...view, state: "ticketed" }), null);
    assert.equal(running({ ...view, react_due: null, resolve_due: null }), null);
  });

  test("a time is over when it has come, and near when that was told of the one that runs", () => {
    assert.equal(urgency(view, view.react_due, at("09:59")), "");
    assert.equal(urgency(view, view.react_due, at("10:00")), "over");
    assert.equal(urgency({ ...view, alarm: "near" }, view.react_due, at("09:40")), "near");
    assert.equal(urgency({ ...view, alarm: "near" }, DUE, at("09:40")), "");
  });

  test("an alarm is told while it holds, and says which time it is", () => {
    const event = { type: "question.escalated", question: 5, clock: "reaction", step: "over", view: { alarm: "over" } };
    assert.equal(alarms([event, { ...event, view: { alarm: null } }, { type: "question.received" }]).length, 1);
    const said = ["near", "over", "chief"].map((step) => alarmWords({ ...event, step }));
    assert.deepEqual(said, [
      "№ 5: little time is left to take it up.",
      "№ 5: the time to take it up is over.",
      "№ 5: the time to take it up is over.",
    ]);
    assert.equal(alarmWords({ ...event, clock: "resolution" }), "№ 5: the time to resolve it is over.");
  });

  test("what rises is an alarm too, and says how much more than usual it is", () => {
    const event = { type: "duty.alarmed", kind: "topic", about: "ЖКХ", many: 12, usual: 2.6, to: [7] };
    assert.equal(alarms([event]).length, 1);
    const words = "More than usual: ЖКХ, 12 within an hour, usually 3";
    assert.equal(alarmWords(event, { account: 8 }), words);
    assert.equal(alarmWords(event, { account: 7 }), `To you, on duty: ${words}`);
  });

  test("an alarm says whose it is to the one on duty, and to nobody else", () => {
    const event = { type: "question.escalated", question: 5, clock: "reaction", step: "over", to: [7] };
    const words = "№ 5: the time to take it up is over.";
    assert.equal(alarmWords(event, { account: 7 }), `To you, on duty: ${words}`);
    assert.equal(alarmWords(event, { account: 8 }), words);
    assert.equal(alarmWords(event, { account: null }), words);
    assert.equal(isToMe({ to: undefined }, { account: 7 }), false);
  });

  test("of several at once the one to who sits here is said, else what is furthest above the usual", () => {
    const rises = [12, 34, 5].map((many) => ({ type: "duty.alarmed", about: `${many}`, many, usual: 2, to: [many] }));
    const late = { type: "question.escalated", question: 5, clock: "reaction", step: "over", to: [] };
    assert.equal(loudest([...rises, late], { account: 8 }).about, "34");
    assert.equal(loudest([...rises, late], { account: 5 }).about, "5");
    assert.equal(loudest([late, { ...late, question: 6 }], { account: 8 }).question, 6);
  });
});
