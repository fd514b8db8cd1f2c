/**
 * The graphic: the question on air, on a transparent page of a graphics machine. It shows what is on air and has not been
 * cleared, as long as that is known, and otherwise nothing at all.
 *
 * The address says how it looks (theme, guides, pictures=0 for none), how long it stays while the server is out of touch (hold, in seconds),
 * and with caspar=1 that CasparCG's play() and stop() switch it.
 */

/** @import { TemplateResult } from "lit" */
/** @import { QuestionView, ScreenName } from "../generated/protocol.js" */
/** @import { OverlayPoll } from "./poll.js" */
/** @import { Looks } from "./types.js" */

import { html, nothing, render } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { Feed } from "../parts/feed/feed.js";
import { onAir } from "../parts/feed/state.js";
import { icon } from "../parts/icon.js";
import { keepPage } from "../parts/offline.js";
import { placed } from "../parts/url_state.js";
import { readingTime } from "../parts/time.js";
import { shownPoll } from "../parts/polls.js";
import { airText, SOURCES } from "../parts/words.js";
import { obeyCalls } from "./casparcg.js";
import { fit, fitLine } from "./fit.js";
import { measure } from "./letters.js";
import { AWAY, HERE, MOTION, fade, move, pause, still } from "./motion.js";
import "./poll.js";

const HOLD = { least: 5, usual: 120, most: 3600 }; // s that the graphic outlives its line
const BEAT = 1000; // ms between two looks at whether what is shown is still known
const FONT_WAIT = 1500;
const PAGE_LEAST = 6; // s
const STAGE = { width: 1920, height: 1080 };

/**
 * Where letters would say little to a viewer, a picture; the networks have their letters.
 *
 * @type {Record<string, TemplateResult>}
 */
const SIGNS = {
  phone: icon("phone"),
  mango: icon("phone"),
  form: icon("globe"),
  api: icon("globe"),
  hand: icon("pen-line"),
};

export class LiveOverlay extends HTMLElement {
  constructor() {
    super();
    /** @type {string[]} */
    this.themes;
    /** @type {string | undefined} */
    this.theme;
    /** @type {boolean} */
    this.playing;
    /** @type {unknown} */
    this.heeded; // what the launcher said last of the looks
    /** @type {QuestionView | null} */
    this.shown; // the question that is in sight
    /** @type {string[][]} */
    this.pages;
    /** @type {number} */
    this.page;
    /** @type {number} */
    this.size;
    /** @type {number} */
    this.whoSize;
    /** @type {number} */
    this.hold;
    /** @type {boolean} */
    this.pictures; // whether a resident's picture is drawn where a moderator allows it
    /** @type {Feed} */
    this.feed;
    /** @type {number | null | undefined} */
    this._lost; // since when the feed is not in step
    /** @type {number | undefined} */
    this._turning;
  }

  connectedCallback() {
    if (!dressed()) return; // the page asks for itself anew until it is whole
    this.themes = (document.body.dataset.themes || "").split(" ");
    this.playing = placed("caspar") !== "1";
    this.shown = null;
    this.page = 0;
    this.hold = HOLD.usual;
    this.pictures = true;
    this._scale();
    this.dress({ guides: placed("guides"), hold: placed("hold"), pictures: placed("pictures") });
    addEventListener("resize", () => this._scale());
    addEventListener("load", () => keepPage());
    const { family, weight } = this._face;
    document.fonts.load(`${weight} 64px ${family}`, "\u0430 a 0").catch(() => []); // before the first question needs them
    document.fonts.addEventListener("loadingdone", () => this._set());
    const token = placed("token") || undefined;
    // The gallery's own page shows it by the gallery's screen, which holds all that this one does.
    const { slug, screen } = /** @type {{ slug: string, screen: ScreenName }} */ (document.body.dataset);
    this.feed = new Feed({ broadcast: slug, screen, token });
    this.feed.addEventListener("change", () => (this._listen(), this._follow()));
    setInterval(() => this._follow(), BEAT);
    obeyCalls(this);
    this.dataset.whole = "";
  }

  // What may be told from outside: how it looks and whether it plays, never what it shows.

  play() {
    this.playing = true;
    this._follow();
  }

  stop() {
    this.playing = false;
    this._follow();
  }

  /** The next page of a long text; a text of one page comes in again. */
  next() {
    if (!this.shown) return;
    if (this.pages.length > 1) this._turn();
    else move(this._plate, AWAY, HERE);
  }

  /** At once, without a motion. */
  remove() {
    this.playing = false;
    this._hide();
    /** @type {OverlayPoll} */ (this.querySelector("overlay-poll")).hide();
    for (const leaving of this.querySelectorAll(".leaving")) leaving.remove();
  }

  /**
   * {theme, guides, hold, pictures}, each as text; what is not known is left as it was.
   *
   * @param {Looks} looks
   */
  dress({ theme, guides, hold, pictures }) {
    if (theme && this.themes.includes(theme)) this._theme(theme);
    if (guides !== undefined) this.guides = ["1", "true"].includes(String(guides));
    if (pictures !== undefined && pictures !== "") this.pictures = !["0", "false"].includes(String(pictures));
    if (Number(hold) > 0) this.hold = Math.min(Math.max(Number(hold), HOLD.least), HOLD.most);
    this._draw();
  }

  /**
   * The theme in sight goes once the other one is here.
   *
   * @param {string} name
   */
  _theme(name) {
    this.theme = name;
    const href = new URL(`themes/${name}.css`, import.meta.url).href;
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
    link.onload = () => {
      if (this.theme !== name) return link.remove();
      document.getElementById("theme")?.remove();
      link.id = "theme";
      this._set();
    };
    link.onerror = () => link.remove();
    document.head.append(link);
  }

  // What is to be in sight

  /** The question whose graphic belongs on air now, or null. */
  get wanted() {
    const view = onAir(this.feed.state);
    return this.playing && view && view.graphic && this._known && !this.poll ? view : null;
  }

  /** The poll that belongs on air now, in place of the question's graphic; or null. */
  get poll() {
    return this.playing && this._known ? shownPoll(this.feed.state) : null;
  }

  /** Out of touch, what is shown may have left the air: it stays for `hold` seconds. */
  get _known() {
    return this.feed.status === "in_step" || Date.now() < (this._lost ?? 0) + this.hold * 1000;
  }

  /** Notes since when the feed is not in step; one that was refused knows nothing until it is. */
  _listen() {
    const { status } = this.feed;
    if (status === "in_step") this._lost = null;
    else if (status === "refused") this._lost = -Infinity;
    else this._lost ||= Date.now();
  }

  /** Brings in sight what should be. What leaves fades by itself, so that nothing new waits for it. */
  async _follow() {
    const { wanted } = this;
    /** @type {OverlayPoll} */ (this.querySelector("overlay-poll")).show(this.poll, this._face);
    if (this.shown && !(wanted && wanted.number === this.shown.number)) this._leave();
    if (!wanted || wanted === this.shown) return;
    if (!(await this._letters(wanted))) return;
    const fresh = !this.shown;
    this._fill(wanted);
    if (fresh) move(this._plate, AWAY, HERE);
  }

  /**
   * Has the letters of a text; false where something else is wanted by the time that they have come.
   *
   * @param {QuestionView} view
   */
  async _letters(view) {
    const { family, weight } = this._face;
    const font = `${weight} 64px ${family}`;
    const text = [airText(view), view.author && view.author.name, view.locality].filter(Boolean).join(" ");
    if (!document.fonts.check(font, text)) {
      await Promise.race([document.fonts.load(font, text).catch(() => []), pause(FONT_WAIT)]);
    }
    return this.wanted === view;
  }

  // Drawing

  /** @param {QuestionView} view */
  _fill(view) {
    const same = this.shown && airText(this.shown) === airText(view);
    if (!this.shown) this.page = 0;
    this.shown = view;
    this._set();
    if (!same) this._turnLater();
  }

  /** Sets the text anew: it, its letters or the theme have changed. */
  _set() {
    if (!this.shown) return;
    const { author, locality } = this.shown;
    const { family, weight } = this._face;
    const { size, pages } = fit(airText(this.shown), measure(`${weight} 100px ${family}`));
    const who = [author && author.name, locality].filter(Boolean).join(" · ");
    const whoSize = who ? fitLine(who, measure(`640 100px ${family}`)) : 0;
    Object.assign(this, { size, pages, whoSize, page: Math.min(this.page, pages.length - 1) });
    this._draw();
  }

  _leave() {
    fade(this._plate);
    this._hide();
  }

  _hide() {
    this.shown = null;
    clearTimeout(this._turning);
    this._draw();
  }

  get _face() {
    const { fontFamily, fontWeight } = getComputedStyle(this._words);
    return { family: fontFamily, weight: fontWeight };
  }

  get _plate() {
    return /** @type {HTMLElement} */ (this.querySelector(".plate:not(.leaving)"));
  }

  get _words() {
    return /** @type {HTMLElement} */ (this._plate.querySelector(".words"));
  }

  _draw() {
    const { shown } = this;
    render(
      html`<div class="stage" .style=${`transform: ${this.transform}`}>
        <section class="plate" data-number=${shown ? shown.number : nothing} ?hidden=${!shown}>
          ${shown ? sign(shown.source) : nothing}
          <div class="said">${shown ? this._who(shown) : nothing}
            <p class="words" .style=${shown ? `font-size: ${this.size}px` : ""}>
              ${shown ? this.pages[this.page].map((line) => html`<span class="line">${line}</span> `) : nothing}
            </p>
          </div>
        </section>
        <overlay-poll data-voted=${this.dataset.voted || ""}></overlay-poll>
        ${shown && shown.picture && this.pictures ? this._picture(shown.picture) : nothing}
        ${this.guides ? html`<div class="guide action"></div><div class="guide title"></div>` : nothing}
      </div>`,
      this,
    );
  }

  /** @param {QuestionView} view */
  _who({ author, locality }) {
    const name = author && author.name;
    const many = this.pages.length;
    if (!name && !locality && many === 1) return nothing;
    return html`<p class="who" .style=${`font-size: ${this.whoSize}px`}>
      ${name ? html`<span class="name">${name}</span>` : nothing}${locality ? html`<span class="place">${locality}</span>` : nothing}
      ${many > 1 ? html`<span class="page">${this.page + 1} / ${many}</span>` : nothing}
    </p>`;
  }

  /**
   * In sight once it is whole; another one is another element, which shows nothing of the one before it.
   *
   * @param {number} file
   */
  _picture(file) {
    const { slug } = document.body.dataset;
    const token = placed("token");
    const address = `/b/${slug}/on-air/pictures/${file}${token ? `?token=${encodeURIComponent(token)}` : ""}`;
    /** @param {Event} event */
    const come = (event) => /** @type {HTMLElement} */ (event.target).classList.add("here");
    return keyed(file, html`<img class="picture" alt="" data-file=${file} src=${address} @load=${come}>`);
  }

  _scale() {
    const scale = Math.min(innerWidth / STAGE.width, innerHeight / STAGE.height);
    const left = (innerWidth - STAGE.width * scale) / 2;
    this.transform = `translate(${left}px, ${innerHeight - STAGE.height * scale}px) scale(${scale})`;
    this._draw();
  }

  // Pages

  /** A page stays as long as it takes to read aloud; after the last comes the first. */
  _turnLater() {
    clearTimeout(this._turning);
    if (this.pages.length < 2) return;
    const seconds = Math.max(PAGE_LEAST, readingTime(this.pages[this.page].join(" ")));
    this._turning = setTimeout(() => this._turn(), seconds * 1000);
  }

  _turn() {
    this.page = (this.page + 1) % this.pages.length;
    this._draw();
    this._turnLater();
    if (!still()) this._words.animate([{ opacity: 0 }, { opacity: 1 }], MOTION);
  }
}

/** @param {string} source */
function sign(source) {
  if (SIGNS[source]) return html`<div class="sign">${SIGNS[source]}</div>`;
  const letters = SOURCES[source] ? SOURCES[source][0] : source.slice(0, 3).toUpperCase();
  return html`<div class="sign ${letters.length > 2 ? "long" : ""}">${letters}</div>`;
}

/** Whether its style and its theme are here: letters without a plate must not be on air. */
function dressed() {
  const style = getComputedStyle(document.documentElement);
  return ["--whole", "--plate"].every((name) => style.getPropertyValue(name));
}

customElements.define("live-overlay", LiveOverlay);
