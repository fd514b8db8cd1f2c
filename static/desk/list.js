/**
 * The desk's list. It never moves under the person: while the pointer is on it, it is scrolled, something is selected,
 * or one of its questions is open, it is held still (order.js). Only the rows in sight are in the document.
 */

/** @import { PropertyValues } from "lit" */
/** @import { Listing } from "./list_order.js" */
/** @import { Views } from "./loader.js" */
/** @import { Order } from "./order.js" */
/** @import { SelectedQuestions } from "./selection.js" */

import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { icon } from "../parts/icon.js";
import { counted, t, tn } from "../parts/i18n.js";
import { RowList } from "../parts/list/row_list.js";
import { Listener } from "../parts/listener.js";
import { roughly } from "../parts/time.js";
import { writers } from "../parts/writing.js";
import { Drag } from "./drag.js";
import { nothingHere } from "./first.js";
import { row } from "./row.js";
import { stackSwitch } from "./stack.js";
import { waited } from "./wait.js";

/** How near the end the next page is asked for, in rows. */
const NEAR = 300;
/** Pixels by which a list may be scrolled and still counts as at its top. */
const TOP = 4;

/** @extends {RowList<number, Listing, SelectedQuestions>} */
export class DeskList extends RowList {
  static properties = { ...RowList.properties, views: { attribute: false }, tab: { attribute: false } };

  constructor() {
    super(60);
    /** @type {Views} */ this.views;
    /** @type {string} */ this.tab;
    /** @type {number[]} */
    this._seen = []; // the numbers in the document
    this._pointed = false;
    /** @type {number | undefined} */ this._marked; // the number of the first one in sight
    /** @type {Order | undefined} */ this._markedOf; // in this order
    this.drag = new Drag(this);
    new Listener(this, () => this.rows.scroller, {
      pointermove: (event) => this._pointedAt(event),
      pointerleave: () => this._pointedAway(),
      ...this.drag.hears,
    });
  }

  get order() {
    return this.listing.order;
  }

  /** Whether nothing may move now. */
  get held() {
    if (!this.hasUpdated) return false;
    return (
      this.rows.scroll >= TOP ||
      this._pointed ||
      Boolean(this.drag.view) ||
      this.selection.size > 0 ||
      Boolean(this.open && this.order.shows(this.open))
    );
  }

  /**
   * The question `by` rows from `number`, as the eye goes: at the ends the last one.
   *
   * @param {number | null} number
   * @param {number} by
   */
  beside(number, by) {
    const { order } = this;
    if (!order.length) return null;
    if (!number) return order.at(0);
    const place = order.place(number);
    // A question that is not in the list stands between two of it.
    const from = order.shows(number) || by < 0 ? place : place - 1;
    return order.at(Math.min(order.length - 1, Math.max(0, from + by)));
  }

  /** Shows what waits, from the top. */
  release() {
    this.listing.release();
    this.begin();
  }

  /** Only what is new waits for somebody. */
  get _tellsWait() {
    return this.tab === "new";
  }

  /** @param {PropertyValues} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    const { order } = this;
    if (!this.held && order.waiting.size + order.gone.size) order.release();
    this.rows.lay(order.length, this._where());
    this._seen = order.slice(this.rows.first, this.rows.last);
    this._marked = order.at(this.rows.mark);
    this._markedOf = order;
    const { oldest } = this.listing;
    this.listing.sight = this._seen[this._seen.length - 1];
    const known = oldest && this._tellsWait ? [...this._seen, oldest] : this._seen;
    this.views.remember(known);
    this.views.want(known);
    if (this.rows.last > order.length - NEAR) this.listing.more();
  }

  /** Where the list is to be scrolled to: it keeps what the eye is on, and shows a question newly opened. */
  _where() {
    const { order, open, rows } = this;
    const goal = rows.goal();
    let top = rows.scroll;
    if (this._markedOf !== order) top = 0;
    else if (goal !== undefined) top = goal;
    else if (top >= TOP && this._marked !== undefined) top += (order.place(this._marked) - rows.mark) * rows.height;
    const place = open && order.shows(open) ? order.place(open) : -1;
    // One that is still to be loaded is shown when it is.
    const comes = Boolean(open) && !(this.listing.status === "ready" && order.reaches(Number(open)));
    return rows.reveal(open, place, top, comes);
  }

  render() {
    const { order, listing } = this;
    const active = this.open && this._seen.includes(this.open) ? `question-${this.open}` : nothing;
    return html`<div class="waiting">
        ${
          order.waiting.size
            ? html`<button class="button own" @click=${this.release}>${icon("arrow-up")} ${tn("{n} new one|{n} new ones", order.waiting.size)} <kbd>Home</kbd></button>`
            : nothing
        }
        <span class="grow quiet small" role="status">${this._status()}</span>
        ${this._longestWait()}
        ${stackSwitch(() => this.dispatchEvent(new Event("stacks")))}
        <button class="button bare" aria-pressed=${listing.oldestFirst ? "true" : "false"} title=${t("Newest or oldest first")} @click=${() => this.dispatchEvent(new Event("turn"))}>
          ${listing.oldestFirst ? icon("arrow-up-narrow-wide") : icon("arrow-down-wide-narrow")}
          <span class="unseen">${listing.oldestFirst ? t("Oldest first") : t("Newest first")}</span> <kbd>O</kbd>
        </button>
      </div>
      ${this._window(
        repeat(
          this._seen,
          (number) => number,
          (number, i) => this._row(number, this.rows.first + i),
        ),
        { label: t("Questions"), active, busy: listing.status === "loading", doubtful: !listing.current },
      )}
      ${this._instead()}`;
  }

  /**
   * A finger that has left the glass points at nothing.
   *
   * @param {PointerEvent} event
   */
  _pointedAt(event) {
    this._pointed = event.pointerType !== "touch";
  }

  _pointedAway() {
    this._pointed = false;
    this.requestUpdate();
  }

  /**
   * @param {number} number
   * @param {number} place
   */
  _row(number, place) {
    const { order, feed, selection } = this;
    const claim = feed.claimOf(number);
    return row(this.views.find(number), {
      number,
      place,
      claim,
      writes: writers(feed, "question", number)[0],
      pending: feed.pending.of(number),
      size: order.complete ? order.length : -1,
      open: number === this.open,
      gone: order.gone.has(number),
      picked: selection.has(number),
      changed: selection.changed(number),
      into: this.drag.target === number,
      mine: Boolean(claim && claim.mark === feed.you.mark),
      now: feed.now(),
      showsState: ["all", "air"].includes(this.tab),
      sought: (this.listing.filter && this.listing.filter.q) || "",
    });
  }

  _status() {
    const { listing, views, order } = this;
    if (listing.status === "loading" && !listing.current)
      return listing.filter && listing.filter.q ? t("Searching…") : t("Loading…");
    if (listing.trouble || views.trouble)
      return t("Not complete: {trouble} It is tried again.", { trouble: listing.trouble || views.trouble });
    const { count, more } = listing.total;
    const words = tn("{n} question|{n} questions", count, { n: counted(count) });
    return more ? t("more than {n}", { n: words }) : order.waiting.size ? t("of {n}", { n: words }) : words;
  }

  /** How long the oldest has waited: by itself, since a list that begins with the newest hides it. */
  _longestWait() {
    const { oldest } = this.listing;
    const view = oldest && this._tellsWait && this.listing.current ? this.views.find(oldest) : null;
    if (!view) return nothing;
    const { minutes, late } = waited(view, this.feed.state.broadcast, this.feed.now());
    if (minutes < 1) return nothing;
    return html`<span class="longest small ${late ? "late" : "quiet"}" title=${t("The longest wait: № {number}", { number: view.number })}>
      ${icon("clock")} ${t("waits {time}", { time: roughly(minutes) })}</span>`;
  }

  /** What stands in the place of rows where there are none. */
  _instead() {
    const { listing, order } = this;
    if (listing.status === "failed" && !listing.current) return this._failed();
    return listing.status === "ready" && !order.length ? nothingHere(this.feed, listing.filter) : nothing;
  }

  /** @param {string} said */
  _key(said) {
    return Number(said);
  }

  /**
   * @param {number | null} from
   * @param {number} to
   */
  _between(from, to) {
    const { order } = this;
    const [first, last] = [order.place(from ?? to), order.place(to)].sort((a, b) => a - b);
    return order.slice(first, last + 1);
  }
}

customElements.define("desk-list", DeskList);
