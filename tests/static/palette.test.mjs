import "./page.mjs";
import assert from "node:assert/strict";
import { describe, test } from "node:test";

const { found, grouped, numberIn, rankOf, stepped } = await import("../../static/parts/palette/matching.js");
const { verbsOf } = await import("../../static/parts/palette/verbs.js");

const line = (label, group = "Вопрос", of = "") => ({ group, label, of });
const labels = (lines) => lines.map(({ label }) => label);

describe("what is found of the lines", () => {
  const lines = [
    line("Отклонить"),
    line("В вёрстку"),
    line("Эфирный список", "Экраны", "Прямая линия"),
    line("Список городов", "Справка"),
  ];

  test("is all of them while nothing is typed", () => {
    assert.deepEqual(found("  ", lines), lines);
  });

  test("has each typed word, whatever their order and their letters", () => {
    assert.deepEqual(labels(found("СПИС эфир", lines)), ["Эфирный список"]);
    assert.deepEqual(labels(found("верст", lines)), ["В вёрстку"]);
  });

  test("is also what is said beside a name", () => {
    assert.deepEqual(labels(found("прямая", lines)), ["Эфирный список"]);
  });

  test("stands by how well it answers, a group together", () => {
    const many = [line("Не в список"), line("Верх списка", "Экраны"), line("Список", "Экраны"), line("Списать")];
    assert.deepEqual(labels(found("спис", many)), ["Списать", "Не в список", "Список", "Верх списка"]);
    assert.deepEqual(labels(found("список", many)), ["Список", "Не в список"]);
  });

  test("is found in the other layout where it is not as typed", () => {
    assert.deepEqual(labels(found("jnrkjy", lines)), ["Отклонить"]);
  });

  test("is nothing where a word is missing", () => {
    assert.equal(rankOf("эфир завтра", lines[2]), null);
    assert.deepEqual(found("завтра", lines), []);
  });
});

describe("the palette", () => {
  test("shows its lines by their groups", () => {
    const [a, b, c] = [line("а", "1"), line("б", "2"), line("в", "1")];
    assert.deepEqual(grouped([a, b, c]), [
      ["1", [a, c]],
      ["2", [b]],
    ]);
  });

  test("goes from the last line to the first and back", () => {
    assert.deepEqual([stepped(2, 1, 3), stepped(0, -1, 3), stepped(0, 1, 0)], [0, 2, -1]);
  });

  test("knows a number with its sign and without", () => {
    assert.deepEqual(["214", "№ 214", "#7", "12 дней", ""].map(numberIn), [214, 214, 7, 0, 0]);
  });
});

describe("a screen's verbs", () => {
  const done = [];
  const groups = [
    [
      "Вопрос",
      [
        [["KeyD"], "D", "отклонить", () => done.push("D"), { why: (screen) => screen.why }],
        [["Digit1", "Digit2"], "1–2", "вкладки", (_, { code }) => done.push(code), { each: () => ["Новые", "Все"] }],
      ],
    ],
  ];

  test("are the keys of its own table, each with its key and why it cannot be done", () => {
    const lines = verbsOf({ why: "Сначала откройте вопрос." }, groups);
    assert.deepEqual(
      lines.map(({ label, key, why }) => [label, key, why]),
      [
        ["Отклонить", "D", "Сначала откройте вопрос."],
        ["Вкладки: Новые", "1", undefined],
        ["Вкладки: Все", "2", undefined],
      ],
    );
  });

  test("do what the keys do", () => {
    for (const { act } of verbsOf({}, groups)) act();
    assert.deepEqual(done, ["D", "Digit1", "Digit2"]);
  });
});
