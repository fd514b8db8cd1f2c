/**
 * Where the launcher is fetched, one address for each link of the graphic that the producer has made; which graphics of the
 * station's own stand in place of ours there; and ours for OGraf.
 */

/** @import { Feed } from "../parts/feed/feed.js" */

import { html, nothing } from "lit";
import { get } from "../parts/api.js";
import { FeedElement } from "../parts/element.js";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { Listener } from "../parts/listener.js";
import { copyFrom } from "../parts/measure.js";
import { refusal } from "../parts/toast.js";
import { place, placed } from "../parts/url_state.js";

/** @typedef {{ name: string, url: string }} Launcher */
/** @typedef {{ id: number, name: string, shows: string }} Graphic */

export class GalleryLaunchers extends FeedElement {
  static properties = { ...FeedElement.properties, slug: {} };

  constructor() {
    super();
    /** @type {Feed} */ this.feed;
    /** @type {string} */ this.slug;
    /** @type {Launcher[]} */ this.launchers = [];
    /** @type {Graphic[]} */ this.graphics = [];
    this._trouble = "";
    /** @type {string | null} */ this._known = null; // the links that the addresses were read for
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
      this._known = null; // with the next change
    }
    if (told && known === this._known) Object.assign(this, told);
    this.requestUpdate();
  }

  render() {
    return html`${this._chosen("question", t("Graphic of questions"))}${this._chosen("poll", t("Graphic of polls"))}
      <h2 class="label">${t("The launcher for OBS, vMix, CasparCG")}</h2>
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
      <label class="field"><span class="label">${name}</span><input class="input" readonly spellcheck="false" .value=${url + withGraphics("&")} /></label>
      <button class="button" aria-label=${t("Copy the launcher's address: {name}", { name })} @click=${() => this.copy(at)}>${icon("copy")} ${t("Copy")} ${at === 0 ? html`<kbd>C</kbd>` : ""}</button>
    </div>`;
  }

  /**
   * By which graphic these are shown, where there is a choice.
   *
   * @param {string} shows
   * @param {string} label
   */
  _chosen(shows, label) {
    const graphics = this.graphics.filter((one) => one.shows === shows);
    if (!graphics.length) return nothing;
    const chosen = placed("graphic").split(",");
    return html`<label class="field"><span class="label">${label}</span>
      <select class="select" @change=${() => this._choose()}>
        <option value="">${t("ours")}</option>
        ${graphics.map(({ id, name }) => html`<option value=${id} .selected=${chosen.includes(String(id))}>${name}</option>`)}
      </select></label>`;
  }

  _choose() {
    const chosen = [...this.querySelectorAll("select")].map(({ value }) => value).filter(Boolean);
    place({ graphic: chosen.join() });
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent("chosen"));
  }

  copy(at = 0) {
    const field = this.querySelectorAll("input")[at];
    if (field) copyFrom(field);
    else refusal(t("There is no link of the graphic yet."));
  }
}

/**
 * What an address of the graphic is told of those that are chosen.
 *
 * @param {string} before  what stands between it and the address
 */
export function withGraphics(before) {
  const chosen = placed("graphic");
  return chosen && `${before}graphic=${encodeURIComponent(chosen).replaceAll("%2C", ",")}`;
}

customElements.define("gallery-launchers", GalleryLaunchers);
