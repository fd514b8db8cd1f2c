/**
 * The list as the server orders it, a page at a time as it comes into sight. Events show at once what has become of a
 * ticket at hand; which tickets the list holds, and where, is asked again a moment later.
 */

/** @import { TicketView } from "../generated/protocol.js" */
/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { FeedEvent } from "../parts/feed/types.js" */
/** @import { Query, TicketsPage } from "./types.js" */

import { get } from "../parts/api.js";

const PAGE = 100;
const CALM = 1500; // ms at least between two readings that only events asked for
const AGAIN = 3000; // ms after a reading that failed
const OLD = 60000; // ms after which the passing of time alone may have changed the list

export class Listing extends EventTarget {
  /** @param {Feed} feed */
  constructor(feed) {
    super();
    /** @type {Query | undefined} */ this._query;
    /** @type {number} */ this._readAt;
    /** @type {number | null | undefined} */ this._timer;
    /** @type {boolean | undefined} */ this._busy;
    this.feed = feed;
    this.total = 0;
    this.more = false; // a search that found only the newest
    /** @type {string | null} */
    this.trouble = null;
    /** @type {Map<number, { numbers: string[], turn: number }>} */
    this._pages = new Map(); // place of a page → {numbers, turn}
    /** @type {Map<string, TicketView>} */
    this._views = new Map(); // number → the newest view at hand
    this._turn = 0; // grows whenever what was read may no longer be so
    this._first = this._last = 0;
    this._notBefore = 0;
    feed.addEventListener("events", (event) => this._happened(event.detail));
    feed.addEventListener("reset", () => this._outdate());
    feed.addEventListener("change", () => this._soon());
  }

  /** "loading" until the first page of this query is there, then "ready"; "failed" where it could not be read. */
  get status() {
    if (this._pages.size) return "ready";
    return this.trouble ? "failed" : "loading";
  }

  /**
   * Another query: what was there goes.
   *
   * @param {Query} query
   */
  ask(query) {
    if (JSON.stringify(query) === JSON.stringify(this._query)) return;
    this._query = query;
    this._pages = new Map();
    this._views = new Map();
    this.total = 0;
    this.more = false;
    this.trouble = null;
    this._notBefore = 0;
    this._outdate();
  }

  /**
   * The ticket at a place, or undefined while it is not there.
   *
   * @param {number} place
   */
  at(place) {
    const page = this._pages.get(Math.floor(place / PAGE));
    return page && this._views.get(page.numbers[place % PAGE]);
  }

  /** @param {string} number */
  find(number) {
    return this._views.get(number);
  }

  /**
   * Where a ticket stands among those that were read; −1 where it is not among them.
   *
   * @param {string} number
   */
  placeOf(number) {
    for (const [page, { numbers }] of this._pages) {
      const place = numbers.indexOf(number);
      if (place >= 0) return page * PAGE + place;
    }
    return -1;
  }

  /**
   * These places are in sight.
   *
   * @param {number} first
   * @param {number} last
   */
  want(first, last) {
    [this._first, this._last] = [first, last];
    this._soon();
  }

  /**
   * The first so many of the list, read where they have not come into sight yet; none where another is asked for meanwhile.
   *
   * @param {number} most
   */
  async first(most) {
    const [query, turn] = [this._query, this._turn];
    if (!query) return [];
    /** @type {TicketsPage} */
    const found = await get("/api/v1/tickets", { ...query, offset: 0, limit: most });
    if (query !== this._query) return [];
    const { tickets } = found;
    for (let from = 0; from < tickets.length; from += PAGE)
      this._take(from / PAGE, turn, { ...found, tickets: tickets.slice(from, from + PAGE) });
    this.dispatchEvent(new Event("change"));
    return tickets;
  }

  retry() {
    this._notBefore = 0;
    this.trouble = null;
    this._soon();
  }

  /** @param {FeedEvent[]} events */
  _happened(events) {
    let touched = false;
    for (const { type, ticket, view } of events) {
      if (ticket || type.startsWith("tickets.")) touched = true;
      if (ticket === undefined) continue;
      if (view === null) this._views.delete(ticket); // not ours to see any more
      const held = view && this._views.get(ticket);
      if (held && view.version >= held.version) this._views.set(ticket, /** @type {TicketView} */ (view));
    }
    if (touched) this._outdate();
  }

  _outdate() {
    this._turn += 1;
    this._soon();
  }

  /** The page in sight that is to be read next, or null. */
  _missing() {
    if (!this._query) return null;
    if (Date.now() - this._readAt > OLD) this._turn += 1;
    const highest = Math.max(0, Math.ceil(this.total / PAGE) - 1);
    for (
      let page = Math.floor(this._first / PAGE);
      page <= Math.min(highest, Math.floor(this._last / PAGE));
      page += 1
    ) {
      if (!this._pages.has(page)) return page;
    }
    for (
      let page = Math.floor(this._first / PAGE);
      page <= Math.min(highest, Math.floor(this._last / PAGE));
      page += 1
    ) {
      if (this._pages.get(page)?.turn !== this._turn) return page;
    }
    return null;
  }

  _soon() {
    if (this._busy || this._timer || this.feed.status !== "in_step") return;
    const page = this._missing();
    if (page === null) return;
    const wait = this._pages.has(page) || this.trouble ? Math.max(0, this._notBefore - performance.now()) : 0;
    this._timer = setTimeout(() => this._read(), wait);
  }

  async _read() {
    this._timer = null;
    const page = this._missing();
    if (page === null) return;
    const [query, turn] = [this._query, this._turn];
    this._busy = true;
    try {
      /** @type {TicketsPage} */
      const found = await get("/api/v1/tickets", { ...query, offset: page * PAGE, limit: PAGE });
      if (query === this._query) this._take(page, turn, found);
      this._notBefore = performance.now() + CALM;
    } catch (trouble) {
      if (query === this._query) this.trouble = /** @type {Error} */ (trouble).message;
      this._notBefore = performance.now() + AGAIN;
    }
    this._busy = false;
    this.dispatchEvent(new Event("change"));
    this._soon();
  }

  /**
   * @param {number} page
   * @param {number} turn
   * @param {TicketsPage} found
   */
  _take(page, turn, { tickets, total, more }) {
    this.trouble = null;
    this.total = total;
    this.more = Boolean(more);
    this._readAt = Date.now();
    for (const view of tickets) {
      const held = this._views.get(view.number);
      if (!held || view.version >= held.version) this._views.set(view.number, view);
    }
    this._pages.set(page, { numbers: tickets.map(({ number }) => number), turn });
    const highest = Math.max(0, Math.ceil(total / PAGE) - 1);
    for (const place of this._pages.keys()) if (place > highest) this._pages.delete(place);
  }
}
