import "./page.mjs";
import assert from "node:assert/strict";
import { describe, test } from "node:test";

const { Narrowing } = await import("../../static/parts/list/narrowing.js");
const { RowWindow } = await import("../../static/parts/list/row_window.js");
const { Selection } = await import("../../static/parts/list/selection.js");
const { SelectedQuestions } = await import("../../static/desk/selection.js");
const { SelectedTickets } = await import("../../static/tickets/bulk.js");

describe("the window over a long list", () => {
  const windowOf = () => Object.assign(new RowWindow({ addController() {}, requestUpdate() {} }, 50), { sight: 500 });

  test("holds what is in sight and four rows beyond", () => {
    const rows = windowOf();
    rows.lay(1000, 5000);
    assert.deepEqual([rows.first, rows.mark, rows.last], [96, 100, 114]);
    assert.deepEqual([rows.holds(95), rows.holds(96), rows.holds(113), rows.holds(114)], [false, true, true, false]);
  });

  test("goes no further than the last row, and stands at the top of a short list", () => {
    const rows = windowOf();
    rows.lay(20, 9999);
    assert.equal(rows.top, 500);
    rows.lay(5, 100);
    assert.deepEqual([rows.top, rows.first, rows.last], [0, 0, 5]);
  });

  test("shows what is newly open with its neighbours, and afterwards leaves the scrolling to the person", () => {
    const rows = windowOf();
    assert.equal(rows.reveal(7, 40, 0, true), 1600);
    assert.equal(rows.reveal(7, 40, 0, true), 0);
    assert.equal(rows.reveal(8, 2, 1600, true), 50);
  });

  test("waits for what is open and may still come, and for nothing else", () => {
    const rows = windowOf();
    assert.equal(rows.reveal(7, -1, 30, true), 30);
    assert.equal(rows.reveal(7, 40, 30, true), 1600);
    assert.equal(rows.reveal(8, -1, 30, false), 30);
    assert.equal(rows.reveal(8, 40, 30, false), 30);
  });

  test("goes once where it is told", () => {
    const rows = windowOf();
    rows.goTo(0);
    assert.equal(rows.goal(), 0);
    assert.equal(rows.goal(), undefined);
  });

  test("turns a page less a row", () => {
    assert.equal(windowOf().page, 9);
    assert.equal(Object.assign(windowOf(), { sight: 20 }).page, 1);
  });
});

describe("a selection", () => {
  test("tells of each change, and where a range begins", () => {
    const selection = new Selection(() => undefined);
    let told = 0;
    selection.addEventListener("change", () => told++);
    selection.add([3, 5]);
    selection.toggle(5);
    selection.toggle(8);
    assert.deepEqual([selection.numbers, selection.last, told], [[3, 8], 8, 3]);
    selection.clear();
    assert.deepEqual([selection.size, selection.last, told], [0, null, 4]);
  });

  test("of questions knows which of them somebody has moved on", () => {
    const views = new Map([[3, { state: "new" }]]);
    const selection = new SelectedQuestions((number) => views.get(number));
    selection.add([3, 4]);
    assert.deepEqual([selection.changed(3), selection.changed(4), selection.changed(5)], [false, false, false]);
    views.set(3, { state: "declined" });
    views.set(4, { state: "new" });
    assert.deepEqual([selection.changed(3), selection.changed(4)], [true, false]);
    views.set(4, { state: "shortlisted" });
    assert.equal(selection.changed(4), true);
  });

  test("of tickets takes those whose version is known, and keeps it as it was", () => {
    const views = new Map([["ПЛ-1", { number: "ПЛ-1", version: 2 }]]);
    const selection = new SelectedTickets((number) => views.get(number));
    selection.add(["ПЛ-1", "ПЛ-2"]);
    views.set("ПЛ-1", { number: "ПЛ-1", version: 3 });
    assert.deepEqual(selection.seen, [{ ticket: "ПЛ-1", version: 2 }]);
  });
});

describe("what narrows a list", () => {
  const narrowing = new Narrowing(["q", "place"]);

  test("is read from the address", () => {
    globalThis.location = { search: "?q=вода&tab=all" };
    assert.deepEqual(narrowing.placed(), { q: "вода", place: "" });
  });

  test("is off where every name is empty", () => {
    assert.equal(narrowing.isOn(narrowing.nothing), false);
    assert.equal(narrowing.isOn({ tab: "all", place: "Сосновка" }), true);
  });

  test("is the same where what is missing is empty", () => {
    assert.equal(narrowing.same({ q: "" }, { place: "" }), true);
    assert.equal(narrowing.same({ q: "вода" }, {}), false);
  });
});
