/**
 * Which question the two large actions are about: the one that was tapped, else the one on air, else the next.
 * When it becomes another by itself, the actions are deaf for a moment: a finger on its way was meant for the one before.
 */

import { onAir, shortlist } from "../parts/feed/state.js";

const MOMENT = 600; // ms: longer than a finger is on its way

export class Target {
  constructor(feed, changed) {
    this.feed = feed;
    this.deaf = false;
    this._changed = changed;
    this._chosen = null;
    this._number = undefined; // what it was when last looked
    feed.addEventListener("change", () => this._look());
  }

  get view() {
    const { state } = this.feed;
    return state.questions.get(this._chosen) || onAir(state) || shortlist(state)[0] || null;
  }

  choose(number) {
    this._chosen = number;
    this._number = number;
    this._changed();
  }

  is(view) {
    return this.view !== null && this.view.number === view.number;
  }

  _look() {
    const { state } = this.feed;
    if (!state.broadcast) return;
    const chosen = state.questions.get(this._chosen);
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
