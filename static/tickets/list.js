/** The list: as long as the server says, of which only the rows in sight are in the document. */

/** @import { PropertyValues } from "lit" */
/** @import { Selection } from "./bulk.js" */
/** @import { Listing } from "./list_order.js" */

import { html, nothing } from "lit";
import { FeedElement } from "../parts/element.js";
import { icon } from "../parts/icon.js";
import { locale, t, tn } from "../parts/i18n.js";
import { Listener } from "../parts/listener.js";
import { row } from "./row.js";

const BEYOND = 10; // rows beyond the edge that are in the document too

export class TicketsList extends FeedElement {
  static properties = {
    ...FeedElement.properties,
    listing: { attribute: false },
    selection: { attribute: false },
    open: { attribute: false },
    narrowed: { attribute: false },
  };

  constructor() {
    super();
    /** @type {Listing} */ this.listing;
    /** @type {Selection} */ this.selection;
    /** @type {string} */ this.open; // its number, or empty
    /** @type {boolean} */ this.narrowed;
    /** @type {number | undefined} */ this._stood;
    /** @type {HTMLElement | undefined} */ this._watched;
    /** @type {string | undefined} */ this._revealed;
    /** @type {number} */ this._first;
    /** @type {number} */ this._last;
    /** @type {ResizeObserver} */ this._size;
    this._height = 84; // of a row, until it is measured
    this._sight = 600;
    this._scroll = 0;
    new Listener(this, () => this.listing, { change: () => this.requestUpdate() });
  }

  connectedCallback() {
    super.connectedCallback();
    this._size = new ResizeObserver(() => this._measure());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this._size.disconnect();
  }

  get page() {
    return Math.max(1, Math.floor(this._sight / this._height) - 1);
  }

  /**
   * The ticket `by` places from the open one; where that has left the list, from where it stood.
   *
   * @param {number} by
   */
  beside(by) {
    const { listing } = this;
    if (!listing.total) return null;
    const stands = listing.placeOf(this.open);
    if (stands >= 0) this._stood = stands;
    const from = stands >= 0 || by < 0 ? (this._stood ?? 0) : (this._stood ?? 0) - 1;
    const place = this.open ? from + by : 0;
    return listing.at(Math.min(listing.total - 1, Math.max(0, place))) || null;
  }

  /** From the top, as another list is shown. */
  begin() {
    this._scroll = 0;
    this._stood = undefined;
    if (this.scroller) this.scroller.scrollTop = 0;
    this.requestUpdate();
  }

  get scroller() {
    return /** @type {HTMLElement} */ (this.querySelector(".rows"));
  }

  /** @param {PropertyValues<this>} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    const { listing } = this;
    const most = Math.max(0, listing.total * this._height - this._sight);
    const top = Math.min(this._scroll, most);
    this._first = Math.max(0, Math.floor(top / this._height) - BEYOND);
    this._last = Math.min(listing.total, Math.ceil((top + this._sight) / this._height) + BEYOND);
    const stands = listing.placeOf(this.open);
    if (stands >= 0) this._stood = stands;
    listing.want(this._first, Math.max(this._first, this._last - 1));
  }

  updated() {
    const { scroller } = this;
    if (this._watched !== scroller) {
      this._watched = scroller;
      this._size.observe(scroller);
      this._size.observe(/** @type {Element} */ (this.querySelector(".measure")));
    }
    if (this._revealed === this.open) return;
    const place = this.listing.placeOf(this.open);
    if (place >= 0) this._reveal(place);
    if (place >= 0 || !this.open) this._revealed = this.open;
  }

  /**
   * With its neighbours, so that the eye knows where the next step leads.
   *
   * @param {number} place
   */
  _reveal(place) {
    const at = place * this._height;
    const top = Math.min(at - this._height, Math.max(this._scroll, at + 2 * this._height - this._sight));
    this.scroller.scrollTop = Math.max(0, top);
  }

  _measure() {
    const measure = /** @type {Element} */ (this.querySelector(".measure"));
    const [height, sight] = [measure.getBoundingClientRect().height, this.scroller.clientHeight];
    if (!height || !sight || (height === this._height && sight === this._sight)) return; // not in sight, as on a phone
    [this._height, this._sight] = [height, sight];
    this.requestUpdate();
  }

  render() {
    const { listing, feed } = this;
    const rows = [];
    for (let place = this._first; place < this._last; place += 1) rows.push(this._row(place));
    const open = this.open && this.querySelector(`[id="ticket-${this.open}"]`) ? `ticket-${this.open}` : nothing;
    return html`<p class="waiting quiet small" role="status">${this._status()}</p>
      <div
        class="rows" role="listbox" tabindex="0" aria-label=${t("Tickets")} aria-multiselectable="true" aria-activedescendant=${open}
        aria-busy=${listing.status === "loading" ? "true" : "false"} @scroll=${this._scrolled} @click=${this._clicked}
      >
        <div class="measure" role="presentation"></div>
        <div class="all" role="presentation" style="height:${listing.total * this._height}px">
          <div role="presentation" style="transform:translateY(${this._first * this._height}px)">${rows}</div>
        </div>
      </div>
      ${feed.state.broadcast ? this._instead() : nothing}`;
  }

  /** @param {number} place */
  _row(place) {
    const view = this.listing.at(place);
    const { feed, selection, listing } = this;
    return row(view, {
      place,
      total: listing.total,
      open: view !== undefined && view.number === this.open,
      picked: view !== undefined && selection.has(view.number),
      others: view ? feed.othersOn(view.number) : [],
      now: feed.now(),
    });
  }

  _status() {
    const { listing } = this;
    if (listing.status === "loading") return t("Loading…");
    if (listing.trouble) return t("Not complete: {trouble} It is tried again.", { trouble: listing.trouble });
    return tn("{n} ticket|{n} tickets", listing.total, { n: listing.total.toLocaleString(locale) });
  }

  /** What stands in the place of rows where there are none. */
  _instead() {
    const { listing } = this;
    if (listing.status === "failed") {
      return html`<p class="empty instead" role="alert">${listing.trouble}<br /><button class="button" @click=${() => listing.retry()}>${icon("rotate-ccw")} ${t("Try again")}</button></p>`;
    }
    if (listing.status !== "ready" || listing.total) return nothing;
    return html`<p class="empty instead">${this.narrowed ? t("No ticket is like this. Show everything, or look for other words.") : t("No tickets here. What comes in appears by itself.")}</p>`;
  }

  /** @param {Event} event */
  _scrolled(event) {
    this._scroll = /** @type {Element} */ (event.target).scrollTop;
    this.requestUpdate();
  }

  /** @param {MouseEvent} event */
  _clicked(event) {
    const target = /** @type {Element} */ (event.target);
    const number = /** @type {HTMLElement | null} */ (target.closest("[data-number]"))?.dataset.number;
    if (number === undefined) return;
    if (event.shiftKey) this._range(number);
    else if (event.ctrlKey || event.metaKey || target.closest(".pick")) this.selection.toggle(number);
    else this.dispatchEvent(new CustomEvent("open", { detail: number }));
  }

  /**
   * From the one last selected, or else the open one, to this.
   *
   * @param {string} number
   */
  _range(number) {
    const { listing } = this;
    const from = listing.placeOf(this.selection.last ?? this.open);
    const to = listing.placeOf(number);
    const [a, b] = [from < 0 ? to : from, to].sort((x, y) => x - y);
    const between = [];
    for (let place = a; place <= b; place += 1) {
      const view = listing.at(place);
      if (view) between.push(view.number);
    }
    this.selection.add(between);
  }
}

customElements.define("tickets-list", TicketsList);
