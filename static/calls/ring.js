/** The band that says who rings: always there and always as high, so that a new call moves nothing. */

/** @import { PropertyValues } from "lit" */
/** @import { LiveCalls } from "./calls.js" */

import { html, nothing } from "lit";
import { FeedElement } from "../parts/element.js";
import { icon } from "../parts/icon.js";
import { t, tn } from "../parts/i18n.js";
import { Sound } from "../parts/sound.js";
import { caller, liveCalls, waiting } from "./words.js";
import "./wait.js";

export class CallsRing extends FeedElement {
  static properties = { ...FeedElement.properties, screen: { attribute: false } };

  constructor() {
    super();
    /** @type {LiveCalls} */ this.screen;
    this.sound = new Sound(this, "calls/sound");
    this._title = document.title;
    /** @type {Set<number> | null} */
    this._known = null; // the calls that have been told
    this._said = "";
  }

  get ringing() {
    return liveCalls([...this.feed.state.calls.values()]).filter((view) => view.state === "ringing");
  }

  /** @param {PropertyValues<this>} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    const { ringing } = this;
    // Said in the tab too, for whoever looks at another page.
    document.title = ringing.length ? `☎ ${ringing.length} · ${this._title}` : this._title;
    const known = this._known;
    const fresh = known ? ringing.filter((view) => !known.has(view.call)) : [];
    this._known = new Set([...(known || []), ...ringing.map((view) => view.call)]);
    if (!fresh.length) return;
    this._said = fresh
      .map((view) => `${t("Rings: {number}", { number: caller(view) })}${view.banned ? `. ${t("BAN")}` : ""}`)
      .join(". ");
    this.sound.ring();
  }

  render() {
    const { ringing } = this;
    const first = ringing[0];
    return html`<div class="ring ${first ? "rings" : ""}">
      ${
        first
          ? html`<button class="button next" @click=${() => this.screen.enter(first.call)}>${icon("phone-incoming")} ${caller(first)} <kbd>N</kbd></button>
            <call-wait class="tabular wait" .feed=${this.feed} .since=${waiting(first).since} .limit=${waiting(first).limit}></call-wait>
            ${first.banned ? html`<b class="caution">${icon("ban")} <span class="wide">${t("BAN")}</span></b>` : nothing}
            ${ringing.length > 1 ? html`<b class="narrow tabular" aria-hidden="true">×${ringing.length}</b>` : nothing}
            <span class="clip">${ringing.length > 1 ? tn("{n} call rings|{n} calls ring", ringing.length) : t("rings")}</span>`
          : html`<span class="quiet small">${t("Nobody rings.")}</span>`
      }
      <span class="unseen" role="status" aria-live="polite">${this._said}</span>
      <button class="button bare end" title=${t("Sound")} aria-pressed=${this.sound.on ? "true" : "false"} @click=${() => this.toggle()}>
        ${this.sound.on ? icon("bell-ring") : icon("bell-off")} <span class="wide">${t("Sound")}</span> <kbd>S</kbd></button>
    </div>`;
  }

  toggle() {
    this.sound.toggle();
  }
}

customElements.define("calls-ring", CallsRing);
