/**
 * Something that a screen reads over HTTP beside its feed, and reads again when told: one reading at a time, what happens
 * during one is read after it, and while the feed is out of touch nothing is asked.
 */

import { get } from "./api.js";

const AGAIN = 3000; // ms after a reading that failed

export class Reading {
  /** `taken` is given what was read. `every`: milliseconds at least from one reading to the next. */
  constructor(feed, path, taken, every = 0) {
    this.trouble = null;
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
    this._timer = null;
    this._busy = true;
    this._wanted = false;
    let wait = this._every;
    try {
      const found = await get(this._path);
      this.trouble = null;
      this._taken(found);
    } catch (trouble) {
      this.trouble = trouble.message;
      this._wanted = true;
      wait = AGAIN;
      this._taken({});
    }
    this._busy = false;
    this._notBefore = performance.now() + wait;
    if (this._wanted) this._soon();
  }
}
