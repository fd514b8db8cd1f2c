/** In place of rows while nothing has come: how questions reach this show, and whether its channels carry anything. */

/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { Filter } from "./filter_state.js" */

import { html, nothing } from "lit";
import { isOver, overWords, wayOn } from "../parts/after_show.js";
import { get } from "../parts/api.js";
import { FeedElement } from "../parts/element.js";
import { t } from "../parts/i18n.js";
import { hours } from "../parts/time.js";
import { sourceMark, sourceName } from "../parts/words.js";
import { isFiltered } from "./filter_state.js";

const EVERY = 10000; // ms

/** @typedef {{ source: string, channel?: string, last_at: string | null, state: string }} Source  as the server's health tells it */

/**
 * A channel's state → its colour and its words.
 *
 * @type {Record<string, [tone: string, words: string]>}
 */
const STATES = {
  alive: ["done-text", t("alive")],
  silent: ["next-text", t("silent")],
  never: ["gone-text", t("nothing yet")],
};

/**
 * What an empty list says: where questions come from while none has ever come, where to go on from a show that is over,
 * else, as where it is searched, only that nothing is here.
 *
 * @param {Feed} feed
 * @param {Filter | null} filter
 */
export function nothingHere(feed, filter) {
  const { broadcast, counts } = feed.state;
  if (isOver(broadcast) && !(filter && isFiltered(filter)))
    return html`<section class="empty instead over" aria-label=${t("After the show")}>
      <h2>${overWords(broadcast)}</h2>
      <p>${t("Every question that was not answered on air is a ticket with its deadline.")}</p>
      ${wayOn(feed, broadcast.slug)}
    </section>`;
  const awaited = broadcast.intake_open && !Object.values(counts).some(Boolean);
  return awaited
    ? html`<desk-first class="empty instead" .feed=${feed}></desk-first>`
    : html`<p class="empty instead">${t("Nothing here.")}</p>`;
}

class DeskFirst extends FeedElement {
  constructor() {
    super();
    /** @type {Source[]} */ this._sources = [];
    /** @type {number | undefined} */ this._timer;
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.feed.may("producer", "admin")) this._poll(); // the channels are theirs to look after
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this._timer);
    this._timer = undefined;
  }

  async _poll() {
    this._timer = setTimeout(() => this._poll(), EVERY);
    try {
      /** @type {{ sources: Source[] }} */
      const { sources } = await get(`/api/v1/broadcasts/${encodeURIComponent(this.feed.state.broadcast.slug)}/health`);
      this._sources = sources;
      this.requestUpdate();
    } catch {
      return; // It is a help; that the line is gone is told by the mark in the corner.
    }
  }

  render() {
    const { slug, zone } = this.feed.state.broadcast;
    const form = document.body.dataset.form || `/b/${slug}/ask`;
    return html`<p><b>${t("No questions yet. They are being taken:")}</b></p>
      <img class="code" src="/b/${slug}/ask/qr.svg" width="160" height="160" alt=${t("QR code that leads to the form")} />
      <p><a href=${form} target="_blank" rel="noopener">${form.replace(/^https?:\/\//, "")}</a></p>
      <p><a class="button" href="/b/${slug}/ask/qr" target="_blank" rel="noopener">${t("Print or download the QR code")}</a></p>
      ${this._sources.length ? html`<ul class="small" aria-label=${t("Channels")}>${this._sources.map((one) => this._source(one, zone))}</ul>` : nothing}`;
  }

  /**
   * @param {Source} source
   * @param {string} zone
   */
  _source({ source, channel, state, last_at }, zone) {
    const [tone, words] = STATES[state] || ["", state];
    return html`<li>${sourceMark(source)} <span>${channel || sourceName(source)}</span>
      <span class=${tone}>${words}${last_at && state !== "alive" ? ` ${t("since {time}", { time: hours(last_at, zone) })}` : nothing}</span></li>`;
  }
}

customElements.define("desk-first", DeskFirst);
