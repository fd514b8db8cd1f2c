import "./page.mjs";
import assert from "node:assert/strict";
import { describe, test } from "node:test";

const { EVERYTHING, TABS, asQuery, isFiltered, listsStacks, passes, sameFilter, tabBadge, tabCount } =
  await import("../../static/desk/filter_state.js");
const { isCovered } = await import("../../static/desk/stack_switch.js");

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

  test("who is of a cluster is told by the server", () => {
    assert.equal(passes({ ...all, cluster: "7" })(view), true);
    assert.equal(asQuery({ ...all, cluster: "7" }).cluster, "7");
    assert.equal("cluster" in asQuery(all), false);
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

  test("with stacks, what stands under another one is not listed", () => {
    const stacks = { ...all, tab: "new", stacks: true };
    assert.equal(passes(stacks)({ ...view, stack: 3, stacked: 14 }), true);
    assert.equal(passes(stacks)({ ...view, stack: 3, stacked: 0 }), false);
    assert.equal(passes(stacks)({ ...view, stack: null, stacked: 0 }), true);
    assert.equal(passes({ ...stacks, stacks: false })({ ...view, stack: 3, stacked: 0 }), true);
  });

  test("where something narrows, each that fits is listed, under another one or not", () => {
    const narrowed = { ...all, tab: "new", stacks: true, source: "vk" };
    assert.equal(passes(narrowed)({ ...view, stack: 3, stacked: 0 }), true);
    assert.equal(listsStacks(narrowed), false);
    assert.equal("shown" in asQuery(narrowed), false);
  });

  test("one stack is listed whole, and nothing else", () => {
    const one = { ...all, tab: "new", stacks: true, stack: "3" };
    assert.equal(passes(one)({ ...view, stack: 3, stacked: 0 }), true);
    assert.equal(passes(one)({ ...view, stack: 4, stacked: 2 }), false);
    assert.equal(asQuery(one).stack, "3");
  });

  test("the server is asked for what is shown", () => {
    assert.equal(asQuery({ ...all, tab: "new", stacks: true }).shown, "1");
    assert.equal("shown" in asQuery({ ...all, tab: "new", stacks: false }), false);
  });

  test("who stands under another one shares a stack and has nobody under it", () => {
    assert.equal(isCovered({ stack: 3, stacked: 0 }), true);
    assert.equal(isCovered({ stack: 3, stacked: 1 }), false);
    assert.equal(isCovered({ stack: null, stacked: 0 }), false);
  });
});
