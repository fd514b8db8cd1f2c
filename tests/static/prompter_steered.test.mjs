import "./page.mjs";
import assert from "node:assert/strict";
import { describe, test } from "node:test";

globalThis.matchMedia = () => ({ matches: false });
globalThis.requestAnimationFrame = () => 1;

const { Control } = await import("../../static/prompter/control/control.js");
const { Scroll } = await import("../../static/prompter/scroll.js");

/** A prompter with its text, that writes down what else it is made to do. */
function prompter() {
  const done = [];
  const scroll = new Scroll({ style: {} }, () => {});
  scroll.bound({ home: 0, end: 900, last: 1000 });
  const one = { done, reel: { scroll }, page: (by) => done.push(`page ${by}`) };
  one.step = (name, by) => done.push(`${name} ${by}`);
  return Object.assign(one, { control: new Control(one) });
}

describe("a button of the gallery's", () => {
  test("does what the prompter's own key does", () => {
    const { control, done } = prompter();
    for (const act of ["faster", "slower", "back", "page"]) control.steered(act);
    assert.deepEqual(done, ["speed 1", "speed -1", "page -1", "page 1"]);
  });

  test("starts what stands and stops what runs, and said twice it is not undone", () => {
    const { control, reel } = prompter();
    for (const act of ["start", "start"]) control.steered(act);
    assert.equal(reel.scroll.running, true);
    for (const act of ["stop", "stop"]) control.steered(act);
    assert.equal(reel.scroll.running, false);
  });

  test("takes no text from a controller that is pushed", () => {
    const { control, reel, done } = prompter();
    reel.scroll.drive(2);
    for (const act of ["start", "stop", "page", "faster"]) control.steered(act);
    assert.deepEqual([reel.scroll.moving, reel.scroll.running, done], [true, false, []]);
    reel.scroll.drive(0);
    control.steered("page");
    assert.deepEqual(done, ["page 1"]);
  });

  test("moves no text that a finger lies on", () => {
    const { control, reel } = prompter();
    reel.scroll.touched = true;
    control.steered("start");
    assert.equal(reel.scroll.running, false);
  });

  test("moves nothing on a page that nobody sees", () => {
    const { control, reel } = prompter();
    control._asleep = true;
    control.steered("start");
    assert.equal(reel.scroll.running, false);
  });

  test("what it started runs on when a controller is unplugged", () => {
    const { control, reel } = prompter();
    control.found({ key: "gamepad/0", kind: "gamepad", name: "gamepad/x", label: "x" });
    control.steered("start");
    control.lost("gamepad/0");
    assert.equal(reel.scroll.running, true);
  });
});
