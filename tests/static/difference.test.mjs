import "./page.mjs";
import assert from "node:assert/strict";
import { describe, test } from "node:test";

const { difference, sharing } = await import("../../static/parts/questions/difference.js");

const of = (kinds, parts) =>
  parts
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ text }) => text)
    .join("");
const bare = (text) => text.replace(/\s+/g, "");

describe("the difference of two texts", () => {
  test("names what is gone and what is new", () => {
    const parts = difference("Когда починят мост?", "Когда починят новый мост?");
    assert.deepEqual(
      parts.map(({ kind, text }) => [kind, text.trim()]),
      [
        ["same", "Когда починят"],
        ["new", "новый"],
        ["same", "мост?"],
      ],
    );
  });

  test("of the same text is one same part", () => {
    assert.deepEqual(difference("Мост.", "Мост."), [{ kind: "same", text: "Мост." }]);
  });

  test("keeps all of both texts, whatever they are", () => {
    let seed = 7;
    const dice = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
    const words = ["дом", "вода", "свет", "где", "когда", ",", "12", "№"];
    const text = () => Array.from({ length: dice(12) }, () => words[dice(words.length)]).join(" ");
    for (let i = 0; i < 500; i++) {
      const [before, after] = [text(), text()];
      const parts = difference(before, after);
      assert.equal(bare(of(["same", "gone"], parts)), bare(before));
      assert.equal(of(["same", "new"], parts), after);
    }
  });

  test("a text too long to compare counts as written anew", () => {
    const long = (word) => Array.from({ length: 2100 }, () => word).join(" ");
    const parts = difference(`а ${long("раз")}`, `б ${long("два")}`);
    assert.deepEqual(
      parts.map(({ kind }) => kind),
      ["gone", "new"],
    );
  });
});

describe("the words that two texts share", () => {
  const marked = (text, other) =>
    sharing(text, other)
      .filter((part) => typeof part !== "string")
      .map(({ values: [word] }) => word);

  test("are told alike in whatever ending, with ё and е", () => {
    assert.deepEqual(marked("Дороги зелёные", "дорогу зеленых"), ["Дороги", "зелёные"]);
  });

  test("are not words too short to mean anything, but numbers are", () => {
    assert.deepEqual(marked("на ул 12", "на ул 12"), ["12"]);
  });
});
