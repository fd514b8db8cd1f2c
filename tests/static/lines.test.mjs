import assert from "node:assert/strict";
import { describe, test } from "node:test";

const { Lines } = await import("../../static/prompter/lines.js");

/** A text that lies in these lines. */
function laid(...lines) {
  const starts = lines.map((_, n) => lines.slice(0, n).join("").length + n);
  return new Lines(lines.join(" "), 10, starts);
}

describe("the lines that are read", () => {
  const now = laid("Когда в Сосновке", "дадут воду", "и свет?");

  test("are the same where a stress or a ё has come, wherever it stands", () => {
    assert.ok(now.sameUpTo(2, laid("Когда в Сосно\u0301вке", "дадут во\u0301ду", "и свет?")));
    assert.ok(laid("Берёзовка:", "где вода").sameUpTo(1, laid("Березовка:", "где вода")));
    assert.ok(laid("БЕРЁЗОВКА").sameUpTo(0, laid("БЕРЕЗОВКА")));
  });

  test("are others where a letter has come, but not above it", () => {
    const corrected = laid("Когда в Сосновке", "будет вода", "и свет?");
    assert.ok(now.sameUpTo(0, corrected));
    assert.ok(!now.sameUpTo(1, corrected));
  });

  test("are others where they are fewer", () => {
    assert.ok(!laid("да", "да").sameUpTo(1, laid("да")));
  });

  test("are others where a word stands in another line", () => {
    assert.ok(!now.sameUpTo(1, laid("Когда в", "Сосновке дадут воду", "и свет?")));
  });
});
