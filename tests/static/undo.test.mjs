import "./page.mjs";
import assert from "node:assert/strict";
import { describe, test } from "node:test";

const { Moves, together, wayBack } = await import("../../static/desk/undo.js");

const verbs = (steps) => steps.map(({ verb }) => verb);

describe("the way back", () => {
  test("from the list leads out of it, and out of it back to its place", () => {
    assert.deepEqual(verbs(wayBack("shortlist", { state: "new" }, {}, [])), ["return"]);
    const [step] = wayBack("return", { state: "shortlisted" }, {}, [7, 9]);
    assert.deepEqual(step, { verb: "shortlist", fields: {}, followers: [7, 9] });
  });

  test("what was on air does not go back by a key", () => {
    assert.equal(wayBack("return", { state: "on_air" }, {}, []), null);
    assert.equal(wayBack("take", { state: "shortlisted" }, {}, []), null);
  });

  test("a declined one of the list returns to the list", () => {
    assert.deepEqual(verbs(wayBack("decline", { state: "new" }, {}, [])), ["restore"]);
    assert.deepEqual(verbs(wayBack("decline", { state: "shortlisted" }, {}, [3])), ["restore", "shortlist"]);
    assert.deepEqual(verbs(wayBack("merge", { state: "shortlisted" }, {}, [3])), ["split", "shortlist"]);
  });

  test("what was finished without the air is new again, and what was handed over stays there", () => {
    assert.deepEqual(verbs(wayBack("finish", { state: "new" }, { as: "none" }, [])), ["unfinish"]);
    assert.equal(wayBack("transfer", { state: "new" }, { to: "may" }, []), null);
  });

  test("a ticket is a question again, in its place in the list; what was blocked is not", () => {
    assert.deepEqual(verbs(wayBack("ticket", { state: "new" }, {}, [])), ["recall"]);
    assert.deepEqual(verbs(wayBack("ticket", { state: "shortlisted" }, {}, [3])), ["recall", "shortlist"]);
    assert.equal(wayBack("ticket", { state: "blocked" }, {}, []), null);
  });

  test("what was restored after the show is a ticket, and no key leads back", () => {
    assert.equal(wayBack("restore", { state: "declined", decline: { reason: "spam" } }, {}, [], true), null);
  });

  test("a restored one is declined again for the same reason", () => {
    const declined = (text) => ({ state: "declined", decline: { reason: "spam", text } });
    assert.deepEqual(wayBack("restore", declined(null), {}, [])[0].fields, { reason: "spam" });
    assert.deepEqual(wayBack("restore", declined("Реклама"), {}, [])[0].fields, { reason: "spam", text: "Реклама" });
  });

  test("facts, texts and notes go back to what they were", () => {
    const view = { state: "new", topic: "Дороги", text: "Когда?", notes: { head: "Был ответ" } };
    assert.deepEqual(wayBack("classify", view, { topic: "Вода", locality: "Заречье" }, [])[0].fields, {
      topic: "Дороги",
      locality: null,
    });
    assert.deepEqual(wayBack("edit", view, {}, [])[0].fields, { air_text: "Когда?" });
    assert.deepEqual(wayBack("note", view, { for: "head" }, [])[0].fields, { for: "head", text: "Был ответ" });
    assert.deepEqual(wayBack("note", view, { for: "presenter" }, [])[0].fields, { for: "presenter", text: "" });
  });

  test("items that the same command serves go together, before the nearest follower that is still listed", () => {
    const back = (followers) => [{ verb: "shortlist", fields: {}, followers }];
    const items = [
      { question: 1, back: back([5, 6]) },
      { question: 2, back: back([6]) },
      { question: 3, back: [{ verb: "return", fields: {} }] },
    ];
    const groups = together(items, 0, new Set([6]));
    assert.deepEqual(
      groups.map(([verb, fields, those]) => [verb, fields, those.map(({ question }) => question)]),
      [
        ["shortlist", { before: 6 }, [1, 2]],
        ["return", {}, [3]],
      ],
    );
    assert.deepEqual(together(items, 1, new Set()), []);
  });
});

describe("one's own moves", () => {
  test("are the last twenty, and outlive a reload", () => {
    const moves = new Moves("show");
    for (let n = 1; n <= 25; n++) moves.add({ text: `${n}`, items: [] });
    const again = new Moves("show");
    assert.equal(again.last.text, "25");
    for (let n = 0; n < 19; n++) again.drop(again.last);
    assert.equal(again.last.text, "6");
    again.drop(again.last);
    assert.equal(again.last, undefined);
  });

  test("a question that was taken back stands under its new version in the moves before", () => {
    const moves = new Moves("versions");
    moves.add({ text: "first", items: [{ question: 4, from: 1, to: 2, back: [] }] });
    moves.add({ text: "second", items: [{ question: 4, from: 2, to: 3, back: [] }] });
    moves.restored({ question: 4, from: 2 }, 5);
    moves.drop(moves.last);
    assert.equal(moves.last.items[0].to, 5);
  });
});
