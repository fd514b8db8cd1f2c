/** What a feed holds, kept on this device: a page that opens while the server is away begins with the last state. */

/** @import { Feed } from "./feed.js" */
/** @import { Held } from "./types.js" */

import { emptyState } from "./state.js";

const FORMAT = 1; // another number, and what an older program kept is not taken up
const EVERY = 1000; // ms at least between two writings

export class Keeper {
  /**
   * @param {Feed} feed
   * @param {string} name
   */
  constructor(feed, name) {
    this._feed = feed;
    /** @type {number | undefined} */ this._timer;
    this._key = `live.kept.${FORMAT}.${name}`;
    const kept = this._read();
    if (kept) feed.begin({ ...kept, state: { ...emptyState(feed.screen), ...kept.state } });
    feed.addEventListener("change", () => this._soon());
    addEventListener("pagehide", () => this._write());
  }

  forget() {
    clearTimeout(this._timer);
    this._timer = undefined;
    try {
      localStorage.removeItem(this._key);
    } catch {
      // Nothing was kept either.
    }
  }

  _soon() {
    if (this._timer || this._feed.status !== "in_step") return;
    this._timer = setTimeout(() => this._write(), EVERY);
  }

  _write() {
    clearTimeout(this._timer);
    this._timer = undefined;
    if (this._feed.status !== "in_step") return;
    try {
      localStorage.setItem(this._key, JSON.stringify(this._feed.held, packed));
    } catch {
      this.forget(); // No room, or none is given: better nothing than what is no longer true.
    }
  }

  /** @returns {Held | null} */
  _read() {
    try {
      return JSON.parse(/** @type {string} */ (localStorage.getItem(this._key)), unpacked);
    } catch {
      return null;
    }
  }
}

/** @type {(key: string, value: unknown) => unknown} */
function packed(key, value) {
  return value instanceof Map ? { map: [...value] } : value;
}

/** @type {(key: string, value: unknown) => unknown} */
function unpacked(key, value) {
  const { map } = /** @type {{ map?: unknown }} */ (value ?? {});
  return Array.isArray(map) ? new Map(map) : value;
}
