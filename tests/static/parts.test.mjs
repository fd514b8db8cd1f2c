import "./page.mjs";
import assert from "node:assert/strict";
import { describe, test } from "node:test";

globalThis.window = globalThis;
const { isCoExecutor, missing, ownPart, partDue, together } = await import("../../static/tickets/parts.js");
const { arrived } = await import("../../static/tickets/arrived.js");

const part = (id, department, state) => ({ id, department, state, due: "2026-11-24T08:00:00Z" });
const ticket = {
  department: "Дороги",
  state: "in_progress",
  resolution_due: "2026-11-24T13:00:00Z",
  parts: [part(1, "Водоканал", "given"), part(2, "Энергосбыт", "asked"), part(3, "Лес", "declined")],
};
const of = (department, ...roles) => ({ name: "Вера", account: 7, department, roles });

describe("parts of an answer", () => {
  test("are put together in the order in which they were asked for, the last wording of each", () => {
    const versions = [
      { part: 2, text: "Света не будет." },
      { part: 1, text: "Воду отключат." },
      { part: 1, text: "Воду отключат 3 мая." },
    ];
    const all = { ...ticket, parts: [part(1, "Водоканал", "given"), part(2, "Энергосбыт", "given")] };
    assert.equal(together(all, { part_versions: versions }), "Воду отключат 3 мая.\n\nСвета не будет.");
    assert.equal(together(ticket, { part_versions: versions }), "Воду отключат 3 мая.");
  });

  test("are missing while they are asked and not given", () => {
    assert.deepEqual(
      missing(ticket).map(({ department }) => department),
      ["Энергосбыт"],
    );
  });

  test("make a co-executor of whose department one stands, and of nobody else", () => {
    assert.equal(isCoExecutor(ticket, of("Водоканал", "executor")), true);
    assert.equal(isCoExecutor(ticket, of("Лес", "executor")), false);
    assert.equal(isCoExecutor(ticket, of("Дороги", "executor")), false);
    assert.equal(isCoExecutor(ticket, of("Водоканал", "coordinator", "executor")), false);
    assert.equal(ownPart(ticket, of("Лес", "executor")), undefined);
  });

  test("are due no later than their ticket, whose deadline stands on hold", () => {
    const early = { ...ticket, resolution_due: "2026-11-24T07:00:00Z" };
    assert.equal(partDue(early, part(2, "Энергосбыт", "asked")), "2026-11-24T07:00:00Z");
    assert.equal(partDue({ ...early, state: "on_hold" }, part(2, "Энергосбыт", "asked")), "2026-11-24T08:00:00Z");
    assert.equal(partDue(ticket, part(2, "Энергосбыт", "asked")), "2026-11-24T08:00:00Z");
  });

  test("are told of to the department that is asked, or to the one person who is meant", () => {
    const asked = (more) => ({
      type: "ticket.part_asked",
      by: { name: "Игорь" },
      view: null,
      of: "Водоканал",
      ...more,
    });
    const events = [
      asked({}),
      asked({ to: 7 }),
      asked({ to: 8 }),
      asked({ of: "Лес" }),
      asked({ by: { name: "Вера" } }),
    ];
    assert.equal(arrived(events, of("Водоканал", "executor")), 2);
  });
});
