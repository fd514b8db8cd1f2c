/**
 * The views of questions that the feed does not hold: fetched a few at a time when they come into sight, kept fresh by
 * events, and bounded.
 */

/** @import { TicketedOne } from "../generated/protocol.js" */
/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { DeskEvent, WholeView } from "./types.js" */

import { get, questionsPath } from "../parts/api.js";
import { light } from "../parts/feed/light.js";

const KEPT = 1000;
const AT_ONCE = 500;
const SOON = 20;
const AGAIN = 3000;

export class Views {
  /**
   * `changed()` is called when there is something new to draw.
   *
   * @param {Feed} feed
   * @param {string} slug
   * @param {() => void} changed
   */
  constructor(feed, slug, changed) {
    this.feed = feed;
    this.path = questionsPath(slug);
    this.changed = changed;
    this.trouble = "";
    /** @type {Map<number, { view: WholeView, round: number, at: number }>} */
    this._kept = new Map(); // by number; the longest unused first
    this._round = 0; // counts the feed's resets: what was kept before one may be out of date
    this._at = 0; // counts events
    /** @type {Set<number>} */
    this._missing = new Set();
    /** @type {Set<number>} */
    this._absent = new Set(); // the server has no such question for this person
    /** @type {number | null} */
    this._soon = null;
    this._reading = false;
  }

  /**
   * A question's present view, as far as it is known.
   *
   * @param {number} number
   */
  find(number) {
    const held = this._held(number);
    const kept = this._kept.get(number);
    return held || (kept && kept.view);
  }

  /** @param {number} number */
  _held(number) {
    return /** @type {WholeView | undefined} */ (this.feed.state.questions.get(number));
  }

  /**
   * The same number while its view is on its way, else null: it is known, or there is none.
   *
   * @param {number | null} number
   */
  awaited(number) {
    return number && !this.find(number) && !this._absent.has(number) ? number : null;
  }

  /** @param {DeskEvent[]} events */
  happened(events) {
    for (const event of events) {
      if (event.type === "questions.ticketed") this._ticketed(event.questions, event.at);
      else if (event.view) this._keep(event.question, event.view, ++this._at);
    }
  }

  /** The feed was reset: events may have been missed. What is kept stays in sight until it is read again. */
  reset() {
    this._round += 1;
    this._absent.clear();
  }

  /**
   * These are in sight: what is not known of them, or out of date, is fetched soon.
   *
   * @param {number[]} numbers
   */
  want(numbers) {
    this._missing = new Set(numbers.filter((number) => this._lacks(number)));
    if (this._missing.size && !this._soon) {
      this._soon = setTimeout(() => {
        this._soon = null;
        this._fetch();
      }, SOON);
    }
  }

  /**
   * The present views of all these numbers, fetched where needed; an Error when that fails.
   *
   * @param {number[]} numbers
   */
  async all(numbers) {
    const lacking = numbers.filter((number) => this._lacks(number));
    for (let i = 0; i < lacking.length; i += AT_ONCE) await this._read(lacking.slice(i, i + AT_ONCE));
    return numbers.map((number) => this.find(number)).filter((view) => view !== undefined);
  }

  /** @param {number} number */
  _lacks(number) {
    if (this._absent.has(number) || this.feed.state.questions.has(number)) return false;
    const kept = this._kept.get(number);
    return !kept || kept.round !== this._round;
  }

  async _fetch() {
    if (this._reading) return;
    this._reading = true;
    while (this._missing.size) {
      const numbers = [...this._missing].slice(0, AT_ONCE);
      try {
        await this._read(numbers);
        this.trouble = "";
        for (const number of numbers) this._missing.delete(number);
      } catch (trouble) {
        this.trouble = /** @type {Error} */ (trouble).message;
        this.changed();
        await new Promise((resolve) => setTimeout(resolve, AGAIN));
      }
    }
    this._reading = false;
    this.changed();
  }

  /** @param {number[]} numbers */
  async _read(numbers) {
    const [round, since] = [this._round, this._at];
    /** @type {{ questions: WholeView[] }} */
    const page = await get(this.path, { only: numbers.join(","), limit: numbers.length });
    const found = new Set();
    for (const view of page.questions) {
      found.add(view.number);
      const kept = this._kept.get(view.number);
      // What an event has brought since is newer than what was read.
      if (!kept || kept.at <= since) this._keep(view.number, view, since, round);
    }
    for (const number of numbers) if (!found.has(number)) this._absent.add(number);
    this.changed();
  }

  /**
   * @param {number} number
   * @param {WholeView} view
   * @param {number} at
   */
  _keep(number, view, at, round = this._round) {
    const kept = this._kept.get(number);
    if (kept && kept.view.version > view.version && kept.round === round) return;
    this._kept.delete(number);
    this._kept.set(number, { view: light(view), at, round });
    if (this._kept.size > KEPT) this._kept.delete(/** @type {number} */ (this._kept.keys().next().value));
  }

  /**
   * @param {TicketedOne[]} questions
   * @param {string} at
   */
  _ticketed(questions, at) {
    for (const { question, version } of questions) {
      const kept = this._kept.get(question);
      if (!kept || kept.view.version > version) continue;
      const free = { rank: null, graphic: false, stack: null, stacked: 0 };
      kept.view = { ...kept.view, ...free, state: "ticketed", version, moved: { by: null, at } };
      kept.at = ++this._at;
    }
  }

  /**
   * These are in sight: kept as the feed holds them (it lets go of old ones by itself), and not the next to be dropped.
   *
   * @param {number[]} numbers
   */
  remember(numbers) {
    for (const number of numbers) {
      const held = this._held(number);
      const kept = this._kept.get(number);
      if (held) this._keep(number, held, this._at);
      else if (kept) (this._kept.delete(number), this._kept.set(number, kept));
    }
  }
}
