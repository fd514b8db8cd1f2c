/**
 * What the open ticket's page tells beside its view: read when it is opened, and again when something happened to it.
 * "change" says that there is something new to show.
 */

/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { FeedEvent } from "../parts/feed/types.js" */
/** @import { Links, Told } from "./types.js" */

import { get } from "../parts/api.js";

const CALM = 300; // ms after an event: a burst is read once

export class Page extends EventTarget {
  /** @param {Feed} feed */
  constructor(feed) {
    super();
    this.feed = feed;
    /** @type {string | null} */
    this.number = null;
    /** @type {Told | null} */
    this.told = null; // the ticket's page; null while it is read
    /** @type {Links | null} */
    this.links = null;
    /** @type {import("../parts/matters/types.js").TicketMatters | null} */
    this.matters = null; // those that it may be about, and what was the same within a year; a coordinator's alone
    /** @type {string | null} */
    this.trouble = null;
    /** @type {number | undefined} */ this._timer;
    feed.addEventListener("events", ({ detail }) => this._happened(detail.filter((event) => this._tells(event))));
    feed.addEventListener("reset", () => this.number && this._soon());
  }

  /** @param {string | null} number */
  open(number) {
    if (number === this.number) return;
    clearTimeout(this._timer);
    [this.number, this.told, this.links, this.matters, this.trouble] = [number, null, null, null, null];
    this._changed();
    if (!number) return;
    this._read();
    this._readLinks();
    if (this.feed.may("coordinator", "admin")) this._readMatters();
  }

  /** @param {FeedEvent} event */
  _tells({ ticket, dues }) {
    return this.number && (ticket === this.number || (dues || []).some((due) => due.ticket === this.number));
  }

  /** @param {FeedEvent[]} events */
  _happened(events) {
    if (!events.length) return;
    // Another department's by now: what was read is not ours to show any more.
    if (events.some(({ view }) => view === null)) [this.told, this.links] = [null, null];
    this._soon();
  }

  _soon() {
    clearTimeout(this._timer);
    this._timer = setTimeout(() => this._read(), CALM);
  }

  get _path() {
    return `/api/v1/tickets/${encodeURIComponent(String(this.number))}`;
  }

  async _read() {
    const { number } = this;
    try {
      /** @type {Told} */
      const told = await get(this._path);
      if (number === this.number) [this.told, this.trouble] = [told, null];
    } catch (trouble) {
      if (number === this.number) this.trouble = /** @type {Error} */ (trouble).message;
    }
    this._changed();
  }

  async _readLinks() {
    const { number } = this;
    try {
      /** @type {Links} */
      const links = await get(`${this._path}/links`);
      if (number === this.number) this.links = links;
    } catch {
      return; // They are a help, and no part of the ticket.
    }
    this._changed();
  }

  async _readMatters() {
    const { number } = this;
    try {
      /** @type {import("../parts/matters/types.js").TicketMatters} */
      const matters = await get(`${this._path}/matters`);
      if (number === this.number) this.matters = matters;
    } catch {
      return; // An offer, and no part of the ticket.
    }
    this._changed();
  }

  _changed() {
    this.dispatchEvent(new Event("change"));
  }
}
