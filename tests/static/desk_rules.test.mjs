import "./page.mjs";
import assert from "node:assert/strict";
import { describe, test } from "node:test";

const { isLikely, per } = await import("../../static/desk/doubles.js");
const { looksOnly, whyNot } = await import("../../static/desk/refusals.js");
const { waited } = await import("../../static/desk/wait.js");

describe("the longest wait", () => {
  const show = { kind: "show", state: "on_air", aired_at: "2026-11-24T09:00:00Z" };
  const at = (time) => new Date(`2026-11-24T${time}:00Z`);
  const asked = (received_at) => waited({ received_at }, show, at("09:20"));

  test("is too long after a quarter of an hour on air", () => {
    assert.equal(asked("2026-11-24T09:05:00Z").late, true);
    assert.equal(asked("2026-11-24T09:06:00Z").late, false);
  });

  test("counts from the start of the show for what came before it", () => {
    const early = { received_at: "2026-11-20T09:00:00Z" };
    assert.equal(waited(early, show, at("09:14")).late, false);
    assert.equal(waited(early, show, at("09:15")).late, true);
  });

  test("is nobody's fault where no show is on air", () => {
    const early = { received_at: "2026-11-20T09:00:00Z" };
    assert.equal(waited(early, { ...show, state: "collecting" }, at("09:20")).late, false);
    assert.equal(waited(early, { ...show, kind: "standing" }, at("09:20")).late, false);
    assert.equal(waited(early, null, at("09:20")).late, false);
  });

  test("is told from when it was asked, as its row tells it", () => {
    const view = { asked_at: "2026-11-24T08:50:00Z", received_at: "2026-11-24T09:10:00Z" };
    assert.equal(waited(view, show, at("09:20")).minutes, 30);
  });
});

describe("a likely double", () => {
  const one = (score, text) => ({ score, text, air_text: null });
  const open = { text: "Почему щебень привезли в Новое Поле?", air_text: null };

  test("is very alike and shares a word that means something", () => {
    assert.equal(isLikely(one(0.9, "Щебень в Новое Поле привезли"), open), true);
    assert.equal(isLikely(one(0.7, "Щебень в Новое Поле привезли"), open), false);
    assert.equal(isLikely(one(0.9, "Почему магазин закрыли?"), open), false);
  });

  test("is told roughly", () => {
    assert.match(per(0.87), /^≈ 90\s?%$/);
  });
});

describe("a refusal", () => {
  const show = { kind: "show", state: "on_air" };
  const view = { number: 5, state: "declined" };

  test("says where a question is finished without the air", () => {
    const open = { number: 5, state: "new" };
    assert.match(whyNot("written", open, show, ["moderator"]), /for the line between shows/);
    assert.match(whyNot("shortlist", open, { kind: "standing", state: "collecting" }, ["moderator"]), /line between/);
  });

  test("names the role where the role is what is missing", () => {
    assert.match(whyNot("shortlist", { number: 5, state: "new" }, show, ["admin"]), /not for your role/);
    assert.match(whyNot("shortlist", view, show, ["admin"]), /not for your role/);
    assert.match(whyNot("add", null, show, ["producer"]), /not for your role/);
  });

  test("names the question's state where that is in the way", () => {
    assert.match(whyNot("shortlist", view, show, ["moderator"]), /№ 5 is “declined” now/);
    assert.match(whyNot("topic", view, show, ["moderator"]), /№ 5 is “declined” now/);
  });

  test("names the show where that is over, or of another kind", () => {
    const fresh = { number: 5, state: "new" };
    assert.match(whyNot("shortlist", fresh, { ...show, state: "wrapped" }, ["moderator"]), /The show is “Finished”/);
    assert.match(whyNot("shortlist", fresh, { kind: "standing", state: "on_air" }, ["moderator"]), /between shows/);
  });

  test("tells who only looks on", () => {
    assert.equal(looksOnly(["admin"]), true);
    assert.equal(looksOnly(["admin", "moderator"]), false);
  });
});
