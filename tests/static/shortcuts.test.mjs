import "./page.mjs";
import assert from "node:assert/strict";
import { describe, test } from "node:test";

const { digit, tableOf } = await import("../../static/parts/shortcuts.js");

describe("the table of a screen's keys", () => {
  const keys = [
    [["KeyT", "Home"], "T", "take", (screen, event) => screen.push(event.code)],
    [["Digit1", "Digit2"], "1–2", "tabs", (screen, event) => screen.push(digit(event))],
  ];
  const press = (table, code) => table[code]({ code });

  test("leads from each code to what it does, with the event", () => {
    const done = [];
    const table = tableOf(done, keys);
    for (const code of ["Home", "KeyT", "Digit2"]) press(table, code);
    assert.deepEqual(done, ["Home", "KeyT", 2]);
    assert.deepEqual(Object.keys(table), ["KeyT", "Home", "Digit1", "Digit2"]);
  });

  test("is deaf to a key that was not meant", () => {
    const done = [];
    press(
      tableOf(done, keys, ({ code }) => code !== "KeyT"),
      "KeyT",
    );
    assert.deepEqual(done, []);
  });
});
