/**
 * The desk's list. It never moves under the person: while the pointer is on it, it is scrolled, something is selected,
 * or one of its questions is open, it is held still (order.js). Only the rows in sight are in the document.
 */

/** @import { PropertyValues } from "lit" */
/** @import { Listing } from "./list_order.js" */
/** @import { Views } from "./loader.js" */
/** @import { Order } from "./order.js" */
/** @import { Selection } from "./selection.js" */

import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { FeedElement } from "../parts/element.js";
import { icon } from "../parts/icon.js";
import { t, tn } from "../parts/i18n.js";
import { Listener } from "../parts/listener.js";
import { roughly } from "../parts/time.js";
import { Drag } from "./drag.js";
import { nothingHere } from "./first.js";
import { row } from "./row.js";
import { waited } from "./wait.js";

/** Rows beyond the edge that are in the document too, and how near the end the next page is asked for. */
const BEYOND = 10;
const NEAR = 300;
const TOP = 4;
/** Milliseconds between two drawings of a stream of arrivals: nobody reads faster. */
export const CALM = 80;

export class DeskList extends FeedElement {
  static properties = {
    ...FeedElement.properties,
    listing: { attribute: false },
    views: { attribute: false },
    selection: { attribute: false },
    actions: { attribute: false },
    open: { attribute: false },
    tab: { attribute: false },
  };

  constructor() {
    super();
    /** @type {Listing} */ this.listing;
    /** @type {Views} */ this.views;
    /** @type {Selection} */ this.selection;
    /** @type {number | null} */ this.open;
    /** @type {string} */ this.tab;
    this._height = 60; // of a row, until it is measured
    this._sight = 600;
    /** @type {number[]} */
    this._seen = []; // the numbers in the document
    // Noted when they change: asking the document while it is being written would lay the whole page out again.
    this._scroll = 0;
    this._pointed = false;
    this._first = 0; // the place of the first one in the document
    this._mark = 0; // the place of the first one in sight
    this._top = 0;
    /** @type {number | undefined} */ this._marked; // the number of the first one in sight
    /** @type {Order | undefined} */ this._markedOf; // in this order
    /** @type {number | undefined} */ this._goTo;
    /** @type {number | null | undefined} */ this._revealed;
    /** @type {Element | undefined} */ this._watched;
    /** @type {ResizeObserver | undefined} */ this._size;
    this.drag = new Drag(this);
    new Listener(this, () => this.listing, { change: () => this.requestUpdate() });
  }

  connectedCallback() {
    super.connectedCallback();
    this._size = new ResizeObserver(() => this._measure());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this._size?.disconnect();
  }

  get calm() {
    return CALM;
  }

  get order() {
    return this.listing.order;
  }

  get scroller() {
    return /** @type {HTMLElement} */ (this.querySelector(".rows"));
  }

  /** Whether nothing may move now. */
  get held() {
    const { scroller } = this;
    if (!scroller) return false;
    return (
      this._scroll >= TOP ||
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

  get page() {
    return Math.max(1, Math.floor(this._sight / this._height) - 1);
  }

  /** Shows what waits, from the top. */
  release() {
    this.listing.release();
    this._goTo = 0;
    this.requestUpdate();
  }

  /** Only what is new waits for somebody. */
  get _tellsWait() {
    return this.tab === "new";
  }

  /** From the top, in the other order. */
  turned() {
    this._goTo = 0;
    this.requestUpdate();
  }

  /** @param {PropertyValues} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    const { order } = this;
    if (!this.held && order.waiting.size + order.gone.size) order.release();
    this._top = this._where(this._scroll);
    const first = Math.max(0, Math.floor(this._top / this._height) - BEYOND);
    const last = Math.ceil((this._top + this._sight) / this._height) + BEYOND;
    this._first = first;
    this._seen = order.slice(first, Math.min(last, order.length));
    this._mark = Math.floor(this._top / this._height);
    this._marked = order.at(this._mark);
    this._markedOf = order;
    const { oldest } = order;
    const known = oldest && this._tellsWait ? [...this._seen, oldest] : this._seen;
    this.views.remember(known);
    this.views.want(known);
    if (last > order.length - NEAR) this.listing.more();
  }

  /**
   * Where the list is to be scrolled to: it keeps what the eye is on, and shows a question newly opened.
   *
   * @param {number} now
   */
  _where(now) {
    const { order, open } = this;
    let top = now;
    if (this._markedOf !== order) {
      top = 0;
    } else if (this._goTo !== undefined) {
      top = this._goTo;
    } else if (now >= TOP && this._marked !== undefined) {
      top = now + (order.place(this._marked) - this._mark) * this._height;
    }
    this._goTo = undefined;
    if (this._revealed !== open) {
      const shown = open && order.shows(open);
      if (shown) {
        const at = order.place(open) * this._height;
        // With its neighbours, so that the eye knows where the next step leads.
        top = Math.min(at - this._height, Math.max(top, at + 2 * this._height - this._sight));
      }
      // One that is still to be loaded is shown when it is.
      if (shown || !open || (this.listing.status === "ready" && order.reaches(open))) this._revealed = open;
    }
    return Math.max(0, Math.min(top, order.length * this._height - this._sight));
  }

  updated() {
    const { scroller } = this;
    if (Math.abs(this._scroll - this._top) >= 1) {
      scroller.scrollTop = this._top;
      this._scroll = this._top;
    }
    if (this._watched !== scroller) {
      this._watched = scroller;
      this._size?.observe(scroller);
      this._size?.observe(this._ruler);
    }
  }

  /** A row that nobody sees. */
  get _ruler() {
    return /** @type {HTMLElement} */ (this.querySelector(".measure"));
  }

  _measure() {
    const [height, sight] = [this._ruler.getBoundingClientRect().height, this.scroller.clientHeight];
    if (!height || !sight || (height === this._height && sight === this._sight)) return; // not in sight, as on a phone's other tab
    this._goTo = this._top * (height / this._height);
    this._height = height;
    this._sight = sight;
    this.requestUpdate();
  }

  render() {
    const { order, listing } = this;
    const doubtful = !listing.current;
    const active = this.open && this._seen.includes(this.open) ? `question-${this.open}` : nothing;
    return html`<div class="waiting">
        ${
          order.waiting.size
            ? html`<button class="button own" @click=${this.release}>${icon("arrow-up")} ${tn("{n} new one|{n} new ones", order.waiting.size)} <kbd>Home</kbd></button>`
            : nothing
        }
        <span class="grow quiet small" role="status">${this._status()}</span>
        ${this._longestWait()}
        <button class="button bare" aria-pressed=${listing.oldestFirst ? "true" : "false"} title=${t("Newest or oldest first")} @click=${() => this.dispatchEvent(new Event("turn"))}>
          ${listing.oldestFirst ? icon("arrow-up-narrow-wide") : icon("arrow-down-wide-narrow")}
          <span class="unseen">${listing.oldestFirst ? t("Oldest first") : t("Newest first")}</span> <kbd>O</kbd>
        </button>
      </div>
      <div
        class="rows ${doubtful ? "doubtful" : ""}" role="listbox" tabindex="0" aria-label=${t("Questions")} aria-multiselectable="true"
        aria-busy=${listing.status === "loading" ? "true" : "false"} aria-activedescendant=${active}
        @scroll=${this._scrolled} @pointermove=${this._pointedAt} @pointerleave=${this._pointedAway} @click=${this._clicked}
        @dragstart=${this.drag.start} @dragenter=${this.drag.over} @dragover=${this.drag.over} @dragleave=${this.drag.left} @drop=${this.drag.drop} @dragend=${this.drag.end}
      >
        <div class="measure" role="presentation"></div>
        <div class="all" role="presentation" style="height:${order.length * this._height}px">
          <div role="presentation" style="transform:translateY(${this._first * this._height}px)">
            ${repeat(
              this._seen,
              (number) => number,
              (number, i) => this._row(number, this._first + i),
            )}
          </div>
        </div>
      </div>
      ${this._instead()}`;
  }

  /** @param {Event} event */
  _scrolled(event) {
    this._scroll = /** @type {HTMLElement} */ (event.target).scrollTop;
    this.requestUpdate();
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
    const words = tn("{n} question|{n} questions", count, { n: count.toLocaleString(document.documentElement.lang) });
    return more ? t("more than {n}", { n: words }) : order.waiting.size ? t("of {n}", { n: words }) : words;
  }

  /** How long the oldest has waited: by itself, since a list that begins with the newest hides it. */
  _longestWait() {
    const { oldest } = this.order;
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
    if (listing.status === "failed" && !listing.current) {
      return html`<p class="empty instead" role="alert">${listing.trouble}<br /><button class="button" @click=${() => listing.retry()}>${icon("rotate-ccw")} ${t("Try again")}</button></p>`;
    }
    return listing.status === "ready" && !order.length ? nothingHere(this.feed) : nothing;
  }

  /** @param {MouseEvent} event */
  _clicked(event) {
    const target = /** @type {Element} */ (event.target);
    const found = /** @type {HTMLElement | null} */ (target.closest("[data-number]"));
    if (!found) return;
    const number = Number(found.dataset.number);
    if (event.shiftKey) this._range(number);
    else if (event.ctrlKey || event.metaKey || target.closest(".pick")) this.selection.toggle(number);
    else this.dispatchEvent(new CustomEvent("open", { detail: number }));
  }

  /**
   * From the one last selected, or else the open one, to this.
   *
   * @param {number} number
   */
  _range(number) {
    const { order } = this;
    const from = this.selection.last ?? this.open ?? number;
    const [a, b] = [order.place(from), order.place(number)].sort((x, y) => x - y);
    this.selection.add(order.slice(a, b + 1));
  }
}

customElements.define("desk-list", DeskList);
