/** How somebody is reached: masked, until a person asks for it; the server writes down who did. */

/** @import { CommandType } from "../generated/protocol.js" */
/** @import { Feed } from "./feed/feed.js" */

import { html, nothing } from "lit";
import { contactLink, maskedWords } from "./contact_link.js";
import { LiveElement } from "./element.js";
import { icon } from "./icon.js";
import { t } from "./i18n.js";
import { accepted } from "./toast.js";

/** @typedef {{ ok: true, contact: string | null, profile: string | null }} Told */

export class ShownContact extends LiveElement {
  static properties = {
    feed: { attribute: false },
    type: { attribute: false },
    fields: { attribute: false },
    masked: { attribute: false },
    _told: { state: true },
    _asking: { state: true },
  };

  constructor() {
    super();
    /** @type {Feed} */ this.feed;
    /** @type {CommandType} */ this.type;
    /** @type {Record<string, string | number>} */ this.fields; // whose it is
    /** @type {string | null} */ this.masked;
    /** @type {Told | null} */ this._told = null;
    this._asking = false;
    this._whose = "";
  }

  /** Of another person nothing is shown that was asked of this one. */
  willUpdate() {
    const whose = JSON.stringify([this.type, this.fields]);
    if (whose !== this._whose) {
      this._whose = whose;
      this._told = null;
      this._asking = false;
    }
  }

  render() {
    if (!this.masked) return nothing;
    const told = this._told;
    if (told) {
      const page = told.profile && told.profile !== told.contact ? told.profile : null;
      return html`<span class="contact">${told.contact ? contactLink(told.contact) : nothing} ${page ? contactLink(page) : nothing}</span>`;
    }
    return html`<span class="contact line"><span class="quiet">${maskedWords(this.masked)}</span>
      <button class="button bare" ?disabled=${this._asking} @click=${this._ask}>${icon("eye")} ${t("Show the contact")}</button></span>`;
  }

  async _ask() {
    const whose = this._whose;
    this._asking = true;
    const answer = await this.feed.command(this.type, this.fields);
    if (whose !== this._whose) return;
    this._asking = false;
    if (accepted(answer)) this._told = /** @type {Told} */ (/** @type {unknown} */ (answer));
  }
}

customElements.define("shown-contact", ShownContact);
