/**
 * Which question the two large actions are about: the one that was tapped, else the one on air, else the next.
 * When it becomes another by itself, the actions are deaf for a moment: a finger on its way was meant for the one before.
 */

/** @import { QuestionView } from "../generated/protocol.js" */
/** @import { Feed } from "../parts/feed/feed.js" */

import { onAir, shortlist } from "../parts/feed/in_order.js";

const MOMENT = 600; // ms: longer than a finger is on its way

export class Target {
  /**
   * @param {Feed} feed
   * @param {() => void} changed
   */
  constructor(feed, changed) {
    this.feed = feed;
    this.deaf = false;
    this._changed = changed;
    /** @type {number | null} */
    this._chosen = null;
    /** @type {number | null | undefined} */
    this._number = undefined; // what it was when last looked
    /** @type {number | undefined} */
    this._timer = undefined;
    feed.addEventListener("change", () => this._look());
  }

  get view() {
    const { state } = this.feed;
    return this._chosenView || onAir(state) || shortlist(state)[0] || null;
  }

  get _chosenView() {
    return this._chosen === null ? undefined : this.feed.state.questions.get(this._chosen);
  }

  /** @param {number} number */
  choose(number) {
    this._chosen = number;
    this._number = number;
    this._changed();
  }

  /** @param {QuestionView} view */
  is(view) {
    return this.view !== null && this.view.number === view.number;
  }

  _look() {
    const { state } = this.feed;
    if (!state.broadcast) return;
    const chosen = this._chosenView;
    // Whatever went to air, or left the list, is followed from there as everything is.
    if (!chosen || chosen.state === "on_air") this._chosen = null;
    const number = this.view ? this.view.number : null;
    if (this._number !== undefined && number !== this._number) this._pause();
    this._number = number;
  }

  _pause() {
    this.deaf = true;
    clearTimeout(this._timer);
    this._timer = setTimeout(() => {
      this.deaf = false;
      this._changed();
    }, MOMENT);
    this._changed();
  }
}
