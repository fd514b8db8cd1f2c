// The ready layouts of the rundown: each is a grid that can be drawn, and the air is steered in one window alone.

import "./page.mjs";
import assert from "node:assert/strict";
import { describe, test } from "node:test";

const { LAYOUTS, closedScreen, gridAt, layoutNamed, partsOf, styleOf, windowsOf } =
  await import("../../static/rundown/layouts.js");
const { NAMES, PARTS } = await import("../../static/rundown/layout_list.js");

const STEERING = ["order", "air"];
const gridsOf = ({ monitors }) => monitors.filter((monitor) => "areas" in monitor);

/** Whether the cells of a part are one rectangle. */
function whole(grid, part) {
  const cells = grid.areas.flatMap((row, y) => row.split(" ").flatMap((name, x) => (name === part ? [[x, y]] : [])));
  const sides = [0, 1].map((at) => new Set(cells.map((cell) => cell[at])));
  const spans = sides.map((side) => Math.max(...side) - Math.min(...side) + 1);
  return cells.length === spans[0] * spans[1];
}

test("there are ten, for one monitor, for two and for three", () => {
  const many = LAYOUTS.map(({ monitors }) => monitors.length);
  assert.deepEqual([many.length, ...new Set(many)], [10, 1, 2, 3]);
  assert.equal(new Set(LAYOUTS.map(({ name }) => name)).size, LAYOUTS.length);
});

for (const layout of LAYOUTS) {
  describe(layout.name, () => {
    test("is a name that a person reads", () => {
      assert.ok(NAMES[layout.name]);
    });

    test("is made of rectangles of parts that there are", () => {
      for (const grid of gridsOf(layout)) {
        assert.ok(grid.areas.every((row) => row.split(" ").length === grid.columns.length));
        assert.ok(partsOf(grid).every((part) => PARTS[part] && whole(grid, part)));
      }
    });

    test("has the order and the hands on its first monitor and on no other", () => {
      const [first, ...others] = gridsOf(layout);
      assert.ok(STEERING.every((part) => partsOf(first).includes(part)));
      assert.ok(others.every((grid) => !partsOf(grid).some((part) => STEERING.includes(part))));
    });

    test("shows nothing twice", () => {
      const parts = gridsOf(layout).flatMap(partsOf);
      assert.equal(new Set(parts).size, parts.length);
    });
  });
}

test("what is no name of a layout is the usual one", () => {
  assert.deepEqual(
    [null, "", "nonsense", "talk"].map((name) => layoutNamed(name).name),
    ["usual", "usual", "usual", "talk"],
  );
});

test("a window that is no monitor of the layout, or another screen's, is its first", () => {
  const layout = layoutNamed("three-calls");
  const [first, second] = layout.monitors;
  assert.deepEqual(
    [0, 1, 2, 3, 4, NaN].map((number) => gridAt(layout, number)),
    [first, first, second, first, first, first],
  );
});

test("a grid is told to CSS row by row, with the shares of its columns", () => {
  assert.deepEqual(styleOf({ areas: ["talk asked", "talk show"], columns: [60, 40] }, "0"), {
    "--grid": '"talk asked" minmax(0, 1fr) "talk show" minmax(0, 1fr) / minmax(0, 60fr) minmax(0, 40fr)',
  });
});

test("each further monitor has a window by a name of its own, the rundown's or another screen's", () => {
  assert.deepEqual(windowsOf("line-7", layoutNamed("three-calls")), [
    { number: 2, address: "/b/line-7/rundown?layout=three-calls&monitor=2", target: "rundown-line-7-2" },
    { number: 3, address: "/b/line-7/calls", target: "rundown-line-7-3" },
  ]);
  assert.deepEqual(windowsOf("line-7", layoutNamed("usual")), []);
});

test("a layout with a screen that no role of a person opens is closed to them", () => {
  const calls = layoutNamed("two-calls");
  assert.equal(closedScreen(calls, ["producer"]), "calls");
  assert.equal(closedScreen(calls, ["producer", "screener"]), undefined);
  assert.equal(closedScreen(layoutNamed("three-desk"), ["producer"]), undefined);
});
