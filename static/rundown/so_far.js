/** What the show has done so far: the answered questions, the promises, the pace. Read again when an event tells of it. */

import { Reading } from "../parts/polled_resource.js";

const TELLS = new Set(["question.answered", "question.reopened", "question.promised"]);

export class SoFar {
  constructor(feed, slug, changed) {
    this.aired = [];
    this.promises = [];
    this.pace = null;
    const path = `/api/v1/broadcasts/${encodeURIComponent(slug)}/rundown`;
    this._reading = new Reading(feed, path, (found) => (Object.assign(this, found), changed()));
    feed.addEventListener("reset", () => this._reading.read());
    feed.addEventListener("events", ({ detail }) => detail.some((event) => this._tells(event)) && this._reading.read());
  }

  get trouble() {
    return this._reading.trouble;
  }

  /** Any other change counts where it is of a question that is shown here: its place, say, or one more asker. */
  _tells({ type, question }) {
    return TELLS.has(type) || this.aired.some(({ number }) => number === question);
  }
}
