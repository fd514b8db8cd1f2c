import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { pollOf, questionOf } from "../../static/overlay/ograf/data.js";
import { target } from "../../static/overlay/ograf/steps.js";

describe("a step of an OGraf package", () => {
  test("is the one that the norm's own table says", () => {
    const table = [
      [undefined, 1, {}, 0],
      [undefined, 1, { goto: 0 }, 0],
      [undefined, 1, { delta: 1 }, 0],
      [undefined, 2, { goto: 1, delta: 2 }, 1],
      [0, 2, { goto: 1 }, 1],
      [0, 3, { delta: 2 }, 2],
      [2, 3, { goto: 1 }, 1],
      [2, 3, { delta: -2 }, 0],
      [0, 1, { delta: 1 }, undefined],
    ];
    for (const [current, count, asked, step] of table) assert.equal(target(current, count, asked), step);
  });

  test("before the first stays at the first, and brings nothing in sight where nothing is", () => {
    assert.equal(target(0, 3, { delta: -1 }), 0);
    assert.equal(target(undefined, 3, { delta: 0 }), undefined);
  });

  test("is never there where there is nothing to show", () => {
    assert.equal(target(undefined, 0, {}), undefined);
    assert.equal(target(undefined, 0, { goto: 0 }), undefined);
  });

  test("comes as text and as null from controllers that send such", () => {
    assert.equal(target(0, 3, { goto: "2" }), 2);
    assert.equal(target(0, 3, { goto: null, delta: null }), 1);
  });

  test("is a whole number", () => {
    for (const goto of ["второй", "", 0.5, {}, NaN]) assert.throws(() => target(0, 3, { goto }), RangeError);
  });
});

describe("a question's data", () => {
  test("are drawn as the overlay draws a question", () => {
    const data = { text: " Когда починят мост? ", name: "Анна П.", place: "Сосновка", source: "vk", theme: "light" };
    assert.deepEqual(questionOf(data), {
      number: 1,
      text: "Когда починят мост?",
      air_text: null,
      source: "vk",
      author: { name: "Анна П." },
      locality: "Сосновка",
    });
  });

  test("need no more than the words", () => {
    const { author, locality, source } = questionOf({ text: "Где вода?" });
    assert.deepEqual([author, locality, source], [null, null, ""]);
  });

  test("without words bring no plate", () => {
    for (const text of [undefined, null, "", " \n ", {}, ["Где вода?"]]) assert.equal(questionOf({ text }), null);
  });
});

describe("a poll's data", () => {
  const OPTIONS = [
    { option: 1, text: "Дороги и мосты", share: 42, gone: false },
    { option: 2, text: "Школы", share: 58, gone: false },
  ];

  test("are drawn as the overlay draws a poll", () => {
    const options = OPTIONS.map(({ text, share }) => ({ text, share }));
    const poll = pollOf({ question: "Что первым?", options, voters: 1204 });
    assert.deepEqual(poll, { id: 1, question: "Что первым?", options: OPTIONS, voters: 1204 });
  });

  test("may come as lines from a controller without tables", () => {
    const { options, voters } = pollOf({
      question: "Что первым?",
      options: "Дороги и мосты: 42 %\n\nШколы — 57,6\n",
      voters: "1 204",
    });
    assert.deepEqual([options, voters], [OPTIONS, 1204]);
  });

  test("keep a dash and a number within an option", () => {
    const { options } = pollOf({ question: "Куда?", options: "Дом-музей = 10\nШкола-5\nШкола № 5" });
    assert.deepEqual(
      options.map(({ text, share }) => [text, share]),
      [
        ["Дом-музей", 10],
        ["Школа-5", 0],
        ["Школа № 5", 0],
      ],
    );
  });

  test("have no share beyond the bar", () => {
    const shares = [-5, 140, "много", null, 12.4].map((share) => ({ text: "Да", share }));
    const { options } = pollOf({ question: "Так?", options: shares });
    assert.deepEqual(
      options.map(({ share }) => share),
      [0, 100, 0, 0, 12],
    );
  });

  test("without a question or an option bring no plate", () => {
    assert.equal(pollOf({ question: "", options: [{ text: "Да", share: 1 }] }), null);
    assert.equal(pollOf({ question: "Так?", options: [{ text: " ", share: 1 }] }), null);
    assert.equal(pollOf({ question: "Так?" }), null);
  });
});
