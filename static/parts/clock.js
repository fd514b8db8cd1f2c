/** A line of text that changes with the second and redraws nothing else: <live-tick .text=${(now) => "…"}>. */

/** @import { Feed } from "./feed/feed.js" */
/** @typedef {{ aired_at: string | null, minutes: number | null }} Timed  what a broadcast's view says of its times */

import { LiveElement } from "./element.js";
import { Every } from "./every.js";

export class LiveTick extends LiveElement {
  static properties = { text: { attribute: false }, feed: { attribute: false } };

  constructor() {
    super();
    /** @type {((now: Date) => string) | undefined} */ this.text;
    /** @type {Feed | undefined} */ this.feed;
    new Every(this, 200, () => this._write());
  }

  updated() {
    this._write();
  }

  _write() {
    const text = this.text && this.feed ? this.text(this.feed.now()) : "";
    if (this.textContent !== text) this.textContent = text;
  }
}

customElements.define("live-tick", LiveTick);

/**
 * Seconds that the show has run, or null before it is on air.
 *
 * @param {Timed | null | undefined} broadcast
 * @param {Date} now
 */
export function elapsed(broadcast, now) {
  return broadcast && broadcast.aired_at ? (now.getTime() - Date.parse(broadcast.aired_at)) / 1000 : null;
}

/**
 * Seconds that the show still has; below zero past its time; null before it is on air.
 *
 * @param {Timed | null | undefined} broadcast
 * @param {Date} now
 */
export function remaining(broadcast, now) {
  const gone = elapsed(broadcast, now);
  return gone === null ? null : (broadcast?.minutes ?? 0) * 60 - gone;
}
