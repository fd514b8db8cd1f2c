import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { found, retyped, same } from "../../static/parts/questions/fuzzy_match.js";

const PLACES = ["Верхняя Речица", "Нижняя Речица", "Сосновка", "Ёлкино"];

describe("a name found by what was typed", () => {
  test("every typed word begins some word of it", () => {
    assert.deepEqual(found(PLACES, "реч"), ["Верхняя Речица", "Нижняя Речица"]);
    assert.deepEqual(found(PLACES, "реч ниж"), ["Нижняя Речица"]);
    assert.deepEqual(found(PLACES, "ица"), []);
  });

  test("nothing typed finds all", () => assert.deepEqual(found(PLACES, ""), PLACES));

  test("ё is е", () => {
    assert.deepEqual(found(PLACES, "елк"), ["Ёлкино"]);
    assert.equal(same("ёлкино ", "Елкино"), true);
  });

  test("also where the keyboard stood in the other layout", () => {
    assert.deepEqual(found(PLACES, "cjcy"), ["Сосновка"]);
    assert.equal(retyped("Cjcyjdrf"), "Сосновка");
    assert.equal(retyped("Сосновка"), "Сосновка");
  });
});
