import "./page.mjs";
import assert from "node:assert/strict";
import { describe, test } from "node:test";

const { callBacks, caller, together } = await import("../../static/calls/words.js");

const missed = (call, whose, more = {}) => ({ call, whose, state: "ended", missed: true, closed: null, ...more });
const numbers = (groups) => groups.map((group) => group.map(({ call }) => call));

describe("who is to be called back", () => {
  test("the calls of one number stand together, the latest on top", () => {
    const calls = [missed(1, "+7900"), missed(2, "+7901"), missed(3, "+7900"), missed(4, "+7900")];
    assert.deepEqual(numbers(callBacks(calls)), [[4, 3, 1], [2]]);
    assert.deepEqual(numbers([together(calls[0], calls)]), [[4, 3, 1]]);
  });

  test("whose number is not known is nobody else", () => {
    assert.deepEqual(numbers(callBacks([missed(1, null), missed(2, null)])), [[2], [1]]);
  });

  test("what is closed, live or was answered is not to be called back", () => {
    const closed = missed(1, "+7900", { closed: { by: "Анна" } });
    const answered = missed(2, "+7900", { missed: false, call_back: false });
    const ringing = missed(3, "+7900", { state: "ringing" });
    assert.deepEqual(callBacks([closed, answered, ringing]), []);
    assert.deepEqual(together(closed, [closed]), [closed]);
  });

  test("who asked for it stands with the missed calls of that number", () => {
    const wants = missed(1, "+7900", { missed: false, call_back: true, name: "Ольга" });
    assert.deepEqual(numbers(callBacks([wants, missed(2, "+7900")])), [[2, 1]]);
  });
});

describe("who calls", () => {
  test("is told by the number where it is known here, else by its end", () => {
    assert.equal(caller({ number: "+79000000012", contact_masked: "tel:···12" }), "+7 900 000-00-12");
    assert.equal(caller({ number: null, contact_masked: "tel:···12" }), "···12");
    assert.equal(caller({ number: null, contact_masked: null }), "number not known");
  });
});
