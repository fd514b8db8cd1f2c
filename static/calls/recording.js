/** A call's recording: where it is, is told to whoever asks for it; the server writes down who did. */

/** @import { Feed } from "../parts/feed/feed.js" */

import { html } from "lit";
import { sound } from "../parts/attachments.js";
import { LiveElement } from "../parts/element.js";
import { icon } from "../parts/icon.js";
import { t, word } from "../parts/i18n.js";
import { accepted } from "../parts/toast.js";

class CallRecording extends LiveElement {
  static properties = {
    feed: { attribute: false },
    call: { attribute: false },
    _url: { state: true },
    _asking: { state: true },
  };

  constructor() {
    super();
    /** @type {Feed} */ this.feed;
    /** @type {number} */ this.call;
    /** @type {string | null} */ this._url = null;
    this._asking = false;
    this._whose = 0;
  }

  /** Of another call nothing is shown that was asked of this one. */
  willUpdate() {
    if (this.call === this._whose) return;
    this._whose = this.call;
    this._url = null;
    this._asking = false;
  }

  render() {
    return this._url
      ? sound(this._url, word("recording"))
      : html`<button class="button" ?disabled=${this._asking} @click=${this._ask}>${icon("eye")} ${t("Show the recording")}</button>`;
  }

  async _ask() {
    const { call } = this;
    this._asking = true;
    const answer = await this.feed.command("call.recording", { call });
    if (call !== this.call) return;
    this._asking = false;
    if (accepted(answer))
      this._url = /** @type {{ recording_url: string | null }} */ (/** @type {unknown} */ (answer)).recording_url;
  }
}

customElements.define("call-recording", CallRecording);
