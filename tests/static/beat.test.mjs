import "./page.mjs";
import assert from "node:assert/strict";
import { describe, test } from "node:test";

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** What waits for the next frame, and who is to be told that something does. */
const waiting = [];
let asked = () => {};
globalThis.requestAnimationFrame = (one) => (waiting.push(one), asked(), one);
globalThis.cancelAnimationFrame = (one) => waiting.splice(waiting.indexOf(one), 1);
globalThis.setInterval = () => 0;

/** As a browser draws: each that waits, and all that it sets going before the next. */
async function draw(time) {
  for (const one of waiting.splice(0)) {
    one(time);
    await settled();
  }
}

const { PATIENCE, frame, presentFrame } = await import("../../static/parts/frame.js");
const { OnBeat, beatOf } = await import("../../static/parts/feed/beat.js");

/** As much of an element as its controllers ask for; `drawn` has the frames that drew it. */
function element(feed) {
  const controllers = [];
  const host = {
    feed,
    drawn: [],
    isConnected: true,
    addController: (one) => controllers.push(one),
    requestUpdate() {
      host.drawn.push(presentFrame());
      for (const one of controllers) one.hostUpdate?.();
    },
    come: () => controllers.forEach((one) => one.hostConnected?.()),
    go: () => controllers.forEach((one) => one.hostDisconnected?.()),
  };
  new OnBeat(host);
  host.come();
  return host;
}

const change = (feed) => feed.dispatchEvent(new Event("change"));

describe("a frame", () => {
  test("is one for all who ask before it, and for all who ask while it is drawn", async () => {
    const seen = [];
    frame().then(() => {
      seen.push(presentFrame());
      frame().then(() => seen.push(presentFrame()));
    });
    frame().then(() => seen.push(presentFrame()));
    await draw(16);
    assert.equal(seen.length, 3);
    assert.equal(new Set(seen).size, 1);
    assert.notEqual(seen[0], null);
    assert.equal(presentFrame(), null);
  });

  test("is another after it is drawn", async () => {
    const seen = [];
    frame().then(() => seen.push(presentFrame()));
    await draw(32);
    frame().then(() => seen.push(presentFrame()));
    assert.equal(seen.length, 1);
    await draw(48);
    assert.equal(new Set(seen).size, 2);
  });
});

describe("a page that is given no frames", () => {
  test("is drawn a moment later, and as ever once there are frames again", async (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const seen = [];
    frame().then(() => seen.push(presentFrame()));
    context.mock.timers.tick(PATIENCE);
    await Promise.resolve();
    assert.equal(seen.length, 1);
    assert.deepEqual(waiting, []);
    context.mock.timers.tick(1);
    assert.equal(presentFrame(), null);
    frame().then(() => seen.push(presentFrame()));
    await draw(64);
    assert.equal(new Set(seen).size, 2);
    assert.equal(presentFrame(), null);
  });
});

describe("a feed's beat", () => {
  test("draws all that shows the feed in one frame, once for many changes", async () => {
    const feed = new EventTarget();
    const [parent, child] = [element(feed), element(feed)];
    for (let n = 0; n < 5; n++) change(feed);
    await draw(16);
    assert.equal(parent.drawn.length, 1);
    assert.deepEqual(child.drawn, parent.drawn);
  });

  test("draws a change that comes when the frame has drawn what was before it", async () => {
    const feed = new EventTarget();
    const shown = element(feed);
    change(feed);
    await settled();
    const [drawing, over] = waiting.splice(0);
    drawing(16);
    await settled();
    change(feed);
    await settled();
    over(16);
    await draw(32);
    assert.equal(shown.drawn.length, 2);
  });

  test("draws nothing a second time in a frame that has drawn it", async () => {
    const feed = new EventTarget();
    const parent = element(feed);
    const child = element(feed);
    parent.requestUpdate = () => child.requestUpdate(); // as by a property that it sets
    change(feed);
    await draw(16);
    assert.equal(child.drawn.length, 1);
  });

  test("draws each change where the browser gives two frames one time", async () => {
    const feed = new EventTarget();
    const shown = element(feed);
    for (let n = 0; n < 2; n++) {
      change(feed);
      await draw(16);
    }
    assert.equal(shown.drawn.length, 2);
  });

  test("reaches no element that has gone, and reaches it again when it is back", async () => {
    const feed = new EventTarget();
    const gone = element(feed);
    gone.go();
    change(feed);
    await draw(16);
    assert.deepEqual(gone.drawn, []);
    gone.come();
    change(feed);
    await draw(32);
    assert.equal(gone.drawn.length, 1);
  });

  test("waits between two drawings of a stream as long as the screen is calm", async () => {
    const feed = new EventTarget();
    const shown = element(feed);
    beatOf(feed).calm = 30;
    change(feed);
    await settled();
    await draw(16);
    const first = performance.now();
    const next = new Promise((resolve) => (asked = resolve));
    change(feed);
    await settled();
    assert.equal(waiting.length, 0);
    await next;
    await draw(first + 30);
    assert.equal(shown.drawn.length, 2);
  });
});
