/** Where the launcher is fetched, one address for each link of the graphic that the producer has made; and the graphic for OGraf. */

/** @import { Feed } from "../parts/feed/feed.js" */

import { html } from "lit";
import { get } from "../parts/api.js";
import { FeedElement } from "../parts/element.js";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { Listener } from "../parts/listener.js";
import { copyFrom } from "../parts/measure.js";
import { refusal } from "../parts/toast.js";

/** @typedef {{ name: string, url: string }} Launcher */

export class GalleryLaunchers extends FeedElement {
  static properties = { ...FeedElement.properties, slug: {} };

  constructor() {
    super();
    /** @type {Feed} */ this.feed;
    /** @type {string} */ this.slug;
    /** @type {Launcher[]} */ this.launchers = [];
    this._trouble = "";
    this._known = ""; // the links that the addresses were read for
    new Listener(this, () => this.feed, { change: () => this._follow(), reset: () => this._follow() });
  }

  firstUpdated() {
    this._follow();
  }

  /** The addresses are secrets and in no event: a link that comes or goes has them read again. */
  _follow() {
    if (!this.feed.state.broadcast) return;
    const valid = [...this.feed.state.links.values()].filter((link) => !link.revoked_at).map(({ link }) => link);
    const known = valid.sort((a, b) => a - b).join();
    if (known === this._known) return;
    this._known = known;
    this._read(known);
  }

  /** @param {string} known */
  async _read(known) {
    let told = null;
    try {
      told = await get(`/b/${encodeURIComponent(this.slug)}/gallery/launchers.json`);
      this._trouble = "";
    } catch (trouble) {
      this._trouble = /** @type {Error} */ (trouble).message;
      this._known = ""; // with the next change
    }
    if (told && known === this._known) this.launchers = told.launchers;
    this.requestUpdate();
  }

  render() {
    return html`<h2 class="label">${t("The launcher for OBS, vMix, CasparCG")}</h2>
      ${this.launchers.map((one, at) => this._launcher(one, at))}
      ${this.launchers.length ? html`<p class="small quiet">${t("The address opens the graphic without a sign-in: hand it to nobody.")}</p>` : html`<p class="small quiet">${t("There is no link of the graphic yet. The producer makes it in the rundown: “Links to screens”, “overlay”.")}</p>`}
      ${this._trouble ? html`<p class="small next-text">${this._trouble}</p>` : ""}
      <a class="button package" href="/b/${encodeURIComponent(this.slug)}/overlay/ograf.zip" download>${icon("download")} ${t("Download the graphic for OGraf")}</a>`;
  }

  /**
   * @param {Launcher} launcher
   * @param {number} at
   */
  _launcher({ name, url }, at) {
    return html`<div class="launcher">
      <label class="field"><span class="label">${name}</span><input class="input" readonly spellcheck="false" .value=${url} /></label>
      <button class="button" aria-label=${t("Copy the launcher's address: {name}", { name })} @click=${() => this.copy(at)}>${icon("copy")} ${t("Copy")} ${at === 0 ? html`<kbd>C</kbd>` : ""}</button>
    </div>`;
  }

  copy(at = 0) {
    const field = this.querySelectorAll("input")[at];
    if (field) copyFrom(field);
    else refusal(t("There is no link of the graphic yet."));
  }
}

customElements.define("gallery-launchers", GalleryLaunchers);
