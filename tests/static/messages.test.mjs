import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { OneMessage } from "../../static/parts/one_message.js";

const note = (text) => ({ kind: "note", text });
const refusal = (text) => ({ kind: "refusal", text });

function after(...added) {
  const messages = new OneMessage();
  for (const [message, at] of added) messages.add(message, at);
  return messages;
}

describe("messages", () => {
  test("stand one at a time, the newest note in the place of the one before", () => {
    assert.equal(after([note("one"), 0], [note("two"), 100]).standing.text, "two");
  });

  test("a refusal takes a note's place at once", () => {
    assert.equal(after([note("one"), 0], [refusal("no"), 100]).standing.text, "no");
  });

  test("a refusal is read before a note takes its place, and of several notes the newest does", () => {
    const messages = after([refusal("no"), 0], [note("one"), 100], [note("two"), 200]);
    assert.equal(messages.standing.text, "no");
    assert.equal(messages.left(1000), 3000);
    messages.drop(4000);
    assert.equal(messages.standing.text, "two");
    messages.drop(9000);
    assert.equal(messages.standing, null);
  });

  test("several refusals are told one after another, each once", () => {
    const messages = after([refusal("a"), 0], [note("n"), 1], [refusal("b"), 2], [refusal("a"), 3], [refusal("b"), 4]);
    const told = [];
    while (messages.standing) {
      told.push(messages.standing.text);
      messages.drop(0);
    }
    assert.deepEqual(told, ["a", "b", "n"]);
  });

  test("a refusal that has been read makes room at once", () => {
    assert.equal(after([refusal("no"), 0], [note("one"), 5000]).standing.text, "one");
  });

  test("nothing stands for ever", () => {
    assert.equal(after([note("one"), 0]).left(0), 6000);
    assert.equal(after([refusal("no"), 0]).left(0), 12000);
    assert.equal(new OneMessage().left(0), Infinity);
  });
});
