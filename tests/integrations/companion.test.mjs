/** Companion's buttons hang together: each says a word that there is, is lit by a lamp that there is, and fits a panel. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { actions } from "../../integrations/companion/src/actions.js";
import { placeOf } from "../../integrations/companion/src/config.js";
import { feedbacks } from "../../integrations/companion/src/feedbacks.js";
import { VERBS } from "../../integrations/companion/src/generated.js";
import { DARK, textsOf } from "../../integrations/companion/src/lights.js";
import { PRESETS, STRUCTURE } from "../../integrations/companion/src/presets.js";
import { VARIABLES } from "../../integrations/companion/src/variables.js";

const buttons = Object.entries(PRESETS);

test("there are twenty, each in one section, with a name in Russian of its own", () => {
  assert.deepEqual(
    STRUCTURE.flatMap((section) => section.definitions),
    Object.keys(PRESETS),
  );
  const names = buttons.map(([, button]) => button.name);
  assert.equal(new Set(names).size, 20);
  assert.ok([...names, ...STRUCTURE.map((section) => section.name)].every((name) => /^[А-Я]/.test(name)));
});

test("each presses a word of the table, with what it needs behind it", () => {
  for (const [id, { steps }] of buttons) {
    const [{ actionId, options }] = steps[0].down;
    assert.ok(VERBS[actionId], id);
    assert.equal(Boolean(options.behind), VERBS[actionId].needed, id);
  }
});

test("all words but that for one question alone have a button", () => {
  const pressed = new Set(buttons.map(([, button]) => button.steps[0].down[0].actionId));
  assert.deepEqual(
    Object.keys(VERBS).filter((word) => !pressed.has(word)),
    ["cue"],
  );
});

test("each is lit by lamps that there are, and says last that the line is lost", () => {
  for (const [id, button] of buttons) {
    const lamps = button.feedbacks.map((one) => one.feedbackId);
    assert.ok(
      lamps.every((lamp) => lamp in DARK),
      id,
    );
    assert.equal(lamps.at(-1), "lost", id);
  }
});

test("what stands on it is there, and its lines are short enough for a key", () => {
  for (const [id, button] of buttons) {
    const texts = [button.style.text, ...button.feedbacks.flatMap((one) => one.style.text ?? [])];
    for (const text of texts) {
      for (const [, name] of text.matchAll(/\$\(live:(\w+)\)/g)) assert.ok(name in VARIABLES, `${id}: ${name}`);
      const lines = text.replace(/\$\(.*?\)/g, "000").split("\n");
      assert.ok(lines.length <= 2 && lines.every((line) => line.length <= 9), `${id}: ${text}`);
    }
  }
});

test("every lamp has a feedback, and every text a variable", () => {
  const defined = feedbacks(() => ({ ...DARK, poll: true }));
  assert.deepEqual(Object.keys(defined), Object.keys(DARK));
  assert.deepEqual([defined.poll.callback(), defined.air.callback()], [true, false]);
  assert.deepEqual(new Set(Object.keys(VARIABLES)), new Set([...Object.keys(textsOf(null, 0)), "refusal"]));
});

test("an action says its word, and what was typed behind it", async () => {
  const pressed = [];
  const defined = actions(async (...said) => void pressed.push(said));
  await defined.cue.callback({ options: { behind: " 12 " } });
  await defined.answered.callback({ options: {} });
  assert.deepEqual(pressed, [
    ["cue", "12"],
    ["answered", ""],
  ]);
  assert.deepEqual([defined.answered.options.length, defined.message.options[0].default], [0, "1"]);
});

test("an address is taken as people write it", () => {
  const told = (address) => placeOf({ address, broadcast: "show-1" }, { key: "abc" });
  assert.equal(told("10.0.0.5:8000").show.href, "http://10.0.0.5:8000/api/v1/broadcasts/show-1/");
  assert.equal(told(" https://live.lan/centre ").show.href, "https://live.lan/centre/api/v1/broadcasts/show-1/");
});

for (const [what, config, key] of [
  ["no address", { address: "", broadcast: "show" }, "abc"],
  ["no broadcast", { address: "10.0.0.5" }, "abc"],
  ["no key", { address: "10.0.0.5", broadcast: "show" }, undefined],
  ["a broadcast's title in place of its slug", { address: "10.0.0.5", broadcast: "Прямая линия" }, "abc"],
  ["an address of something else", { address: "ftp://10.0.0.5", broadcast: "show" }, "abc"],
  ["a key in the address", { address: "http://10.0.0.5/?token=abc", broadcast: "show" }, "abc"],
  ["letters in the key that no key has", { address: "10.0.0.5", broadcast: "show" }, "ключ"],
]) {
  test(`${what} is said in Russian`, () => {
    const said = placeOf(config, key === undefined ? undefined : { key });
    assert.match(said, /^[А-Я].*[а-я]/);
  });
}
