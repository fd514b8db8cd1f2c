/**
 * The prompter: what is read aloud now, what comes next, and the producer's message. Nothing here can be touched
 * by accident: without a moving pointer there is no button, and no key changes anything but the view and the message.
 */

import { html, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { FeedElement } from "../parts/element.js";
import { Feed } from "../feed.js";
import { onAir, shortlist } from "../feed_state.js";
import { remaining } from "../parts/clock.js";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { onKeys } from "../parts/keys.js";
import { keepPage } from "../parts/offline.js";
import { place, placed } from "../parts/place.js";
import { clock, span } from "../parts/time.js";
import { accepted } from "../parts/toast.js";
import { trustMark } from "../parts/topbar.js";
import { airText, askerLine } from "../parts/words.js";

const SIZES = [36, 48, 64, 72, 80, 96, 120];
const STILL = 3000; // the controls leave this long after the pointer rests

class LivePrompter extends FeedElement {
  constructor() {
    super();
    this.slug = document.body.dataset.slug;
    this.feed = new Feed({ broadcast: this.slug, screen: "prompter", keep: true });
    this.awake = false;
    this._read();
  }

  connectedCallback() {
    super.connectedCallback();
    keepPage();
    addEventListener("pointermove", () => this._wake());
    addEventListener("popstate", () => (this._read(), this.requestUpdate()));
    const down = () => this._scroll(1);
    const up = () => this._scroll(-1);
    onKeys({
      Enter: () => this._acknowledge(),
      NumpadEnter: () => this._acknowledge(),
      ArrowDown: down, PageDown: down, Space: down,
      ArrowUp: up, PageUp: up, "Shift+Space": up,
      Home: () => this.querySelector(".reel").scrollTo(0, 0),
      Equal: () => this._size(1), NumpadAdd: () => this._size(1),
      Minus: () => this._size(-1), NumpadSubtract: () => this._size(-1),
      KeyM: () => this._mirror(),
      KeyF: () => this._fill(),
    });
  }

  _read() {
    this.size = Number(placed("size")) || null;
    this.mirrored = placed("mirror") === "1";
  }

  get waiting() {
    return this.feed.state.messages.filter((message) => !message.acknowledged_at);
  }

  render() {
    const { feed } = this;
    const air = onAir(feed.state);
    const next = shortlist(feed.state)[0];
    const style = this.size ? `--words: ${this.size}px` : "";
    return html`<main id="main" class="stage ${this.mirrored ? "mirrored" : ""} ${this.awake ? "awake" : ""}" style=${style}>
      <h1 class="unseen">${t("Prompter")}</h1>
      <header class="corner">
        ${this._clock()} ${trustMark(feed)}
      </header>
      ${air ? keyed(air.number, this._now(air)) : this._idle(next)}
      ${this._message()}
      <footer class="then clip">${next && air ? html`<b>${t("Next")}:</b> ${[askerLine(next), airText(next)].filter(Boolean).join(" — ")}` : "\u00a0"}</footer>
      ${this._controls()}
    </main>`;
  }

  _now(air) {
    return html`<section class="reel" tabindex="0" aria-label=${t("On air now")}>
      <div class="rest"></div>
      <p class="who">${askerLine(air) || t("No name")}</p>
      <p class="words text" aria-live="polite">${airText(air)}</p>
      ${air.notes && air.notes.presenter ? html`<p class="note text">${air.notes.presenter}</p>` : nothing}
      <div class="tail"></div>
    </section>
    <div class="reading-line" aria-hidden="true"></div>`;
  }

  /** Between two questions the screen is not blank: it shows what is about to come, dimmed. */
  _idle(next) {
    if (!this.feed.state.broadcast) return html`<section class="reel"></section>`;
    return html`<section class="reel idle" tabindex="0" aria-label=${t("Next")}>
      <div class="rest"></div>
      ${next
        ? html`<p class="who">${t("Next")}: ${askerLine(next)}</p><p class="words text">${airText(next)}</p>`
        : html`<p class="words">${t("The list is empty")}</p>`}
      <div class="tail"></div>
    </section>`;
  }

  _clock() {
    const { broadcast } = this.feed.state;
    if (!broadcast) return nothing;
    const text = (now) => {
      const left = broadcast.state === "on_air" ? remaining(broadcast, now) : null;
      return clock(now, broadcast.zone) + (left === null ? "" : ` · ${span(left)}`);
    };
    return html`<live-tick class="time" .feed=${this.feed} .text=${text}></live-tick>`;
  }

  _message() {
    const [first] = this.waiting.slice(-1);
    return html`<div class="band" role="alert">
      ${first ? html`<div class="message"><span class="grow">${first.text}</span><span class="how"><kbd>Enter</kbd> ${t("seen")}</span></div>` : nothing}
    </div>`;
  }

  _controls() {
    if (!this.awake) return nothing;
    return html`<div class="controls" role="group" aria-label=${t("View")}>
      <button class="button square" aria-label=${t("Smaller")} @click=${() => this._size(-1)}>${icon("minus")}</button>
      <button class="button square" aria-label=${t("Larger")} @click=${() => this._size(1)}>${icon("plus")}</button>
      <button class="button" aria-pressed=${this.mirrored} @click=${() => this._mirror()}>${icon("flip-vertical-2")} ${t("Mirror")}</button>
      <button class="button" @click=${() => this._fill()}>${icon("maximize")} ${t("Full screen")}</button>
      ${this.waiting.length ? html`<button class="button own" @click=${() => this._acknowledge()}>${icon("check")} ${t("Seen")}</button>` : nothing}
    </div>`;
  }

  _wake() {
    clearTimeout(this._resting);
    this._resting = setTimeout(() => {
      this.awake = false;
      this.requestUpdate();
    }, STILL);
    if (this.awake) return;
    this.awake = true;
    this.requestUpdate();
  }

  /** One press moves the text by two lines, so that the eye keeps its place. */
  _scroll(by) {
    const reel = this.querySelector(".reel");
    const words = reel && reel.querySelector(".words");
    if (words) reel.scrollBy({ top: by * 2 * parseFloat(getComputedStyle(words).lineHeight), behavior: "smooth" });
  }

  _size(by) {
    const words = this.querySelector(".words");
    const present = this.size || (words ? parseFloat(getComputedStyle(words).fontSize) : 72);
    const larger = SIZES.find((size) => size > present + 1);
    const smaller = [...SIZES].reverse().find((size) => size < present - 1);
    this.size = (by > 0 ? larger : smaller) || this.size;
    place({ size: this.size });
    this.requestUpdate();
  }

  _mirror() {
    this.mirrored = !this.mirrored;
    place({ mirror: this.mirrored ? "1" : "" });
    this.requestUpdate();
  }

  _fill() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  }

  async _acknowledge() {
    const [last] = this.waiting.slice(-1);
    if (!last || this._acknowledging === last.id) return;
    this._acknowledging = last.id;
    try {
      // Seeing the last message is seeing those before it.
      for (const message of this.waiting.filter(({ id }) => id <= last.id)) {
        if (!accepted(await this.feed.command("presenter.acknowledge", { message: message.id }))) break;
      }
    } finally {
      this._acknowledging = null;
    }
  }
}

customElements.define("live-prompter", LivePrompter);
