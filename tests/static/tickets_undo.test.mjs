import "./page.mjs";
import assert from "node:assert/strict";
import { describe, test } from "node:test";

const { wayBack } = await import("../../static/tickets/undo.js");

describe("an act on a ticket", () => {
  test("is taken back where another leaves it as it was", () => {
    assert.deepEqual(wayBack("hold", { priority: "normal" }), { verb: "resume", fields: {} });
    assert.deepEqual(wayBack("prioritise", { priority: "high" }), { verb: "prioritise", fields: { priority: "high" } });
  });

  test("stands where nothing does that", () => {
    assert.deepEqual(
      ["close", "publish", "assign", "note"].map((verb) => wayBack(verb, { priority: "normal" })),
      [null, null, null, null],
    );
  });
});
