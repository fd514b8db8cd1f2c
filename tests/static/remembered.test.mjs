import assert from "node:assert/strict";
import { test } from "node:test";

const { remembered } = await import("../../static/parts/remembered.js");

/** A function that notes each text it works on. */
function noted() {
  const worked = [];
  return { worked, length: remembered((text) => worked.push(text) && text.length) };
}

test("a text is worked out once, also where nothing comes of it", () => {
  const { worked, length } = noted();
  assert.deepEqual([length("дом"), length("дом"), length("")], [3, 3, 0]);
  assert.deepEqual([length(""), worked], [0, ["дом", ""]]);
});

test("of more texts than it keeps each is answered rightly, and worked out anew", () => {
  const { worked, length } = noted();
  const texts = Array.from({ length: 1000 }, (_, i) => "а".repeat(i));
  for (const text of [...texts, ...texts]) assert.equal(length(text), text.length);
  assert.equal(worked.length, 2000);
});
