import "./page.mjs";
import assert from "node:assert/strict";
import { describe, test } from "node:test";

globalThis.window = globalThis;
const { maySound, titled } = await import("../../static/parts/news.js");
const { arrived: questions } = await import("../../static/desk/arrived.js");
const { arrived: tickets } = await import("../../static/tickets/arrived.js");

describe("a tab's title", () => {
  test("says how many are new, and nothing of none", () => {
    assert.equal(titled("Стол", 3), "(3) Стол");
    assert.equal(titled("Стол", 0), "Стол");
  });
});

describe("a sound", () => {
  test("is no alarm: in a stream of arrivals it rests", () => {
    assert.deepEqual([maySound(1000, -Infinity), maySound(4000, 1000), maySound(6000, 1000)], [true, false, true]);
  });
});

describe("new questions at the desk", () => {
  const event = (type, state, name) => ({ type, by: name ? { name } : null, view: { state } });

  test("are those that others have brought, of authors that are not blocked", () => {
    const events = [
      event("question.received", "new"),
      event("question.added", "new", "Борис"),
      event("question.added", "new", "Анна"),
      event("question.received", "blocked"),
      event("question.edited", "new", "Борис"),
    ];
    assert.equal(questions(events, { name: "Анна" }), 2);
  });
});

describe("new tickets on the board", () => {
  const you = { name: "Инна", account: 7, department: "ЖКХ", roles: ["executor"] };
  const event = (type, view, name = "Координатор") => ({ type, by: { name }, view });
  const mine = { owner_id: 7, owner: "Инна", department: "ЖКХ" };

  test("are one's own, and the department's that nobody has taken", () => {
    const free = { owner_id: null, owner: null, department: "ЖКХ" };
    const anothers = { owner_id: 8, owner: "Игорь", department: "ЖКХ" };
    const elsewhere = { owner_id: null, owner: null, department: "Дороги" };
    const events = [mine, free, anothers, elsewhere].map((view) => event("ticket.assigned", view));
    assert.equal(tickets(events, you), 2);
    assert.equal(tickets([{ type: "tickets.opened", by: null, views: [free, elsewhere] }], you), 1);
  });

  test("are not what one has done oneself, nor what only happens to one's own", () => {
    assert.equal(tickets([event("ticket.assigned", mine, "Инна"), event("ticket.noted", mine)], you), 0);
  });
});
