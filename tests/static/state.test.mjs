import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { onAir, shortlist } from "../../static/parts/feed/in_order.js";
import { LIMITS, applyEvents, emptyState, fromSnapshot } from "../../static/parts/feed/state.js";

const question = (number, state, more = {}) => ({ number, state, version: 1, rank: null, text: "", ...more });
const received = (number) => ({
  type: "question.received",
  question: number,
  was: null,
  state: "new",
  view: question(number, "new"),
});

describe("what a screen holds", () => {
  test("an older view never replaces a newer one", () => {
    const state = emptyState("desk");
    applyEvents(state, [{ ...received(1), view: question(1, "new", { version: 3, text: "newer" }) }]);
    applyEvents(state, [{ ...received(1), view: question(1, "new", { version: 2, text: "older" }) }]);
    assert.equal(state.questions.get(1).text, "newer");
  });

  test("after a slice of a wrap that is taken back only a snapshot tells what is there", () => {
    const broadcast = { state: "wrapping", unwrapping: true, version: 4 };
    const state = emptyState("rundown");
    assert.equal(applyEvents(state, [{ type: "questions.unticketed", broadcast }]), true);
    assert.equal(state.broadcast, broadcast);
  });

  test("of the new ones the newest stay, of the list every one", () => {
    const state = emptyState("desk");
    applyEvents(state, [
      { type: "question.shortlisted", question: 1, was: null, state: "shortlisted", view: question(1, "shortlisted") },
      ...Array.from({ length: LIMITS.newest + 5 }, (_, i) => received(i + 2)),
    ]);
    assert.equal(state.questions.has(1), true);
    assert.equal(state.questions.has(2), false);
    assert.equal(state.trimmed, true);
    assert.equal(state.counts.new, LIMITS.newest + 5);
  });

  test("a question that leaves a trimmed screen makes room for one that only a snapshot tells", () => {
    const state = { ...emptyState("desk"), trimmed: true };
    applyEvents(state, [received(1)]);
    assert.equal(
      applyEvents(state, [{ type: "question.hidden", question: 1, was: "new", state: null, view: null }]),
      true,
    );
  });

  test("an event that the server could not render asks for a snapshot", () => {
    assert.equal(applyEvents(emptyState("desk"), [{ type: "question.edited", broken: true }]), true);
  });

  test("screens that show another part of questions ask for a snapshot", () => {
    const edited = { type: "broadcast.edited", was: "on_air", state: "on_air" };
    assert.equal(applyEvents(emptyState("head"), [{ ...edited, anew: true }]), true);
    assert.equal(applyEvents(emptyState("head"), [{ ...edited, anew: false }]), false);
  });

  test("the list stands by rank, by code unit, and then by number", () => {
    const snapshot = {
      counts: {},
      questions: [
        question(1, "shortlisted", { rank: "b" }),
        question(2, "shortlisted", { rank: "B" }),
        question(4, "shortlisted", { rank: "a" }),
        question(3, "shortlisted", { rank: "a" }),
        question(5, "on_air"),
      ],
    };
    const state = fromSnapshot("rundown", snapshot);
    assert.deepEqual(
      shortlist(state).map(({ number }) => number),
      [2, 3, 4, 1],
    );
    assert.equal(onAir(state).number, 5);
  });
});
