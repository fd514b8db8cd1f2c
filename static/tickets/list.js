/** The list of tickets: as long as the server says, and where a ticket stands in it is known once its page is read. */

/** @import { PropertyValues } from "lit" */
/** @import { SelectedTickets } from "./bulk.js" */
/** @import { Listing } from "./list_order.js" */
/** @import { Offers } from "./types.js" */

import { html, nothing } from "lit";
import { counted, t, tn } from "../parts/i18n.js";
import { RowList } from "../parts/list/row_list.js";
import { writers } from "../parts/writing.js";
import { row } from "./row.js";

/** @extends {RowList<string, Listing, SelectedTickets>} */
export class TicketsList extends RowList {
  static properties = { ...RowList.properties, narrowed: { attribute: false }, offers: { attribute: false } };

  constructor() {
    super(84);
    /** @type {boolean} */ this.narrowed;
    /** @type {Offers} */ this.offers;
    /** @type {number | undefined} */ this._stood; // the place of the open one, or where it stood last
  }

  /**
   * The ticket `by` places from the open one; where that has left the list, from where it stood.
   *
   * @param {number} by
   */
  beside(by) {
    const { listing } = this;
    if (!listing.total) return null;
    const stands = this._place;
    if (stands >= 0) this._stood = stands;
    const from = stands >= 0 || by < 0 ? (this._stood ?? 0) : (this._stood ?? 0) - 1;
    const place = this.open ? from + by : 0;
    return listing.at(Math.min(listing.total - 1, Math.max(0, place))) || null;
  }

  /** From the top, as another list is shown. */
  begin() {
    this._stood = undefined;
    super.begin();
  }

  /** Of the open one; −1 where it does not stand among those that were read. */
  get _place() {
    return this.open ? this.listing.placeOf(this.open) : -1;
  }

  /** @param {PropertyValues<this>} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    const { listing, rows, open } = this;
    const place = this._place;
    if (place >= 0) this._stood = place;
    rows.lay(listing.total, rows.reveal(open, place, rows.goal() ?? rows.scroll, Boolean(open)));
    listing.want(rows.first, Math.max(rows.first, rows.last - 1));
  }

  render() {
    const { listing, feed, rows } = this;
    const shown = [];
    for (let place = rows.first; place < rows.last; place += 1) shown.push(this._row(place));
    const active = rows.holds(this._place) ? `ticket-${this.open}` : nothing;
    return html`<p class="waiting quiet small" role="status">${this._status()}</p>
      ${this._window(shown, { label: t("Tickets"), active, busy: listing.status === "loading" })}
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
      writes: view ? writers(feed, "ticket", view.number)[0] : undefined,
      now: feed.now(),
      you: feed.you,
      offers: this.offers,
    });
  }

  _status() {
    const { listing } = this;
    if (listing.status === "loading") return t("Loading…");
    if (listing.trouble) return t("Not complete: {trouble} It is tried again.", { trouble: listing.trouble });
    const found = counted(listing.total);
    if (listing.more) return t("The newest {n} are shown. There are older ones: add a word or a filter.", { n: found });
    return tn("{n} ticket|{n} tickets", listing.total, { n: found });
  }

  /** What stands in the place of rows where there are none. */
  _instead() {
    const { listing } = this;
    if (listing.status === "failed") return this._failed();
    if (listing.status !== "ready" || listing.total) return nothing;
    return html`<p class="empty instead">${this.narrowed ? t("No ticket is like this. Show everything, or look for other words.") : t("No tickets here. What comes in appears by itself.")}</p>`;
  }

  /**
   * @param {string | null} from
   * @param {string} to
   */
  _between(from, to) {
    const { listing } = this;
    const end = listing.placeOf(to);
    const start = from ? listing.placeOf(from) : -1;
    const [first, last] = [start < 0 ? end : start, end].sort((a, b) => a - b);
    const between = [];
    for (let place = first; place <= last; place += 1) {
      const view = listing.at(place);
      if (view) between.push(view.number);
    }
    return between;
  }
}

customElements.define("tickets-list", TicketsList);
