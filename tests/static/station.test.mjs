import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { dataOf, pollValues, questionValues, shortened } from "../../static/parts/station/data.js";

const field = (at, source, more = {}) => ({ at, within: [], source, value: null, number: false, most: null, ...more });
const QUESTION = questionValues({ text: "Где вода?", name: "Анна П.", place: "Сосновка", number: 7 });
const OPTIONS = [
  { option: "Дороги", share: 60 },
  { option: "Школы", share: 40 },
];
const POLL = pollValues({ question: "Что первым?", voters: 5, options: OPTIONS });

describe("what is told to a station's graphic", () => {
  test("all of its own data, with ours where somebody has said so", () => {
    const defaults = { text: "…", colour: "navy", size: 3 };
    const fields = [field(["text"], "text"), field(["size"], "number", { number: true })];
    assert.deepEqual(dataOf({ defaults, fields }, QUESTION), { text: "Где вода?", colour: "navy", size: 7 });
    assert.deepEqual(defaults, { text: "…", colour: "navy", size: 3 }, "what it begins with is left as it is");
  });

  test("what was typed stays, of whatever type", () => {
    const typed = (at, value) => field([at], "typed", { value });
    const fields = [typed("a", "Тема"), typed("b", 2.5), typed("c", false)];
    assert.deepEqual(dataOf({ defaults: {}, fields }, QUESTION), { a: "Тема", b: 2.5, c: false });
  });

  test("a field within an object is found, and made where there is none", () => {
    const fields = [field(["speaker", "name"], "name"), field(["a", "b", "c"], "who")];
    const told = dataOf({ defaults: { speaker: { title: "гость" }, a: 7 }, fields }, QUESTION);
    assert.deepEqual(told, { speaker: { title: "гость", name: "Анна П." }, a: { b: { c: "Анна П. · Сосновка" } } });
  });

  test("a list has an item for each option of the poll", () => {
    const item = (name, source, more) => field(["rows"], source, { within: [name], ...more });
    const fields = [
      item("label", "option"),
      item("bar", "share", { number: true }),
      item("unit", "typed", { value: "%" }),
    ];
    assert.deepEqual(dataOf({ defaults: { rows: [{ label: "образец" }] }, fields }, POLL).rows, [
      { label: "Дороги", bar: 60, unit: "%" },
      { label: "Школы", bar: 40, unit: "%" },
    ]);
    assert.deepEqual(
      dataOf({ defaults: { rows: [1] }, fields: [fields[2]] }, POLL).rows,
      [1],
      "nothing of ours is in it",
    );
  });

  test("options go by their numbers too, and one that is not there is empty", () => {
    const fields = [
      field(["a"], "option.2"),
      field(["b"], "share.1", { number: true }),
      field(["c"], "option.9"),
      field(["d"], "share.9", { number: true }),
      field(["e"], "lines"),
    ];
    assert.deepEqual(dataOf({ defaults: {}, fields }, POLL), {
      a: "Школы",
      b: 60,
      c: "",
      d: 0,
      e: "Дороги: 60 %\nШколы: 40 %",
    });
  });

  test("a text is as long as its field, by whole words where it can", () => {
    const told = (text, most) => dataOf({ defaults: {}, fields: [field(["a"], "text", { most })] }, { text }).a;
    assert.equal(told("Когда починят мост?", 19), "Когда починят мост?");
    assert.equal(told("Когда починят мост?", 15), "Когда починят…");
    assert.equal(told("Когда починят мост?", 14), "Когда починят…");
    assert.equal(shortened("Достопримечательность", 8), "Достопр…");
  });

  test("no name of a field reaches beyond its data", () => {
    const fields = [field(["__proto__", "taken"], "text"), field(["constructor", "prototype", "x"], "text")];
    const told = dataOf({ defaults: JSON.parse('{"__proto__": {"a": 1}}'), fields }, QUESTION);
    assert.equal({}.taken, undefined);
    assert.equal(Object.prototype.x, undefined);
    assert.equal(Object.getPrototypeOf(told), Object.prototype);
  });

  test("one who is not named leaves no sign behind", () => {
    assert.equal(questionValues({ text: "?", name: "", place: "Сосновка", number: 1 }).who, "Сосновка");
  });
});
