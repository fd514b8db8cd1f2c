/** The search over a list: what is being typed is the person's own until it is sent; the address may change it too. */

/** @import { LitElement } from "lit" */

import { html } from "lit";
import { live } from "lit/directives/live.js";
import { icon } from "../icon.js";
import { t } from "../i18n.js";

/**
 * @typedef {object} Does
 * @property {number} pause milliseconds after a letter until it is searched for
 * @property {() => string | undefined} words what the list is searched for now
 * @property {(words: string) => void} search
 * @property {(field: HTMLInputElement) => void} leave out of the field, into what is found
 */

export class SearchField {
  /**
   * @param {LitElement} host it draws the field
   * @param {Does} does
   */
  constructor(host, does) {
    this._host = host;
    this._does = does;
    this._typed = "";
    this._sent = "";
    /** @type {string | undefined} */ this._known; // as the address said it last
    /** @type {number | undefined} */ this._soon;
    host.addController(this);
  }

  hostUpdate() {
    const words = this._does.words() ?? "";
    if (words === this._known) return;
    this._known = words;
    if (words !== this._sent) this._typed = this._sent = words;
  }

  hostDisconnected() {
    clearTimeout(this._soon);
  }

  focus() {
    /** @type {HTMLElement | null} */ (this._host.querySelector("#words"))?.focus();
  }

  draw() {
    return html`<label class="search"><span class="unseen">${t("Search")}</span>${icon("search")}
      <input class="input" id="words" type="search" placeholder=${t("Search")} autocomplete="off" .value=${live(this._typed)}
        @input=${(/** @type {Event} */ event) => this._input(event)} @keydown=${(/** @type {KeyboardEvent} */ event) => this._keys(event)} />
    </label>`;
  }

  /** @param {Event} event */
  _input(event) {
    this._write(/** @type {HTMLInputElement} */ (event.target).value);
    clearTimeout(this._soon);
    this._soon = setTimeout(() => this._send(), this._does.pause);
  }

  /** @param {string} words */
  _write(words) {
    this._typed = words;
    this._host.requestUpdate();
  }

  _send() {
    clearTimeout(this._soon);
    if (this._typed === this._sent) return;
    this._sent = this._typed;
    this._does.search(this._typed.trim() ? this._typed : "");
  }

  /** @param {KeyboardEvent} event */
  _keys(event) {
    const field = /** @type {HTMLInputElement} */ (event.target);
    if (event.isComposing) return;
    if (event.code === "Escape") {
      event.preventDefault();
      if (!this._typed) return field.blur();
      this._write("");
      this._send();
    } else if (event.key === "Enter" || event.code === "ArrowDown") {
      event.preventDefault();
      this._send();
      this._does.leave(field);
    }
  }
}
