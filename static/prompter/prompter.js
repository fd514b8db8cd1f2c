/**
 * The prompter: what is read aloud now, what comes next, and the producer's message. Nothing here can be touched by
 * accident: without a moving pointer there is no button, and no key changes anything but the view and the message.
 */

/** @import { Mirror, Step } from "../parts/prompter_view.js" */

import { html, nothing } from "lit";
import { FeedElement } from "../parts/element.js";
import { Feed } from "../parts/feed/feed.js";
import { onAir, shortlist } from "../parts/feed/in_order.js";
import { remaining } from "../parts/clock.js";
import { t } from "../parts/i18n.js";
import { Listener } from "../parts/listener.js";
import { keepPage } from "../parts/offline.js";
import { placed } from "../parts/url_state.js";
import { offers } from "../parts/palette/key.js";
import { verbsOf } from "../parts/palette/verbs.js";
import { pollLine, shownPoll } from "../parts/polls.js";
import { clock, span } from "../parts/time.js";
import { accepted } from "../parts/toast.js";
import { REFUSALS, trustMark } from "../parts/topbar.js";
import { aloud, askerAloud } from "../parts/words.js";
import { Awake, fill } from "./wake_lock.js";
import { Control } from "./control/control.js";
import { showControl } from "./control/page.js";
import { controls } from "./controls.js";
import { byHand } from "./manual_scroll.js";
import { GROUPS, help } from "./help.js";
import { Keys } from "./keys.js";
import { Reading } from "./reading.js";
import { Reel } from "./script.js";
import { steer } from "./steering.js";
import { View, deviceName } from "./view.js";

const STILL = 3000; // ms: the controls leave this long after the pointer rests
const TOLD = 1500; // ms for which a changed setting is told in the corner
const MOMENT = 400; // ms: a key pressed just as a message came is not an answer to it
const EARLIER = 3; // how many of the messages before the last are shown with it
const REMEMBERED = 1000; // ms

export class LivePrompter extends FeedElement {
  constructor() {
    super();
    const draw = () => this.requestUpdate();
    this.slug = /** @type {string} */ (document.body.dataset.slug);
    this.window = placed("window")
      .replace(/[^0-9]/g, "")
      .slice(0, 2);
    const device = deviceName(this.window);
    this.feed = new Feed({ broadcast: this.slug, screen: "prompter", device, keep: true });
    this.view = new View(this.feed, device, this.window, draw);
    this.reel = new Reel(draw);
    this.reading = new Reading(this.reel, this.slug, draw);
    this.control = new Control(this);
    this.awake = new Awake(draw);
    this.pointed = false;
    this.told = "";
    /** @type {Keys} */ this.keys;
    /** @type {Map<number, number>} */ this._shownAt = new Map(); // a message → when it came before the eyes
    /** @type {[number, number] | null} */ this._at = null; // where the pointer is
    /** @type {string | undefined} */ this._worn; // the settings that are put on, and what of them lays the text
    /** @type {string | undefined} */ this._form;
    /** @type {boolean | undefined} */ this._acknowledging;
    /** @type {number | undefined} */ this._telling;
    /** @type {number | undefined} */ this._resting;
    /** @type {number | undefined} */ this._remembering;
    new Listener(this, () => this.feed, {
      change: () => this._follow(),
      events: ({ detail }) => steer(this, detail),
      moving: () => this.reading.remember(),
    });
    new Listener(this, () => window, {
      mousemove: (event) => this._pointed(event),
      pagehide: () => this.reading.remember(),
    });
  }

  connectedCallback() {
    super.connectedCallback();
    keepPage();
    offers({ slug: this.slug, verbs: () => verbsOf(this, GROUPS), bare: true });
    this.keys = new Keys(this);
    this.control.start();
    this._remembering = setInterval(() => this.reading.remember(), REMEMBERED);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.keys.stop();
    this.control.stop();
    clearInterval(this._remembering);
  }

  // What it shows

  get waiting() {
    return this.feed.state.messages.filter((message) => !message.acknowledged_at);
  }

  /** The text does not wait for the page's own drawing. */
  _follow() {
    if (!this.reel.host.isConnected || this.feed.status === "refused") return;
    if (this.feed.state.broadcast) this.reading.follow(onAir(this.feed.state), shortlist(this.feed.state)[0]);
  }

  render() {
    const { feed, reel } = this;
    const view = this.view.now;
    if (feed.status === "refused") return this._dark();
    const air = onAir(feed.state);
    const next = shortlist(feed.state)[0];
    const classes = ["stage", view.mirror_x && "mirror-x", view.mirror_y && "mirror-y", this.pointed && "awake"];
    return html`<main id="main" class=${classes.filter(Boolean).join(" ")}>
        <h1 class="unseen">${t("Prompter")}</h1>
        ${reel.host}
        <div class="reading-line ${reel.scroll.moving ? "running" : ""}" aria-hidden="true"></div>
        <header class="corner"><span class="told" role="status">${this.told}</span> ${this._clock()} ${trustMark(feed)}</header>
        <div class="below">
          ${this._mark()} ${this._poll()} ${this._message()}
          <footer class="then clip">${next && air ? html`<b>${t("Next")}:</b> ${[askerAloud(next), aloud(next)].filter(Boolean).join(" — ")}` : "\u00a0"}</footer>
        </div>
      </main>
      ${this.pointed ? controls(this) : nothing}`;
  }

  /** Where the page may show nothing, it shows nothing but why. */
  _dark() {
    return html`<main id="main" class="stage"><h1 class="unseen">${t("Prompter")}</h1><p class="refused">${REFUSALS[this.feed.refusal || ""] || this.feed.refusal}</p></main>`;
  }

  firstUpdated() {
    byHand(
      this,
      this.reel,
      () => this.view.now.mirror_y,
      () => this._wake(),
    );
  }

  updated() {
    if (this.feed.status === "refused") return this.reading.clear();
    this._dress();
    for (const { id } of this.waiting) if (!this._shownAt.has(id)) this._shownAt.set(id, performance.now());
    this._follow();
  }

  /** Puts the settings on, where they have changed: the style sheet takes them from here. */
  _dress() {
    const view = this.view.now;
    if (JSON.stringify(view) === this._worn) return;
    this._worn = JSON.stringify(view);
    /** @type {Record<string, string | number | null>} */
    const worn = {
      "--words": view.size && `${view.size}px`,
      "--measure": view.measure,
      "--margin": `${view.margin}%`,
      "--reading": `${view.line}%`,
    };
    for (const [name, value] of Object.entries(worn)) {
      if (value === null) this.style.removeProperty(name);
      else this.style.setProperty(name, String(value));
    }
    document.body.dataset.colours = view.colours;
    this.reel.speed = view.speed;
    const form = JSON.stringify(worn) + view.mirror_y;
    if (form !== this._form) this.reel.lay();
    this._form = form;
    if (this.pointed) this.requestUpdate(); // the controls tell what the new layout has come to
  }

  _clock() {
    const { broadcast } = this.feed.state;
    if (!broadcast) return nothing;
    /** @param {Date} now */
    const text = (now) => {
      const left = broadcast.state === "on_air" ? remaining(broadcast, now) : null;
      return clock(now, broadcast.zone) + (left === null ? "" : ` · ${span(left)}`);
    };
    return html`<live-tick class="time" .feed=${this.feed} .text=${text}></live-tick>`;
  }

  /** What waits for the presenter's key, at the foot of the page. */
  _mark() {
    const { corrected, shown } = this.reading;
    /** @type {(text: string, how: string) => unknown} */
    const mark = (text, how) =>
      html`<div class="mark" role="status"><span class="grow">${text}</span><span class="how"><kbd>R</kbd> ${how}</span></div>`;
    if (corrected !== null) return mark(t("The text has been corrected"), t("show it"));
    if (shown && shown.left) return mark(t("The question has left the air"), t("take it away"));
    return nothing;
  }

  /** The poll that viewers see, as it stands: it can be read aloud. */
  _poll() {
    const poll = shownPoll(this.feed.state);
    if (!poll) return nothing;
    const over = poll.state === "closed" ? t("Poll, closed") : t("Poll");
    return html`<section class="poll" aria-label=${t("Poll")}><b class="clip-two">${over}: ${poll.question}</b><span class="clip-two">${pollLine(poll)}</span></section>`;
  }

  _message() {
    const last = this.waiting.at(-1);
    const earlier = this.waiting.slice(-1 - EARLIER, -1);
    return html`<div class="band" role="alert">
      ${
        last
          ? html`<div class="message ${last.text.length > 90 ? "long" : ""}">
            <span class="grow">${earlier.length ? html`<span class="earlier">${earlier.map(({ text }) => text).join(" · ")}</span>` : nothing}${last.text}</span>
            <span class="how"><kbd>Enter</kbd> ${t("seen")}</span>
          </div>`
          : nothing
      }
    </div>`;
  }

  // What the presenter does

  /**
   * A press moves the text by lines, so that the eye keeps its place.
   *
   * @param {number} by
   */
  line(by) {
    this.reel.scroll.by(by * this.reel.lines.leading);
  }

  /**
   * What stood lowest, whole, is then at the reading line.
   *
   * @param {number} by
   */
  page(by) {
    this.line(by * Math.max(1, this.reel.below));
  }

  /**
   * @param {Step} name
   * @param {number} by
   */
  step(name, by) {
    this.view.step(name, by, name === "size" || name === "measure" ? this.reel[name] : undefined);
    const value = this.view.now[name];
    const words = {
      speed: () => t("{n} words a minute", { n: value }),
      size: () => t("{n} px", { n: value }),
      measure: () => (value === null ? t("whole width") : t("{n} letters", { n: value })),
      margin: () => t("{n} %", { n: value }),
      line: () => t("{n} %", { n: value }),
    };
    this.tell(words[name]());
  }

  /** @param {Mirror} mirror */
  flip(mirror) {
    this.view.change({ [mirror]: !this.view.now[mirror] });
  }

  fill() {
    fill();
  }

  help() {
    help(this.keys);
  }

  controllers() {
    showControl(this.control);
  }

  /** The messages that have been before the eyes for a moment: a key is an answer to these alone. */
  get seen() {
    const now = performance.now();
    return this.waiting.slice(-1 - EARLIER).filter(({ id }) => now - (this._shownAt.get(id) ?? now) >= MOMENT);
  }

  async acknowledge() {
    const { seen } = this;
    if (!seen.length || this._acknowledging) return;
    this._acknowledging = true;
    try {
      for (const { id } of seen)
        if (!accepted(await this.feed.command("presenter.acknowledge", { message: id }))) break;
    } finally {
      this._acknowledging = false;
    }
  }

  /**
   * In the corner, for a moment.
   *
   * @param {string} text
   */
  tell(text) {
    clearTimeout(this._telling);
    this._telling = setTimeout(() => ((this.told = ""), this.requestUpdate()), TOLD);
    this.told = text;
    this.requestUpdate();
  }

  /**
   * A pointer that rests while the page moves under it has not moved.
   *
   * @param {MouseEvent} event
   */
  _pointed({ screenX, screenY }) {
    const [x, y] = this._at || [screenX, screenY];
    this._at = [screenX, screenY];
    if (x !== screenX || y !== screenY) this._wake();
  }

  _wake() {
    clearTimeout(this._resting);
    this._resting = setTimeout(() => this._sleep(), STILL);
    if (this.pointed) return;
    this.pointed = true;
    this.requestUpdate();
  }

  /** Unless somebody goes through them by the keyboard. */
  _sleep() {
    const group = this.querySelector(".controls");
    if (group && group.contains(document.activeElement)) return this._wake();
    this.pointed = false;
    this.requestUpdate();
  }
}

customElements.define("live-prompter", LivePrompter);
