import "./page.mjs";
import assert from "node:assert/strict";
import { describe, test } from "node:test";

const { byDepartment } = await import("../../static/tickets/by_topic.js");

const OFFERS = { departments_by_topic: { Дороги: "Отдел дорог", Вода: "Водоканал" } };
const COORDINATOR = { roles: ["coordinator"], name: "Мария" };

const ticket = (number, topic, more = {}) => ({ number, topic, department: null, state: "open", ...more });

/** [[department, [numbers]]] of what is selected. */
const parted = (views, offers = OFFERS, you = COORDINATOR) =>
  [...byDepartment(views, offers, you)].map(([department, found]) => [department, found.map(({ number }) => number)]);

describe("many tickets, each to its topic's department", () => {
  test("they are told apart by topic, the largest part first", () => {
    const views = [ticket("1", "Вода"), ticket("2", "Дороги"), ticket("3", "Дороги")];
    assert.deepEqual(parted(views), [
      ["Отдел дорог", ["2", "3"]],
      ["Водоканал", ["1"]],
    ]);
  });

  test("without a topic, or with one that nobody answers for, it goes nowhere", () => {
    assert.deepEqual(parted([ticket("1", null), ticket("2", "Погода")]), []);
    assert.deepEqual(parted([ticket("1", "Вода")], {}), []);
  });

  test("one that was given to a department stays there", () => {
    assert.deepEqual(parted([ticket("1", "Вода", { department: "ЖКХ", state: "assigned" })]), []);
  });

  test("who may not assign is offered nothing, and so is what is finished", () => {
    assert.deepEqual(parted([ticket("1", "Вода")], OFFERS, { roles: ["executor"], name: "Игорь" }), []);
    assert.deepEqual(parted([ticket("1", "Вода", { state: "closed" })]), []);
  });
});
