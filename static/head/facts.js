/** What the head's screen reads beside its feed: everything promised today, who asked about what, and what was before. */

/** @import { QuestionView } from "../generated/protocol.js" */
/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { Counted, EarlierQuestion, PromisedOne } from "./types.js" */

import { get, questionsPath } from "../parts/api.js";
import { Reading } from "../parts/polled_resource.js";
import { airText } from "../parts/words.js";

const TELLS = ["question.promised", "question.promise_amended", "question.promise_withdrawn"];
const COUNTED = 3000; // ms between two countings, however fast questions come
const AGAIN = 3000; // ms after a question's past that could not be read

/** @type {(slug: string, what: string) => string} */
const path = (slug, what) => `/api/v1/broadcasts/${encodeURIComponent(slug)}/${what}`;

/** Every promise of the show, the latest first; until they have been read, those of the questions that the feed holds. */
export class Promised {
  /**
   * @param {Feed} feed
   * @param {string} slug
   * @param {() => void} changed
   */
  constructor(feed, slug, changed) {
    this._feed = feed;
    /** @type {PromisedOne[] | null} */
    this._read = null;
    const reading = new Reading(
      feed,
      path(slug, "promises"),
      /** @param {{ promises?: PromisedOne[] }} found */
      ({ promises }) => promises && ((this._read = promises), changed()),
    );
    feed.addEventListener("reset", () => reading.read());
    feed.addEventListener("events", ({ detail }) => detail.some(({ type }) => TELLS.includes(type)) && reading.read());
  }

  /** @returns {PromisedOne[]} */
  get all() {
    return this._read || this._held();
  }

  forget() {
    this._read = null;
  }

  _held() {
    return [...this._feed.state.questions.values()]
      .sort((a, b) => b.number - a.number)
      .flatMap(({ number, version, state, promises }) =>
        [...(promises || [])].reverse().map((promise) => ({ ...promise, number, version, state })),
      );
  }
}

/** How many asked about which topic and from which place, over everything received; null until it is known. */
export class Counts {
  /**
   * @param {Feed} feed
   * @param {string} slug
   * @param {() => void} changed
   */
  constructor(feed, slug, changed) {
    /** @type {Counted | null} */
    this.told = null;
    const reading = new Reading(
      feed,
      path(slug, "counts"),
      /** @param {Partial<Counted>} found */
      (found) => found.topics && ((this.told = /** @type {Counted} */ (found)), changed()),
      COUNTED,
    );
    // What the server counted a moment ago for another screen may be of before the last event.
    feed.addEventListener("change", () => (!this.told || this.told.to !== feed.to) && reading.read());
  }

  forget() {
    this.told = null;
  }
}

/** What earlier broadcasts said of the questions in sight: asked once for each, and again when its text is another. */
export class Earlier {
  /**
   * @param {Feed} feed
   * @param {string} slug
   * @param {() => void} changed
   */
  constructor(feed, slug, changed) {
    this._feed = feed;
    this._slug = slug;
    this._changed = changed;
    /** @type {Map<number, { text: string, found: EarlierQuestion[] }>} */
    this._known = new Map();
    /** @type {{ number: number, text: string }[]} */
    this._wanted = [];
    this._busy = false;
    feed.addEventListener("change", () => this._next());
  }

  /**
   * These questions are in sight now, the most important first.
   *
   * @param {QuestionView[]} views
   */
  see(views) {
    this._wanted = views.map((view) => ({ number: view.number, text: airText(view) }));
    this._next();
  }

  /** @param {QuestionView} view */
  of(view) {
    const known = this._known.get(view.number);
    return known ? known.found : [];
  }

  forget() {
    this._known.clear();
  }

  async _next() {
    if (this._busy || this._feed.status !== "in_step") return;
    const wanted = this._wanted.find(({ number, text }) => this._known.get(number)?.text !== text);
    if (!wanted) return;
    this._busy = true;
    try {
      const { earlier } = await get(`${questionsPath(this._slug, wanted.number)}/earlier`);
      this._known.set(wanted.number, { text: wanted.text, found: earlier });
      this._changed();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
    }
    this._busy = false;
    this._next();
  }
}
