/** The documentation's own search: a word in any of its forms, the last one while it is typed. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { finder } from "../../static/help/site_find.js";

const INDEX = {
  sections: [
    ["producer.html", "Режиссёру", "Режиссёру", "", "Вёрстка и эфир. Репетиция идёт до эфира."],
    ["producer.html", "Режиссёру", "Репетиция", "репетиция", "Выдуманные вопросы на настоящем эфире."],
    ["operation.html", "Operation", "Settings", "settings", "LIVE_DATABASE_URL names the database; constructor too."],
  ],
  empty: ["что", "на"],
  stems: {
    репетици: [[0, 0]],
    эфир: [[1, 1]],
    "": [[2, 2]],
  },
  endings: [
    ["ей", "и", "й", "ю", "я", "ям"],
    ["", "а", "е", "у"],
    ["идет", "шел", "идти"],
  ],
};
const find = finder(INDEX);
const places = (query) => find(query).map(({ file, anchor }) => `${file}#${anchor}`);

test("a word is found in any form, whatever its case, its heading first", () => {
  for (const query of ["репетиция", "репетицию", "РЕПЕТИЦИЕЙ"]) {
    assert.deepEqual(places(query), ["producer.html#репетиция", "producer.html#"], query);
  }
});

test("forms that have nothing in common are of one word too", () => {
  assert.deepEqual(places("шёл"), ["producer.html#"]);
});

test("the last word may be unfinished, the others may not", () => {
  assert.deepEqual(places("вопросы репет"), ["producer.html#репетиция"]);
  assert.deepEqual(places("репет вопросы"), []);
});

test("all words have to be there, but those that tell nothing", () => {
  assert.deepEqual(places("репетиция бегемот"), []);
  assert.deepEqual(places("что на эфире"), ["producer.html#", "producer.html#репетиция"]);
});

test("a word that no dictionary has is found as it is written", () => {
  assert.deepEqual(places("live_database_url"), ["operation.html#settings"]);
  assert.deepEqual(places("constructor"), ["operation.html#settings"]);
});

test("what was found is marked in the text, as it stands there", () => {
  const [, { snippet }] = find("репетиции");
  const whole = INDEX.sections[0][4];
  assert.equal(snippet.map(({ text }) => text).join(""), whole);
  assert.deepEqual(
    snippet.filter(({ found }) => found).map(({ text }) => text),
    ["Репетиция"],
  );
});

test("of a long text what stands around the first word found is shown", () => {
  const long = `${"слово ".repeat(80)}эфир ${"слово ".repeat(80)}`.trim();
  const [{ snippet }] = finder({ ...INDEX, sections: [["a.html", "А", "Б", "б", long]] })("эфиру");
  const shown = snippet.map(({ text }) => text).join("");
  assert.match(shown, /^…слово .*эфир .*слово…$/);
  assert.ok(shown.length < 300);
});

test("nothing that was asked finds nothing", () => {
  for (const query of ["", "   ", "…", "\0"]) assert.deepEqual(find(query), []);
});
