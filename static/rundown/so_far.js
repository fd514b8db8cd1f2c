/** What the show has done so far: the answered questions, the promises, the pace. Read again when an event tells of it. */

import { get } from "../parts/api.js";

const TELLS = new Set(["question.answered", "question.reopened", "question.promised"]);
const AGAIN = 3000; // ms after a reading that failed

export class SoFar {
  constructor(feed, slug, changed) {
    this.aired = [];
    this.promises = [];
    this.pace = null;
    this.trouble = null;
    this._path = `/api/v1/broadcasts/${encodeURIComponent(slug)}/rundown`;
    this._changed = changed;
    feed.addEventListener("reset", () => this.read());
    feed.addEventListener("events", ({ detail }) => detail.some((event) => this._tells(event)) && this.read());
  }

  /** Any other change counts where it is of a question that is shown here: its place, say, or one more asker. */
  _tells({ type, question }) {
    return TELLS.has(type) || this.aired.some(({ number }) => number === question);
  }

  /** One reading at a time; whatever happens during one is read after it. */
  async read() {
    if (this._reading) {
      this._onceMore = true;
      return;
    }
    this._reading = true;
    clearTimeout(this._again);
    try {
      Object.assign(this, await get(this._path), { trouble: null });
    } catch (trouble) {
      this.trouble = trouble.message;
      this._again = setTimeout(() => this.read(), AGAIN);
    }
    this._reading = false;
    this._changed();
    if (this._onceMore) {
      this._onceMore = false;
      this.read();
    }
  }
}
