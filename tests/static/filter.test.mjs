import "./page.mjs";
import assert from "node:assert/strict";
import { describe, test } from "node:test";

const { EVERYTHING, TABS, asQuery, isFiltered, passes, sameFilter, tabBadge, tabCount } =
  await import("../../static/desk/filter_state.js");

const all = { tab: "all", ...EVERYTHING };
const view = { state: "new", topic: "Дороги", locality: "Сосновка", source: "vk" };

describe("the desk's filter", () => {
  test("a tab lists its states and no others", () => {
    for (const [tab, { states }] of Object.entries(TABS))
      for (const state of ["new", "shortlisted", "on_air", "answered", "declined", "merged", "ticketed", "blocked"])
        assert.equal(passes({ ...all, tab })({ ...view, state }), !states || states.includes(state), `${tab} ${state}`);
  });

  test("each thing that narrows must fit", () => {
    assert.equal(passes({ ...all, topic: "Дороги", place: "Сосновка", source: "vk" })(view), true);
    assert.equal(passes({ ...all, topic: "Вода" })(view), false);
    assert.equal(passes({ ...all, place: "Заречье" })(view), false);
    assert.equal(passes({ ...all, source: "ok" })(view), false);
  });

  test("what is over its time is told by the server, and so is what is near", () => {
    assert.equal(passes({ ...all, due: "over" })({ ...view, alarm: "over" }), true);
    assert.equal(passes({ ...all, due: "over" })({ ...view, alarm: "near" }), false);
    assert.equal(asQuery({ ...all, due: "near" }).alarm, "near");
    assert.equal(passes({ ...all, urgent: "yes" })({ ...view, urgent: true }), true);
    assert.equal(passes({ ...all, urgent: "yes" })({ ...view, urgent: false }), false);
    assert.equal(asQuery({ ...all, urgent: "yes" }).urgent, "yes");
  });

  test("words are the server's to match", () => {
    assert.equal(passes({ ...all, q: "чего здесь нет" })(view), true);
  });

  test("a tab counts its states", () => {
    const counts = { new: 3, on_air: 1, answered: 4, merged: 7 };
    assert.equal(tabCount("new", counts), 3);
    assert.equal(tabCount("air", counts), 5);
    assert.equal(tabCount("all", counts), 15);
    assert.equal(tabCount("declined", counts), 0);
  });

  test("beside the air's tab stands what is on air now, not what is long over", () => {
    assert.equal(tabBadge("air", { on_air: 1, answered: 13 }), 1);
    assert.equal(tabBadge("air", { answered: 13 }), 0);
    assert.equal(tabBadge("declined", { declined: 31 }), 31);
  });

  test("two filters are the same where nothing that narrows differs", () => {
    assert.equal(sameFilter(all, { tab: "all" }), true);
    assert.equal(sameFilter(all, { ...all, q: "вода" }), false);
    assert.equal(sameFilter(all, { ...all, tab: "new" }), false);
  });

  test("a tab alone does not filter", () => {
    assert.equal(Boolean(isFiltered({ ...all, tab: "new" })), false);
    assert.equal(Boolean(isFiltered({ ...all, source: "vk" })), true);
  });

  test("the server takes it by its own names", () => {
    assert.deepEqual(asQuery({ ...all, tab: "air", place: "Сосновка", source: "vk" }), {
      state: "on_air,answered",
      q: "",
      topic: "",
      locality: "Сосновка",
      channel: "vk",
    });
  });
});
