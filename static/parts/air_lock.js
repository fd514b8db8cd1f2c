/**
 * What keeps the air from changing twice: after each act on it, and after each change of it by anyone, the keys and
 * buttons are deaf until its events have come and a moment has passed. A second press was meant for what was seen.
 */

/** @import { Feed } from "./feed/feed.js" */
/** @import { Answer } from "./feed/types.js" */

import { onAir } from "./feed/in_order.js";

const MOMENT = 400; // ms: longer than a double click and than the time to see that the air has changed

export class Guard {
  /**
   * `changed` is called whenever `deaf` may be another.
   *
   * @param {Feed} feed
   * @param {() => void} changed
   */
  constructor(feed, changed) {
    this.feed = feed;
    this._changed = changed;
    this._acting = false;
    this._until = 0; // the log's number that the last act's events have
    /** @type {number | null} */
    this._quiet = null; // the timer of the moment
    /** @type {number | null | undefined} */
    this._air = undefined; // what was on air when last looked
    for (const name of /** @type {const} */ (["events", "change"])) feed.addEventListener(name, () => this._look());
    feed.addEventListener("reset", () => {
      // A snapshot is the truth, and its numbers may be of another log.
      this._until = 0;
      this._look();
    });
  }

  get deaf() {
    return this._acting || this._quiet !== null || (this.feed.to !== null && this.feed.to < this._until);
  }

  /**
   * One act on the air: `send` resolves with the server's answer. Null where it was not heard.
   *
   * @param {() => Promise<Answer>} send
   */
  async once(send) {
    if (this.deaf) return null;
    this._acting = true;
    this._changed();
    try {
      const answer = await send();
      if (answer.ok && answer.seq) this._until = answer.seq;
      return answer;
    } finally {
      this._acting = false;
      this._pause();
    }
  }

  _look() {
    if (!this.feed.state.broadcast) return;
    const air = onAir(this.feed.state);
    const number = air ? air.number : null;
    const before = this._air;
    this._air = number;
    if (before !== undefined && before !== number) this._pause();
  }

  _pause() {
    clearTimeout(this._quiet ?? undefined);
    this._quiet = setTimeout(() => {
      this._quiet = null;
      this._changed();
    }, MOMENT);
    this._changed();
  }
}
