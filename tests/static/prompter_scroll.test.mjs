import "./page.mjs";
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";

let now = 0;
const asked = [];
globalThis.matchMedia = () => ({ matches: false });
globalThis.requestAnimationFrame = (act) => asked.push(act);

/** As a browser of sixty frames a second would, or of one that has been away for `ms`. */
function frames(count, ms = 16) {
  for (let n = 0; n < count; n += 1) {
    now += ms;
    for (const act of asked.splice(0)) act(now);
  }
}

const { Scroll } = await import("../../static/prompter/scroll.js");

/** A text of 90 lines of 100 px, read at 50 px a second by itself. */
function text() {
  let [taken, told] = [0, 0];
  const scroll = new Scroll({ style: {} }, () => (told += 1));
  Object.assign(scroll, { leading: 100, rate: 50, taken: () => (taken += 1) });
  scroll.bound({ home: -40, end: 8900, last: 9000 });
  scroll.put(1000);
  return { scroll, taken: () => taken, told: () => told };
}

describe("a text that a controller moves", () => {
  beforeEach(() => asked.splice(0));

  test("goes as many lines a second as it is told, on and back", () => {
    for (const [speed, where] of [
      [3, 1300],
      [-3, 700],
    ]) {
      const { scroll } = text();
      scroll.drive(speed);
      frames(1);
      frames(100, 10);
      assert.ok(Math.abs(scroll.position - where) < 0.001, `${scroll.position}`);
    }
  });

  test("stands in the moment in which it is let go, on a whole pixel, and asks for no more frames", () => {
    const { scroll } = text();
    scroll.drive(3.7);
    frames(20);
    const before = scroll.position;
    scroll.drive(0);
    assert.ok(!scroll.moving && Number.isInteger(scroll.position) && Math.abs(scroll.position - before) <= 0.5);
    const there = scroll.position;
    frames(5);
    assert.deepEqual([scroll.position, asked.length], [there, 0]);
  });

  test("never jumps: in a frame it goes no farther than its speed, and from a long pause no farther than from a short one", () => {
    const { scroll } = text();
    for (let n = 0; n < 400; n += 1) {
      const speed = Math.sin(n / 7) * 6;
      scroll.drive(speed);
      const before = scroll.position;
      const pause = n % 50 === 49 ? 60_000 : 16;
      frames(1, pause);
      assert.ok(Math.abs(scroll.position - before) <= (Math.abs(speed) * 100 * Math.min(pause, 100)) / 1000 + 0.001);
    }
  });

  test("goes from the top to where the hand may go, and no farther", () => {
    const { scroll } = text();
    scroll.drive(12);
    frames(2000);
    assert.equal(scroll.position, 9000);
    scroll.drive(-12);
    frames(2000);
    assert.equal(scroll.position, -40);
  });

  test("no longer goes by itself, and does not again when it is let go", () => {
    const { scroll } = text();
    scroll.start();
    scroll.drive(1);
    assert.equal(scroll.running, false);
    scroll.drive(0);
    frames(10);
    assert.equal(scroll.moving, false);
  });

  test("a controller at rest leaves alone what goes by itself", () => {
    const { scroll } = text();
    scroll.start();
    scroll.drive(0);
    assert.equal(scroll.running, true);
  });

  const hand = {
    "a line": (scroll) => scroll.by(100),
    "to the top": (scroll) => scroll.home(),
    "a finger that moves": (scroll) => scroll.drag(10),
    "a finger that lets go": (scroll) => scroll.letGo(0),
    "a finger that is there": (scroll) => scroll.yield(),
    "start and pause": (scroll) => scroll.toggle(),
    start: (scroll) => scroll.start(),
  };
  for (const [name, act] of Object.entries(hand))
    test(`the hand takes it over: ${name}`, () => {
      const { scroll, taken } = text();
      scroll.drive(6);
      frames(5);
      act(scroll);
      assert.equal(taken(), 1);
      assert.equal(scroll.moving, name === "start");
    });

  test("what is put in its place while it moves goes on from there, between two pixels too", () => {
    const { scroll } = text();
    scroll.drive(2);
    frames(3);
    scroll.put(2000.25);
    assert.deepEqual([scroll.position, scroll.moving], [2000.25, true]);
  });

  test("tells that it starts and that it stops, and not each change of its speed", () => {
    const { scroll, told } = text();
    for (const speed of [1, 2, 3, 2, 0]) scroll.drive(speed);
    assert.equal(told(), 2);
  });

  test("who started what goes by itself is nobody else's when the presenter starts it anew", () => {
    const { scroll } = text();
    scroll.start();
    scroll.starter = "gamepad/0";
    scroll.toggle();
    scroll.toggle();
    assert.equal(scroll.starter, null);
  });
});
