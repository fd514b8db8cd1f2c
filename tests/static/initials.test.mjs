import "./page.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";

const { initials } = await import("../../static/desk/row.js");

test("a holder's name is two letters, or one word that says where it is cut", () => {
  assert.equal(initials("Иван Петров"), "ИП");
  assert.equal(initials("Мария"), "Мария");
  assert.equal(initials("Модератор"), "Моде…");
  assert.equal(initials(" Константин "), "Конс…");
});
