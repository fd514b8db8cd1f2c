/** What most views hold alike is held once, and no view is another for it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { light } from "../../static/parts/feed/light.js";

const told = () =>
  JSON.parse(
    '{"number":1,"state":"new","topic":"Дороги и мосты","author":null,"marks":[],"notes":{},"rude":["x"],"n":0}',
  );

test("a view is equal to what it was", () => {
  assert.deepEqual(light(told()), told());
});

test("what is empty is held once for all views, and nobody can fill it", () => {
  const [one, other] = [light(told()), light(told())];
  assert.equal(one.marks, other.marks);
  assert.equal(one.notes, other.notes);
  assert.throws(() => one.marks.push("x"), TypeError);
  assert.throws(() => Object.assign(one.notes, { head: "x" }), TypeError);
});

test("what holds something is each view's own", () => {
  assert.notEqual(light(told()).rude, light(told()).rude);
});
