/**
 * What a feed holds, kept on this device: a page that opens while the server is away begins with the last state.
 *
 * A tablet is left lying about and handed on, so nothing by which somebody is reached is kept, and nothing for long.
 */

/** @import { Feed } from "./feed.js" */
/** @import { Held } from "./types.js" */

import { emptyState } from "./state.js";

const PREFIX = "live.kept.";
const FORMAT = 3; // another number, and what an older program kept is not taken up
const EVERY = 1000; // ms at least between two writings
const TERM = 12 * 3600 * 1000; // ms: a show and its evening

/** Fields of a view that tell how somebody is reached. */
const CONTACTS = ["contact", "profile", "recording_url"];

/** @typedef {Held & { kept_at: number }} Kept */

export class Keeper {
  /**
   * @param {Feed} feed
   * @param {string} name
   */
  constructor(feed, name) {
    this._feed = feed;
    /** @type {number | undefined} */ this._timer;
    this._key = `${PREFIX}${FORMAT}.${name}`;
    sweep();
    const kept = this._read();
    if (kept) feed.begin({ ...kept, state: { ...emptyState(feed.screen), ...kept.state } });
    feed.addEventListener("change", () => this._soon());
    addEventListener("pagehide", () => this._write());
  }

  forget() {
    clearTimeout(this._timer);
    this._timer = undefined;
    remove(this._key);
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
      localStorage.setItem(this._key, packed(this._feed.held, Date.now()));
    } catch {
      this.forget(); // No room, or none is given: better nothing than what is no longer true.
    }
  }

  /** @returns {Held | null} */
  _read() {
    try {
      return unpacked(localStorage.getItem(this._key), Date.now());
    } catch {
      return null;
    }
  }
}

/** Takes away whatever a page has kept here whose term is over, or that nobody can read any more. */
export function sweep() {
  try {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
      const stale = !key.startsWith(`${PREFIX}${FORMAT}.`) || !unpacked(localStorage.getItem(key), Date.now());
      if (stale) remove(key);
    }
  } catch {
    // Nothing is kept by this browser.
  }
}

/**
 * What a page holds, as text to keep.
 *
 * @param {Held} held
 * @param {number} now
 */
export function packed(held, now) {
  return JSON.stringify({ ...held, kept_at: now }, (key, value) => {
    if (CONTACTS.includes(key)) return null;
    return value instanceof Map ? { map: [...value] } : value;
  });
}

/**
 * The same again; null where there is nothing, or its term is over.
 *
 * @param {string | null} text
 * @param {number} now
 * @returns {Held | null}
 */
export function unpacked(text, now) {
  const kept = /** @type {Kept | null} */ (
    JSON.parse(String(text), (_, value) => {
      const { map } = /** @type {{ map?: unknown }} */ (value ?? {});
      return Array.isArray(map) ? new Map(map) : value;
    })
  );
  if (!kept || !(now - kept.kept_at < TERM)) return null;
  return kept;
}

/** @param {string} key */
function remove(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept either.
  }
}
