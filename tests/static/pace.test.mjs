// How fast a screen comes back: those of the air at once, a crowd of others apart from each other.

import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.mjs";

const { comingBack, isTimeToTell, spread } = await import("../../static/parts/feed/pace.js");

function socket() {
  const told = {};
  const setter = (name) => (value) => (told[name] = value);
  const io = Object.fromEntries(
    ["randomizationFactor", "reconnectionDelay", "reconnectionDelayMax"].map((name) => [name, setter(name)]),
  );
  return { io, told };
}

test("every screen gives a line five seconds to open", () => {
  for (const screen of ["prompter", "overlay", "head", "desk"]) assert.ok(comingBack(screen).timeout >= 5000, screen);
});

test("a thousand desks come back over four seconds, a hundred as ever", () => {
  const many = socket();
  spread(many, "desk", 1000);
  assert.deepEqual(many.told, { randomizationFactor: 1, reconnectionDelay: 2000, reconnectionDelayMax: 4000 });
  const few = socket();
  spread(few, "desk", 100);
  spread(few, "desk", undefined);
  assert.deepEqual(few.told, {});
});

test("however many screens there are, those of the air wait for nobody", () => {
  const air = socket();
  for (const screen of ["prompter", "overlay", "head"]) spread(air, screen, 5000);
  assert.deepEqual(air.told, {});
});

test("a screen of the air asks again within less than half a second, however long the server is away", () => {
  for (const screen of ["prompter", "overlay", "head"])
    assert.ok(comingBack(screen).reconnectionDelayMax < 500, screen);
});

test("a desk tells every ten seconds how far it is, a screen of the air always", () => {
  assert.deepEqual(
    [isTimeToTell("desk", 9999), isTimeToTell("desk", 10000), isTimeToTell("prompter", 0)],
    [false, true, true],
  );
});
