/**
 * Something that a screen reads over HTTP beside its feed, and reads again when told: one reading at a time, what happens
 * during one is read after it, and while the feed is out of touch nothing is asked.
 */

/** @import { Feed } from "./feed/feed.js" */

import { get } from "./api.js";

const AGAIN = 3000; // ms after a reading that failed

/** @template Found  what is read */
export class Reading {
  /**
   * `taken` is given what was read, or nothing of it. `every`: milliseconds at least from one reading to the next.
   *
   * @param {Feed} feed
   * @param {string} path
   * @param {(found: Partial<Found>) => void} taken
   * @param {number} every
   */
  constructor(feed, path, taken, every = 0) {
    /** @type {string | null} */ this.trouble = null;
    /** @type {boolean | undefined} */ this._wanted;
    /** @type {boolean | undefined} */ this._busy;
    /** @type {number | undefined} */ this._timer;
    this._feed = feed;
    this._path = path;
    this._taken = taken;
    this._every = every;
    this._notBefore = 0;
    feed.addEventListener("change", () => this._wanted && this._soon());
  }

  read() {
    this._wanted = true;
    this._soon();
  }

  _soon() {
    if (this._busy || this._timer || this._feed.status !== "in_step") return;
    this._timer = setTimeout(() => this._read(), Math.max(0, this._notBefore - performance.now()));
  }

  async _read() {
    this._timer = undefined;
    this._busy = true;
    this._wanted = false;
    let wait = this._every;
    try {
      /** @type {Found} */
      const found = await get(this._path);
      this.trouble = null;
      this._taken(found);
    } catch (trouble) {
      this.trouble = /** @type {Error} */ (trouble).message;
      this._wanted = true;
      wait = AGAIN;
      this._taken({});
    }
    this._busy = false;
    this._notBefore = performance.now() + wait;
    if (this._wanted) this._soon();
  }
}
