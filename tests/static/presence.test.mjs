// Presence on a screen: the whole, then its changes; a change that is missing is asked for once.

import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.mjs";

const { applied, followPresence } = await import("../../static/parts/feed/presence.js");

const anna = { screen: "desk", name: "Анна" };
const boris = { screen: "desk", name: "Борис" };

function line() {
  const handlers = {};
  const sent = [];
  const known = [];
  followPresence({ on: (event, handle) => (handlers[event] = handle), emit: (event) => sent.push(event) }, (presence) =>
    known.push(presence),
  );
  return { hear: (event, body) => handlers[event](body), sent, known };
}

const whole = { screens: [anna], claims: [], writing: [], numbers: { screens: 4, claims: 0 } };

test("of equal entries as many go as are told to be gone", () => {
  assert.deepEqual(applied([anna, anna, boris], { came: [], gone: [anna] }), [anna, boris]);
  assert.deepEqual(applied([anna, anna], { came: [boris], gone: [anna, anna] }), [boris]);
});

test("a change of one list leaves the other as it is", () => {
  const { hear, known } = line();
  const claim = { question: 1, by: "Анна", mark: "m" };
  hear("presence", whole);
  hear("presence_changes", { list: "claims", from: 0, to: 1, came: [claim], gone: [] });
  hear("presence_changes", { list: "screens", from: 4, to: 5, came: [boris], gone: [anna] });
  assert.deepEqual(known.at(-1), { screens: [boris], claims: [claim], writing: [] });
});

test("after a change that is missing all is asked for once, and taken", () => {
  const { hear, sent, known } = line();
  hear("presence", whole);
  for (const from of [5, 6]) hear("presence_changes", { list: "screens", from, to: from + 1, came: [boris], gone: [] });
  assert.deepEqual(sent, ["presence_missed"]);
  assert.deepEqual(known, [{ screens: [anna], claims: [], writing: [] }]);
  hear("presence", { screens: [anna, boris], claims: [], writing: [], numbers: { screens: 7, claims: 0 } });
  hear("presence_changes", { list: "screens", from: 7, to: 8, came: [], gone: [anna] });
  assert.deepEqual(known.at(-1), { screens: [boris], claims: [], writing: [] });
});
