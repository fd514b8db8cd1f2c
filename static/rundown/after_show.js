/** What stands in the middle once the show is over: what became of it, and where to go on. */

/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { Deeds } from "./commands.js" */
/** @import { SoFar } from "./so_far.js" */

import { html, nothing } from "lit";
import { overWords, wayOn } from "../parts/after_show.js";
import { FeedElement } from "../parts/element.js";
import { icon } from "../parts/icon.js";
import { counted, t } from "../parts/i18n.js";
import { Reading } from "../parts/polled_resource.js";
import { takeEndBack } from "./taking_back.js";

class RundownAfterShow extends FeedElement {
  static properties = {
    ...FeedElement.properties,
    soFar: { attribute: false },
    deeds: { attribute: false },
    slug: {},
  };

  constructor() {
    super();
    /** @type {SoFar} */ this.soFar;
    /** @type {Deeds} */ this.deeds;
    /** @type {string} */ this.slug;
    /** @type {number | null} */ this._received = null;
    /** @type {Reading<{ received: number }> | undefined} */ this._reading;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    if (this._reading) return;
    const path = `/api/v1/broadcasts/${encodeURIComponent(this.slug)}/counts`;
    this._reading = new Reading(this.feed, path, ({ received }) => {
      this._received = received ?? this._received;
      this.requestUpdate();
    });
    this._reading.read();
  }

  render() {
    const { aired, promises } = this.soFar;
    return html`<section class="card after-show" aria-label=${t("After the show")}>
      <h2>${overWords(this.feed.state.broadcast)}</h2>
      <dl>
        ${this._received === null ? nothing : figure(t("questions received"), this._received)}
        ${figure(t("answered on air"), aired.length)} ${figure(t("promises given"), promises.length)}
      </dl>
      ${wayOn(this.feed, this.slug)}
      ${this._back()}
      <p class="quiet">${t("Every question that was not answered on air is a ticket with its deadline.")}</p>
    </section>`;
  }

  _back() {
    const { feed, deeds } = this;
    if (feed.state.broadcast.state !== "wrapped" || !feed.may("producer", "admin")) return nothing;
    return html`<p class="line">
      <button class="button" aria-disabled=${deeds.inTouch ? "false" : "true"} @click=${() => takeEndBack(deeds)}>${icon("undo-2")} ${t("Take the end back…")}</button>
    </p>`;
  }
}

/**
 * @param {string} label
 * @param {number} n
 */
function figure(label, n) {
  return html`<div><dt class="quiet">${label}</dt><dd class="tabular">${counted(n)}</dd></div>`;
}

customElements.define("rundown-after-show", RundownAfterShow);
