import "./page.mjs";
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { describe, test } from "node:test";

const STATIC = new URL("../../static/", import.meta.url);
const A_TABLE = /^export const (?:KEYS|GROUPS) = \[/m;

const screens = readdirSync(STATIC, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !["parts", "vendor", "generated"].includes(entry.name))
  .flatMap(({ name }) => readdirSync(new URL(`${name}/`, STATIC)).map((file) => `${name}/${file}`))
  .filter((path) => path.endsWith(".js") && A_TABLE.test(readFileSync(new URL(path, STATIC), "utf8")));

/** Every code of a screen's groups of keys that two of its rows listen to. */
function heardTwice(groups) {
  const codes = groups.flatMap(([, keys]) => keys.flatMap(([own]) => own));
  return codes.filter((code, i) => codes.indexOf(code) !== i);
}

describe("no two acts of one screen have the same key", () => {
  test("is asked of every table of keys there is", () => {
    const found = screens.map((path) => path.split("/")[0]);
    assert.deepEqual(found, ["calls", "desk", "gallery", "head", "prompter", "rundown", "tickets"]);
  });

  for (const path of screens) {
    test(path, async () => {
      const { KEYS, GROUPS = KEYS } = await import(new URL(path, STATIC));
      assert.deepEqual(heardTwice(GROUPS), []);
    });
  }
});
