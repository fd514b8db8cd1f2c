/** The health strip: each source, each screen and how far it is, the database and the bell. Asked every few seconds. */

/** @import { Health, ScreenHealth } from "./types.js" */

import { html, nothing } from "lit";
import { get } from "../parts/api.js";
import { FeedElement } from "../parts/element.js";
import { AIR } from "../parts/feed/pace.js";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { UNKNOWN, WELL, sourceHealth } from "../parts/sources.js";
import { clock } from "../parts/time.js";

const EVERY = 3000; // ms
const ANSWERS = 5; // as many as come while a desk tells once how far it is

class RundownHealth extends FeedElement {
  static properties = { ...FeedElement.properties, slug: {} };

  constructor() {
    super();
    /** @type {string} */ this.slug;
    /** @type {Health | null} */ this._told; // the last answer
    /** @type {number[]} */ this._heads = []; // those that the last answers told: what a screen has had time to show
    /** @type {Date | null} */ this._since; // when the answers stopped
    /** @type {Date | undefined} */ this._at;
    /** @type {number | undefined} */ this._timer;
    /** @type {boolean | undefined} */ this._gone;
  }

  connectedCallback() {
    super.connectedCallback();
    this._told = null;
    this._heads = [];
    this._since = null;
    this._poll();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this._timer);
    this._gone = true;
  }

  async _poll() {
    try {
      /** @type {Health} */
      const told = await get(`/api/v1/broadcasts/${encodeURIComponent(this.slug)}/health`);
      this._told = told;
      this._heads = [...this._heads, told.head].slice(-ANSWERS);
      this._since = null;
      this._at = this.feed.now();
    } catch {
      this._since = this._since || this._at || this.feed.now();
    }
    if (this._gone) return;
    this.requestUpdate();
    this._timer = setTimeout(() => this._poll(), EVERY);
  }

  render() {
    const told = this._told;
    const zone = this.feed.state.broadcast.zone;
    const lost = this._since
      ? html`<span class="next-text" role="status">${icon("triangle-alert")} ${t("the server has not answered since {time}", { time: clock(this._since, zone) })}</span>`
      : nothing;
    if (!told) return html`<div class="strip small">${lost}<span class="quiet">${t("Health…")}</span></div>`;
    return html`<div class="strip small ${this._since ? "old" : ""}" role="group" tabindex="0" aria-label=${t("Health")}>
      ${lost} ${this._noPrompter()}
      ${told.sources.map((one) => sourceHealth(one, zone, Boolean(this._since)))}
      <span class="bar" aria-hidden="true"></span>
      ${told.screens.map((one) => this._screen(one, told.head))}
      ${this._since ? nothing : base(told)}
    </div>`;
  }

  _noPrompter() {
    const { broadcast } = this.feed.state;
    if (broadcast.state !== "on_air" || this.feed.presence.screens.some(({ screen }) => screen === "prompter"))
      return nothing;
    return html`<b class="next-text no-prompter" role="status">${icon("triangle-alert")} ${t("No prompter is connected")}</b>`;
  }

  /**
   * @param {ScreenHealth} health
   * @param {number} head
   */
  _screen({ screen, name, to }, head) {
    if (this._since)
      return html`<span class="mark" data-screen=${screen} title=${name}><span>${t(screen)}</span><span class="quiet clip">${name}</span>${UNKNOWN}</span>`;
    const before = AIR.has(screen) ? this._heads.at(-2) : this._heads[this._heads.length - ANSWERS];
    const behind = to !== null && before !== undefined && to < before ? head - to : 0;
    const words = to === null ? t("connected") : behind ? t("behind by {n}", { n: behind }) : t("in step");
    return html`<span class="mark ${behind ? "next-text" : ""}" data-screen=${screen} title=${name}>
      <span>${t(screen)}</span>${behind ? nothing : WELL}<span class="quiet clip">${name}</span><span class="words tabular ${behind ? "" : "quiet"}">${words}</span>
    </span>`;
  }
}

/** @param {Health} told */
function base({ database, bell }) {
  return html`<span class="bar" aria-hidden="true"></span>
    <span class="mark ${database ? "done-text" : "next-text"}">${icon("database")} <span class="words">${database ? t("database") : t("database: no answer")}</span></span>
    ${
      bell === null
        ? nothing // one process needs none
        : html`<span class="mark ${bell ? "done-text" : "next-text"}">${icon("bell")} <span class="words">${bell ? t("bell") : t("bell: no answer, screens are slower")}</span></span>`
    }`;
}

customElements.define("rundown-health", RundownHealth);
