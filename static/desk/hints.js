/** What the server's language work says of the open question: likely doubles, other topics, a shorter wording. */

/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { DeskEvent, Shorter, Similar } from "./types.js" */

import { get, questionsPath } from "../parts/api.js";
import { AnsweredBefore } from "../parts/questions/answered_before.js";

/** Stepping through the queue does not ask for each question that is passed. */
const SETTLED = 150;
const AGAIN = 400;

/** @import { Alike } from "../parts/matters/types.js" */
/** @typedef {{ similar: Similar[], topics: string[], localities: string[], matters: Alike[], shorter: Shorter | null }} Found */

/** @type {Found} */
const NOTHING = { similar: [], topics: [], localities: [], matters: [], shorter: null };

/** Tells "change" when there is something new to show. `status`: "", "looking", "known" or "failed". */
export class Hints extends EventTarget {
  /**
   * @param {Feed} feed
   * @param {string} slug
   */
  constructor(feed, slug) {
    super();
    this.slug = slug;
    /** @type {number | null} */
    this.number = null;
    this.status = "";
    this.found = NOTHING;
    this.before = new AnsweredBefore();
    this.before.addEventListener("change", () => this._tell());
    this._round = 0;
    feed.addEventListener("events", (event) => this._happened(/** @type {CustomEvent<DeskEvent[]>} */ (event).detail));
    feed.addEventListener("reset", () => this.number && this._ask(SETTLED));
  }

  /**
   * This question is open now (null: none).
   *
   * @param {number | null} number
   */
  open(number) {
    if (number === this.number) return;
    this.number = number;
    this.found = NOTHING;
    this.before.open(number ? `${questionsPath(this.slug, number)}/earlier` : null);
    this._ask(SETTLED);
  }

  again() {
    this._ask(0);
  }

  /** @param {DeskEvent[]} events */
  _happened(events) {
    const shown = new Map(this.found.similar.map((one) => [one.number, one]));
    let stale = false;
    for (const { question, view, type } of events) {
      if (/^matter[.]/.test(type)) stale = true;
      const one = question && shown.get(question);
      if (question !== this.number && !one) continue;
      stale = true;
      if (view && one) Object.assign(one, view);
    }
    if (stale) this._ask(AGAIN);
  }

  /** @param {number} wait */
  _ask(wait) {
    clearTimeout(this._soon);
    this._round += 1; // an answer that is still on its way is dropped
    this.status = this.number ? (this.found.similar.length ? "known" : "looking") : "";
    this._tell();
    if (this.number) this._soon = setTimeout(() => this._read(this._round), wait);
  }

  /** @param {number} round */
  async _read(round) {
    try {
      /** @type {Partial<Found>} */
      const found = await get(`${questionsPath(this.slug, /** @type {number} */ (this.number))}/hints`);
      if (round !== this._round) return;
      this.found = { ...NOTHING, ...found };
      this.status = "known";
    } catch {
      if (round !== this._round) return;
      this.status = "failed";
    }
    this._tell();
  }

  _tell() {
    this.dispatchEvent(new Event("change"));
  }
}
