/**
 * Who is on which question or ticket: the open one is claimed once it is being read, for as long as the person is active,
 * and given back at once when they are not. A courtesy to the others; versions are what guards.
 */

/** @import { CommandType } from "../generated/protocol.js" */
/** @import { Feed } from "./feed/feed.js" */
/** @typedef {number | string} Subject  a question's number or a ticket's */

import { COMMANDS } from "../generated/protocol.js";

const AFTER = 800;
const RENEW = 25000;
const LOOK = 1000;
const IDLE = 60000;
const ACTIVITY = ["keydown", "pointermove", "pointerdown", "wheel", "input"];

/** Of a `kind` that is claimed: a question is held by one; on a ticket there may be several. */
export class Hold {
  /**
   * @param {Feed} feed
   * @param {"question" | "ticket"} kind
   */
  constructor(feed, kind = "question") {
    this.feed = feed;
    this.kind = kind;
    /** @type {Subject | null} */
    this.number = null; // the open one's
    /** @type {number | undefined} */ this._opening;
    /** @type {number | undefined} */ this._watch;
    /** @type {boolean | undefined} */ this._settled;
    /** @type {boolean | undefined} */ this._asking;
    /** @type {string | undefined} */ this._mark;
    this._mine = false; // it is claimed by this screen
    this._renewed = 0;
    this._active = Date.now();
    for (const type of ACTIVITY) addEventListener(type, () => this._stirred(), { capture: true, passive: true });
    feed.addEventListener("change", () => this._look());
  }

  /**
   * Another one is open, or none (null).
   *
   * @param {Subject | null} number
   */
  open(number) {
    if (number === this.number) return;
    this._giveBack();
    clearTimeout(this._opening);
    clearInterval(this._watch);
    this.number = number;
    this._settled = false;
    if (number) this._opening = setTimeout(() => this._settle(), AFTER);
  }

  get idle() {
    return Date.now() - this._active >= IDLE;
  }

  _settle() {
    this._settled = true;
    this._look();
    this._watch = setInterval(() => this._look(), LOOK);
  }

  _stirred() {
    const was = this.idle;
    this._active = Date.now();
    if (was) this._look();
  }

  /** Claims, renews or gives back, as it stands now. */
  _look() {
    const { feed, number } = this;
    // A new line is another holder to the server: what was held on the old one is free, and is claimed again.
    if (feed.you.mark !== this._mark) [this._mark, this._mine] = [feed.you.mark, false];
    if (!number || !this._settled || this._asking) return;
    if (this._mine && this.idle) this._giveBack();
    if (this.idle || feed.status !== "in_step" || !feed.may(...COMMANDS[`${this.kind}.claim`])) return;
    const claim = this.kind === "question" && feed.claimOf(/** @type {number} */ (number));
    const free = !claim || claim.mark === feed.you.mark;
    if (this._mine ? Date.now() - this._renewed >= RENEW : free) this._claim();
  }

  async _claim() {
    const { feed, number } = this;
    this._asking = true;
    const mark = feed.you.mark;
    const answer = await feed.command(`${this.kind}.claim`, { [this.kind]: number });
    this._asking = false;
    if (number !== this.number) {
      if (answer.ok && number) this._release(number); // the person has gone on while the answer was on its way
      this._look();
    } else if (mark === feed.you.mark) {
      this._mine = answer.ok; // refused: another was first; looked at again in a second
      this._renewed = Date.now();
    }
  }

  _giveBack() {
    if (this._mine && this.number) this._release(this.number);
    this._mine = false;
  }

  /** @param {Subject} number */
  _release(number) {
    // Without a line nothing is held: the server let go with the socket.
    if (this.feed.status === "in_step") this.feed.command(`${this.kind}.release`, { [this.kind]: number });
  }
}
