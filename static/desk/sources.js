/** Whether anything still comes in, by network: over the queue, so that silence is not taken for calm. */

/** @import { SourceHealth } from "../parts/sources.js" */

import { html } from "lit";
import { FeedElement } from "../parts/element.js";
import { t } from "../parts/i18n.js";
import { Reading } from "../parts/polled_resource.js";
import { sourceHealth } from "../parts/sources.js";

const EVERY = 10_000; // ms: a source is called silent after minutes

class DeskSources extends FeedElement {
  static properties = { ...FeedElement.properties, slug: {} };

  constructor() {
    super();
    /** @type {string} */ this.slug;
    /** @type {SourceHealth[]} */ this._sources = [];
    /** @type {Reading<{ sources: SourceHealth[] }> | undefined} */ this._reading;
    /** @type {number | undefined} */ this._timer;
  }

  connectedCallback() {
    super.connectedCallback();
    const path = `/api/v1/broadcasts/${encodeURIComponent(this.slug)}/sources`;
    this._reading ??= new Reading(this.feed, path, (found) => this._told(found));
    this._reading.read();
    this._timer = setInterval(() => this._reading?.read(), EVERY);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this._timer);
  }

  /** @param {Partial<{ sources: SourceHealth[] }>} found */
  _told({ sources }) {
    if (sources) this._sources = sources;
    this.requestUpdate();
  }

  render() {
    const { feed, _sources: sources } = this;
    const lost = feed.status === "out_of_touch" || Boolean(this._reading?.trouble);
    return html`<div class="strip brief small" role="group" aria-label=${t("Sources")}>
      ${sources.length ? sources.map((one) => sourceHealth(one, feed.state.broadcast.zone, lost)) : html`<span class="quiet">${t("Sources")}: ${t("nothing yet")}</span>`}
    </div>`;
  }
}

customElements.define("desk-sources", DeskSources);
