import "./page.mjs";
import assert from "node:assert/strict";
import { describe, test } from "node:test";

const { blank, pushOf, sound, usual, wayOf } = await import("../../static/prompter/control/mapping.js");
const { Mixer } = await import("../../static/prompter/control/mixer.js");
const { Lesson } = await import("../../static/prompter/control/lesson.js");

/** A straight pedal from 0 to 1 that moves 4 lines a second at its end, with what a test says otherwise. */
const pedal = (more = {}) => ({ ...blank(), input: "axis/p", dead: 0.1, curve: 1, ...more });

const speedOf = (mapping, value) => pushOf(mapping, wayOf(mapping, value)) * mapping.top;

describe("from a value to a speed", () => {
  test("nothing within the dead zone, and from its edge on it begins at nothing", () => {
    for (const value of [0, 0.05, 0.1, -0.1]) assert.equal(speedOf(pedal(), value), 0);
    assert.ok(speedOf(pedal(), 0.101) > 0 && speedOf(pedal(), 0.101) < 0.01);
  });

  test("the top speed at either end, and no more beyond it", () => {
    for (const value of [1, 1.4]) assert.equal(speedOf(pedal(), value), 4);
    for (const value of [-1, -9]) assert.equal(speedOf(pedal(), value), -4);
  });

  test("it never falls while the way grows, whatever the curve", () => {
    for (const curve of [1, 1.5, 2, 4])
      for (let n = -100; n < 100; n += 1)
        assert.ok(speedOf(pedal({ curve }), n / 100) <= speedOf(pedal({ curve }), (n + 1) / 100), `${curve} ${n}`);
  });

  test("a curve is slower than a straight line in the middle and as fast at the end", () => {
    assert.ok(speedOf(pedal({ curve: 2 }), 0.5) < speedOf(pedal(), 0.5));
    assert.equal(speedOf(pedal({ curve: 2 }), 1), speedOf(pedal(), 1));
  });

  test("the other way round: a pedal that rests at its upper end goes forwards as its value falls", () => {
    const upper = pedal({ rest: 1, reach: -1 });
    assert.deepEqual([speedOf(upper, 1), speedOf(upper, 0)], [0, 4]);
  });

  test("a rocker that rests in the middle goes both ways", () => {
    const rocker = pedal({ rest: 0.5, reach: 0.5 });
    assert.deepEqual(
      [0, 0.5, 1].map((value) => speedOf(rocker, value)),
      [-4, 0, 4],
    );
  });
});

describe("a mapping that was kept", () => {
  const known = (act) => act === "toggle";

  test("is the same after it was kept", () => {
    for (const mapping of [usual({ kind: "hid" }), usual({ kind: "gamepad", standard: true }), pedal()])
      assert.deepEqual(
        sound(JSON.parse(JSON.stringify(mapping)), () => true),
        mapping,
      );
  });

  test("is put within its ranges, and what is none of it is left out", () => {
    const found = sound(
      {
        input: 7,
        rest: "x",
        reach: 0,
        dead: 9,
        curve: NaN,
        top: -3,
        step: "axis/1",
        lines: 2.4,
        buttons: { "button/1": "toggle", "axis/1": "toggle", "button/2": "format" },
      },
      known,
    );
    assert.deepEqual(found, {
      ...blank(),
      input: null,
      dead: 0.5,
      top: 0.5,
      lines: 2,
      buttons: { "button/1": "toggle" },
    });
  });

  test("is nothing where nothing sensible was kept", () => {
    for (const kept of [null, 3, "x", undefined]) assert.equal(sound(kept, known), null);
  });

  test("a pedal has no usual one: nobody can say which way it is pushed", () => {
    assert.equal(usual({ kind: "midi" }), null);
    assert.equal(usual({ kind: "gamepad", standard: false }), null);
  });
});

describe("several controllers", () => {
  const two = (more = {}) => {
    const mixer = new Mixer();
    for (const key of ["a", "b"]) {
      mixer.found(key, pedal(more));
      mixer.heard(key, "axis/p", 0);
    }
    return mixer;
  };

  test("the last one moved leads", () => {
    const mixer = two();
    mixer.heard("a", "axis/p", 1);
    mixer.heard("b", "axis/p", 0.55);
    assert.deepEqual([mixer.leads, mixer.speed.toFixed(3)], ["b", "2.000"]);
    mixer.heard("a", "axis/p", 0.9);
    assert.equal(mixer.leads, "a");
  });

  test("one that only trembles does not take the text back", () => {
    const mixer = two();
    mixer.heard("a", "axis/p", 0.5);
    mixer.heard("b", "axis/p", 0.3);
    mixer.heard("a", "axis/p", 0.52);
    assert.equal(mixer.leads, "b");
    mixer.heard("b", "axis/p", 0);
    mixer.heard("a", "axis/p", 0.49);
    assert.deepEqual([mixer.leads, mixer.speed], [null, 0]);
  });

  test("one that is lost leaves nothing behind", () => {
    const mixer = two();
    mixer.heard("a", "axis/p", 1);
    mixer.lost("a");
    assert.deepEqual([mixer.leads, mixer.speed], [null, 0]);
    mixer.heard("a", "axis/p", 0.7);
    assert.equal(mixer.speed, 0);
  });

  test("one that did not lead takes nothing with it", () => {
    const mixer = two();
    mixer.heard("a", "axis/p", 1);
    mixer.lost("b");
    assert.deepEqual([mixer.leads, mixer.speed], ["a", 4]);
  });

  test("what the hand has taken must be let go before it counts again", () => {
    const mixer = two();
    mixer.heard("a", "axis/p", 1);
    mixer.taken();
    assert.equal(mixer.speed, 0);
    assert.ok(mixer.waits("a") && !mixer.waits("b"));
    for (const value of [0.9, 0.2, 1]) mixer.heard("a", "axis/p", value);
    assert.equal(mixer.speed, 0);
    mixer.heard("a", "axis/p", 0.05);
    mixer.heard("a", "axis/p", 1);
    assert.equal(mixer.speed, 4);
  });

  test("one that was let go when the hand came counts at once", () => {
    const mixer = two();
    mixer.taken();
    mixer.heard("a", "axis/p", 1);
    assert.equal(mixer.speed, 4);
  });

  test("one that is found pushed moves nothing until it has been let go", () => {
    const mixer = new Mixer();
    mixer.found("a", pedal());
    mixer.heard("a", "axis/p", 0.8);
    mixer.heard("a", "axis/p", 0.9);
    assert.equal(mixer.speed, 0);
    mixer.heard("a", "axis/p", 0);
    mixer.heard("a", "axis/p", 0.55);
    assert.equal(mixer.speed.toFixed(3), "2.000");
  });

  test("another mapping counts from the next push on", () => {
    const mixer = two();
    mixer.heard("a", "axis/p", 1);
    mixer.map("a", pedal({ top: 8 }));
    mixer.heard("a", "axis/p", 0.9);
    assert.equal(mixer.speed, 0);
    mixer.heard("a", "axis/p", 0);
    mixer.heard("a", "axis/p", 1);
    assert.equal(mixer.speed, 8);
  });

  test("one that nobody has taught does nothing", () => {
    const mixer = new Mixer();
    mixer.found("a", null);
    for (const input of ["axis/p", "axis/1", "button/0", "step/jog"]) assert.equal(mixer.heard("a", input, 1), null);
    assert.deepEqual([mixer.leads, mixer.speed], [null, 0]);
  });

  test("a button asks when it goes down, a wheel for its lines, on and back", () => {
    const mixer = two({ step: "step/jog", lines: 2, buttons: { "button/3": "page" } });
    assert.deepEqual(mixer.heard("a", "button/3", 1), { act: "page" });
    assert.equal(mixer.heard("a", "button/3", 0), null);
    assert.equal(mixer.heard("a", "button/4", 1), null);
    assert.deepEqual(mixer.heard("a", "step/jog", -3), { lines: -6 });
  });
});

describe("learning", () => {
  const taught = (known, values) => {
    const lesson = new Lesson(new Map(Object.entries(known)));
    for (const [input, value] of values) lesson.heard(input, value);
    return lesson.found;
  };

  test("the axis that moved most is the one", () => {
    const found = taught({ "axis/0": 0, "axis/1": 0 }, [
      ["axis/0", 0.3],
      ["axis/1", -0.9],
      ["axis/0", 0],
      ["axis/1", 0],
    ]);
    assert.deepEqual(found, { input: "axis/1", rest: 0, reach: -0.9 });
  });

  test("a pedal of which nothing was known rests where it began", () => {
    assert.deepEqual(
      taught({}, [
        ["axis/p", 0.02],
        ["axis/p", 0.98],
        ["axis/p", 0],
      ]),
      { input: "axis/p", rest: 0.02, reach: 0.96 },
    );
  });

  test("a pedal that a browser told as 0 before it was moved rests where it was let go", () => {
    assert.deepEqual(
      taught({ "axis/2": 0 }, [
        ["axis/2", -0.8],
        ["axis/2", 1],
        ["axis/2", -1],
      ]),
      { input: "axis/2", rest: -1, reach: 2 },
    );
  });

  test("a trembling, a button and a wheel teach nothing", () => {
    assert.equal(
      taught({ "axis/0": 0 }, [
        ["axis/0", 0.2],
        ["button/1", 1],
        ["step/jog", 9],
      ]),
      null,
    );
  });
});
