// The order of questions and titles: where something goes that is moved, dragged or put back.

import "./page.mjs";
import assert from "node:assert/strict";
import { describe, test } from "node:test";

const { itemsOf, placeBefore, placeDropped, placeMoved, placeOf, underTitle } =
  await import("../../static/rundown/items.js");

const question = (number, rank) => ({ number, rank });
const title = (segment, rank) => ({ segment, version: 1, title: `Блок ${segment}`, rank });
// 1, Блок 7, 2, 3, Блок 8
const ITEMS = itemsOf([question(1, "A"), question(2, "V"), question(3, "a")], [title(8, "z"), title(7, "B")]);

test("ranks sort questions and titles together, by code unit", () => {
  assert.deepEqual(
    ITEMS.map(({ key }) => key),
    ["1", "s7", "2", "3", "s8"],
  );
});

test("a place is before a question, before a title, or the last", () => {
  assert.deepEqual(
    [placeBefore(ITEMS[0]), placeBefore(ITEMS[1]), placeBefore(undefined)],
    [{ before: 1 }, { before_segment: 7 }, {}],
  );
});

test("an item stands before the one that follows it", () => {
  assert.deepEqual(
    [placeOf(ITEMS, "1"), placeOf(ITEMS, "2"), placeOf(ITEMS, "s8")],
    [{ before_segment: 7 }, { before: 3 }, {}],
  );
});

describe("an item that moves", () => {
  test("goes past a title as past a question", () => {
    assert.deepEqual(placeMoved(ITEMS, "2", -1), { before_segment: 7 });
    assert.deepEqual(placeMoved(ITEMS, "1", 1), { before: 2 });
    assert.deepEqual(placeMoved(ITEMS, "3", 1), {});
  });

  test("goes to the top of everything", () => {
    assert.deepEqual(placeMoved(ITEMS, "3", "top"), { before: 1 });
  });

  test("has no place beyond the ends, nor where it is not", () => {
    for (const [key, by] of [
      ["1", -1],
      ["1", "top"],
      ["s8", 1],
      ["99", 1],
    ])
      assert.equal(placeMoved(ITEMS, key, by), null);
  });
});

describe("an item that is let go", () => {
  test("stands before the row below it", () => {
    assert.deepEqual(placeDropped(ITEMS, ["1", "3", "s7", "2", "s8"], "3"), { before_segment: 7 });
  });

  test("stands before the next row that is still there", () => {
    const left = ITEMS.filter(({ key }) => key !== "s7");
    assert.deepEqual(placeDropped(left, ["1", "3", "s7", "2", "s8"], "3"), { before: 2 });
  });

  test("stands behind the row above it where none is left below", () => {
    const left = ITEMS.filter(({ key }) => !["2", "s8"].includes(key));
    assert.deepEqual(placeDropped(left, ["s7", "1", "3", "2", "s8"], "3"), { before_segment: 7 });
    assert.deepEqual(placeDropped(left, ["1", "s7", "3"], "3"), {});
  });
});

test("under a title stand the questions up to the next one", () => {
  const under = (key) => underTitle(ITEMS, key).map(({ number }) => number);
  assert.deepEqual([under("s7"), under("s8")], [[2, 3], []]);
});
