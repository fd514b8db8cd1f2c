import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { LATE, Pending } from "../../static/parts/feed/pending.js";

const shortlist = (question, version = 1) => ({ id: `of-${question}`, type: "question.shortlist", question, version });
const happened = (question, version) => ({ type: "question.any", question, view: version && { version } });

/** A screen's marks, without waiting: `t` is the test, whose clock stands still. */
function marks(t, ...sent) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const late = [];
  const pending = new Pending((numbers) => late.push(...numbers));
  for (const body of sent) pending.sent(body);
  return { pending, late };
}

describe("what is under way", () => {
  test("is the verb of a command on a question, from the moment it goes out", (t) => {
    const { pending } = marks(t, shortlist(5));
    assert.equal(pending.of(5), "shortlist");
    assert.deepEqual(pending.numbers("shortlist"), [5]);
    assert.equal(pending.of(6), undefined);
  });

  test("is one mark for each question of a command on many", (t) => {
    const questions = [5, 6].map((question) => ({ question, version: 1 }));
    const { pending } = marks(t, {
      id: "m",
      type: "questions.bulk",
      do: "question.decline",
      questions,
      reason: "spam",
    });
    assert.deepEqual(pending.numbers("decline"), [5, 6]);
  });

  test("is nothing that changes no question", (t) => {
    const { pending } = marks(
      t,
      { id: "a", type: "question.claim", question: 5 },
      { id: "b", type: "presenter.message", text: "…" },
      { id: "c", type: "ticket.take", ticket: "7-1", version: 1 },
    );
    assert.equal(pending.has(5), false);
    assert.equal(pending.has(undefined), false);
  });

  test("goes with its event, whether the answer has come or not", (t) => {
    const { pending } = marks(t, shortlist(5));
    pending.happened([happened(5, 2)], 40);
    assert.equal(pending.has(5), false);
  });

  test("stays while others' questions change, and what is older than what was seen comes in", (t) => {
    const { pending } = marks(t, shortlist(5, 3));
    pending.happened([happened(6, 9), happened(5, 3)], 40);
    assert.equal(pending.of(5), "shortlist");
  });

  test("goes with a change that takes the question out of this screen's sight", (t) => {
    const { pending } = marks(t, shortlist(5));
    pending.happened([happened(5, null)], 40);
    assert.equal(pending.has(5), false);
  });

  test("goes with a refusal", (t) => {
    const { pending } = marks(t, shortlist(5), shortlist(6));
    pending.answered(shortlist(5), { ok: false, error: { code: "conflict", detail: "" } }, 40);
    assert.deepEqual(pending.numbers("shortlist"), [6]);
  });

  test("outlives an answer that comes before its event, until the screen has come to it", (t) => {
    const { pending } = marks(t, shortlist(5));
    pending.answered(shortlist(5), { ok: true, seq: 41 }, 40);
    assert.equal(pending.of(5), "shortlist");
    pending.happened([], 41);
    assert.equal(pending.has(5), false);
  });

  test("of many, what was refused goes at once", (t) => {
    const questions = [5, 6].map((question) => ({ question, version: 1 }));
    const body = { id: "m", type: "questions.bulk", do: "question.decline", questions };
    const { pending } = marks(t, body);
    const refused = { ok: false, error: { code: "conflict", detail: "" } };
    pending.answered(body, { ok: true, seq: 41, results: [{ ok: true }, refused] }, 40);
    assert.deepEqual(pending.numbers("decline"), [5]);
  });

  test("is another command's where a second has been sent since", (t) => {
    const { pending } = marks(t, shortlist(5), { id: "second", type: "question.note", question: 5, version: 2 });
    pending.answered(shortlist(5), { ok: true, seq: 40 }, 40);
    assert.equal(pending.of(5), "note");
  });

  test("goes with the line", (t) => {
    const { pending, late } = marks(t, shortlist(5));
    pending.clear();
    assert.equal(pending.has(5), false);
    t.mock.timers.tick(LATE);
    assert.deepEqual(late, []);
  });

  test("is told of and goes where nothing confirms it in time", (t) => {
    const { pending, late } = marks(t, shortlist(5), shortlist(6));
    pending.happened([happened(6, 2)], 40);
    t.mock.timers.tick(LATE - 1);
    assert.equal(pending.of(5), "shortlist");
    t.mock.timers.tick(1);
    assert.equal(pending.has(5), false);
    assert.deepEqual(late, [5]);
  });
});
