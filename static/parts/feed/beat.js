/**
 * The beat of a feed: when what shows it is drawn anew. A single change is drawn at once, a stream of them calmly, the
 * passing of time twice a minute; all of a screen in the same frame.
 */

/** @import { LitElement } from "lit" */
/** @import { Feed } from "./feed.js" */

import { frame, presentFrame } from "../frame.js";
import { Listener } from "../listener.js";

const HALF_A_MINUTE = 30000;

/** @type {WeakMap<Feed, Beat>} */
const beats = new WeakMap();

/** @param {Feed} feed */
export function beatOf(feed) {
  const beat = beats.get(feed) || new Beat(feed);
  beats.set(feed, beat);
  return beat;
}

let changes = 0;

/** Tells "draw", within a frame. */
class Beat extends EventTarget {
  /** @param {Feed} feed */
  constructor(feed) {
    super();
    this.calm = 0; // milliseconds from one drawing of a stream to the next
    this.change = 0; // the last one's number, which no other beat has
    this._drawnAt = 0;
    this._coming = false;
    feed.addEventListener("change", () => this.soon());
    setInterval(() => this.soon(), HALF_A_MINUTE);
  }

  /** Something is to be drawn. */
  async soon() {
    this.change = ++changes;
    if (this._coming) return;
    this._coming = true;
    const wait = this._drawnAt + this.calm - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    await frame();
    this._coming = false;
    this._drawnAt = performance.now();
    this.dispatchEvent(new Event("draw"));
  }
}

/** Draws an element anew with its feed's beat, but for one that this frame has drawn since the last change. */
export class OnBeat {
  /** @param {LitElement & { feed?: Feed }} host */
  constructor(host) {
    this._host = host;
    this._drawn = "";
    host.addController(this);
    new Listener(host, () => host.feed && beatOf(host.feed), {
      draw: () => this._drawn !== this._now && host.requestUpdate(),
    });
  }

  /** The frame, and the change that is the last by now. */
  get _now() {
    const { feed } = this._host;
    return `${presentFrame()} ${feed && beatOf(feed).change}`;
  }

  hostUpdate() {
    this._drawn = this._now;
  }
}
