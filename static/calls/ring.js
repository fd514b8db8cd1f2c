/** The band that says who rings: always there and always as high, so that a new call moves nothing. */

/** @import { PropertyValues } from "lit" */
/** @import { LiveCalls } from "./calls.js" */

import { html, nothing } from "lit";
import { FeedElement } from "../parts/element.js";
import { icon } from "../parts/icon.js";
import { t, tn } from "../parts/i18n.js";
import { Listener } from "../parts/listener.js";
import { caller, liveCalls, waiting } from "./words.js";
import "./wait.js";

const SOUND = "calls/sound";

export class CallsRing extends FeedElement {
  static properties = { ...FeedElement.properties, screen: { attribute: false } };

  constructor() {
    super();
    /** @type {LiveCalls} */ this.screen;
    /** @type {AudioContext | undefined} */ this._audio;
    this.sound = remembered();
    this._title = document.title;
    /** @type {Set<number> | null} */
    this._known = null; // the calls that have been told
    this._said = "";
    // A browser lets a page sound only after somebody has touched it.
    for (const type of ["pointerdown", "keydown"]) new Listener(this, () => window, { [type]: () => this._wake() });
  }

  _wake() {
    if (this.sound && this._context().state === "suspended") this._context().resume();
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
    if (this.sound) this._ring();
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
      <button class="button bare end" title=${t("Sound")} aria-pressed=${this.sound ? "true" : "false"} @click=${() => this.toggle()}>
        ${this.sound ? icon("bell-ring") : icon("bell-off")} <span class="wide">${t("Sound")}</span> <kbd>S</kbd></button>
    </div>`;
  }

  toggle() {
    this.sound = !this.sound;
    try {
      localStorage.setItem(SOUND, this.sound ? "on" : "off");
    } catch {
      // Then it lasts as long as the page does.
    }
    if (this.sound) this._ring();
    this.requestUpdate();
  }

  _context() {
    this._audio ||= new AudioContext();
    return this._audio;
  }

  /** Two short soft tones. */
  _ring() {
    const audio = this._context();
    audio.resume();
    for (const [from, pitch] of [
      [0, 660],
      [0.22, 880],
    ]) {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      const at = audio.currentTime + from;
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.0001, at);
      volume.gain.exponentialRampToValueAtTime(0.2, at + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.2);
      tone.connect(volume).connect(audio.destination);
      tone.start(at);
      tone.stop(at + 0.22);
    }
  }
}

function remembered() {
  try {
    return localStorage.getItem(SOUND) === "on";
  } catch {
    return false;
  }
}

customElements.define("calls-ring", CallsRing);
