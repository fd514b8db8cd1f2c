/** What the show has done so far: the answered questions, the promises, the pace. Read again when an event tells of it. */

/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { FeedEvent } from "../parts/feed/types.js" */
/** @import { Aired, Done, Promised } from "./types.js" */

import { Reading } from "../parts/polled_resource.js";

const TELLS = new Set([
  ...["question.answered", "question.reopened", "question.promised"],
  ...["question.promise_amended", "question.promise_withdrawn", "broadcast.unwrapped"],
]);

export class SoFar {
  /**
   * @param {Feed} feed
   * @param {string} slug
   * @param {() => void} changed
   */
  constructor(feed, slug, changed) {
    /** @type {Aired[]} */ this.aired = [];
    /** @type {Promised[]} */ this.promises = [];
    /** @type {number | null} */ this.pace = null;
    /** @type {Done["unwrapped"]} */ this.unwrapped = null;
    const path = `/api/v1/broadcasts/${encodeURIComponent(slug)}/rundown`;
    /** @type {(found: Partial<Done>) => void} */
    const taken = (found) => (Object.assign(this, found), changed());
    this._reading = new Reading(feed, path, taken);
    feed.addEventListener("reset", () => this._reading.read());
    feed.addEventListener("events", ({ detail }) => detail.some((event) => this._tells(event)) && this._reading.read());
  }

  get trouble() {
    return this._reading.trouble;
  }

  /**
   * Any other change counts where it is of a question that is shown here: its place, say, or one more asker.
   *
   * @param {FeedEvent} event
   */
  _tells({ type, question }) {
    return TELLS.has(type) || this.aired.some(({ number }) => number === question);
  }
}
