import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fit, fitLine } from "../../static/overlay/fit.js";

/** Every letter is 30 px wide at 64 px. */
const measure = (text, size = 64) => text.length * 30 * (size / 64);
const LONG = "Когда в нашем посёлке наконец починят дорогу к школе и поставят там фонари? ".repeat(12).trim();

describe("a question on the graphic", () => {
  test("loses no word and adds none, however many pages it takes", () => {
    for (const text of ["Вода?", LONG, "А".repeat(400), `${"слово ".repeat(60)}конец`]) {
      const { pages } = fit(text, measure);
      const letters = pages
        .flat()
        .join("")
        .replace(/[\s\u00a0\u00ad-]+/g, "");
      assert.equal(letters, text.replace(/[\s\u00a0\u00ad-]+/g, ""));
    }
  });

  test("a short one is one page", () => assert.equal(fit("Когда починят мост?", measure).pages.length, 1));

  test("a question that one page cannot hold goes on in others, all of one size", () => {
    const { size, pages } = fit(LONG, measure);
    assert.ok(pages.length > 1);
    assert.equal(size, fit(`${LONG} ${LONG}`, measure).size);
  });

  test("no line begins or ends with a word that belongs to the next", () => {
    const lines = fit("Скажите, когда в доме № 12 на улице будет вода и в каком виде", measure).pages.flat();
    for (const line of lines) assert.doesNotMatch(line, /(^|\s)(в|на|и|№)$/);
  });

  test("a long name is smaller, but never too small to be read", () => {
    assert.equal(
      fitLine("Анна, Сосновка", (text) => text.length * 50),
      34,
    );
    assert.equal(
      fitLine("А".repeat(100), (text) => text.length * 50),
      30,
    );
    assert.equal(
      fitLine("А".repeat(1000), (text) => text.length * 50),
      24,
    );
  });
});
