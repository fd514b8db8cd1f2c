/**
 * What the graphic looks like and how it moves: a question's plate, page by page, or a poll, on a stage of 1920 by 1080 points
 * in a theme's letters and colours. What is in sight, and when, says who builds on it: the page of the air (overlay.js), and
 * the packages for other renderers (ograf/).
 */

/** @import { TemplateResult } from "lit" */
/** @import { Face, Laid, ShownQuestion } from "./types.js" */

import { html, nothing, render } from "lit";
import { airText, readingTime } from "../parts/air_text.js";
import { MARKS } from "../parts/marks.js";
import { repaint } from "../parts/repaint.js";
import { icon } from "../parts/sprite.js";
import { fit, fitLine } from "./fit.js";
import { measure } from "./letters.js";
import { AWAY, HERE, MOTION, fade, move, pause, still } from "./motion.js";
import { PollPlate } from "./poll.js";

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

export class Graphic extends HTMLElement {
  constructor() {
    super();
    /** @type {string[]} */
    this.themes = [];
    /** @type {string | undefined} */
    this.theme;
    this.guides = false;
    this.transform = "";
    /** @type {ShownQuestion | null} */
    this.shown = null; // the question that is in sight
    /** @type {string[][]} */
    this.pages = [];
    this.page = 0;
    this.size = 0;
    this.whoSize = 0;
    /** @type {PollPlate | undefined} */
    this._poll;
    /** @type {number | undefined} */
    this._turning;
  }

  // Where it stands

  /**
   * What it is drawn in.
   *
   * @returns {HTMLElement}
   */
  get root() {
    return this;
  }

  /**
   * Where its style sheets stand.
   *
   * @returns {ParentNode}
   */
  get sheets() {
    return document.head;
  }

  /** The pixels that there are for it. */
  get room() {
    return { width: innerWidth, height: innerHeight };
  }

  /** "Voted: {n}" in the viewers' language. */
  get voted() {
    return this.dataset.voted || "";
  }

  get pollPlate() {
    this._poll ||= new PollPlate(/** @type {HTMLElement} */ (this.root.querySelector("overlay-poll")), this.voted);
    return this._poll;
  }

  _scale() {
    const { width, height } = this.room;
    const scale = Math.min(width / STAGE.width, height / STAGE.height);
    const left = (width - STAGE.width * scale) / 2;
    this.transform = `translate(${left}px, ${height - STAGE.height * scale}px) scale(${scale})`;
    this._draw();
  }

  /**
   * The theme in sight goes once the other one is here. Resolves when it is, or cannot be had.
   *
   * @param {string} name
   * @returns {Promise<void>}
   */
  _theme(name) {
    this.theme = name;
    const href = new URL(`themes/${name}.css`, import.meta.url).href;
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
    return new Promise((resolve) => {
      link.onload = () => {
        resolve();
        if (this.theme !== name) return link.remove();
        this.sheets.querySelector("#theme")?.remove();
        link.id = "theme";
        this._set();
      };
      link.onerror = () => {
        resolve();
        link.remove();
      };
      this.sheets.append(link);
    });
  }

  /**
   * Waits for the letters of a question.
   *
   * @param {ShownQuestion} view
   */
  _lettersOf(view) {
    return this._letters([airText(view), view.author && view.author.name, view.locality].filter(Boolean).join(" "));
  }

  /**
   * Waits for the letters of a text, but not for ever: others do too.
   *
   * @param {string} text
   */
  async _letters(text) {
    const { family, weight } = this._face;
    const font = `${weight} 64px ${family}`;
    if (!document.fonts.check(font, text)) {
      await Promise.race([document.fonts.load(font, text).catch(() => []), pause(FONT_WAIT)]);
    }
  }

  /** @returns {Face} */
  get _face() {
    const { fontFamily, fontWeight } = getComputedStyle(this._words);
    return { family: fontFamily, weight: fontWeight };
  }

  // What is in sight

  /**
   * Brings a question in sight at once, or changes the words of the one that is: without a motion.
   *
   * @param {ShownQuestion} view
   * @param {number} page
   */
  _fill(view, page) {
    const changed = this.shown !== null;
    this.shown = view;
    this.page = page;
    this._set();
    if (changed) repaint(this._plate);
  }

  /** By a motion, after which nothing moves. */
  _come() {
    return move(this._plate, AWAY, HERE);
  }

  /** A copy fades by itself, so that nothing new waits for it. Resolves when it is gone. */
  _leave() {
    const gone = fade(this._plate);
    this._hide();
    return gone;
  }

  _hide() {
    this.shown = null;
    clearTimeout(this._turning);
    this._draw();
  }

  /** All of it, at once, and what is just leaving too. */
  _clear() {
    this._hide();
    this.pollPlate.hide();
    for (const leaving of this.root.querySelectorAll(".leaving")) leaving.remove();
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
    repaint(this._plate);
    this._turnLater();
    this._fadeWords();
  }

  _fadeWords() {
    if (!still()) this._words.animate([{ opacity: 0 }, { opacity: 1 }], MOTION);
  }

  // Drawing

  /**
   * How a question stands in the theme's letters.
   *
   * @param {ShownQuestion} view
   * @returns {Laid}
   */
  _laid(view) {
    const { author, locality } = view;
    const { family, weight } = this._face;
    const { size, pages } = fit(airText(view), measure(`${weight} 100px ${family}`));
    const who = [author && author.name, locality].filter(Boolean).join(" · ");
    return { size, pages, whoSize: who ? fitLine(who, measure(`640 100px ${family}`)) : 0 };
  }

  /** Sets what is in sight anew: it, its letters or the theme have changed. */
  _set() {
    if (!this.shown) return;
    const laid = this._laid(this.shown);
    Object.assign(this, laid, { page: Math.min(this.page, laid.pages.length - 1) });
    this._draw();
  }

  get _plate() {
    return /** @type {HTMLElement} */ (this.root.querySelector(".plate:not(.leaving)"));
  }

  get _words() {
    return /** @type {HTMLElement} */ (this._plate.querySelector(".words"));
  }

  _draw() {
    const { shown } = this;
    render(
      html`<div class="stage" .style=${`transform: ${this.transform}`}>
        <section class="plate" data-number=${shown ? shown.number : nothing} ?hidden=${!shown}>
          ${shown && shown.source ? this._sign(shown.source) : nothing}
          <div class="said">${shown ? this._who(shown) : nothing}
            <p class="words" .style=${shown ? `font-size: ${this.size}px` : ""}>
              ${shown ? this.pages[this.page].map((line) => html`<span class="line">${line}</span> `) : nothing}
            </p>
          </div>
        </section>
        <overlay-poll></overlay-poll>
        ${shown ? this._beside() : nothing}
        ${this.guides ? html`<div class="guide action"></div><div class="guide title"></div>` : nothing}
      </div>`,
      this.root,
    );
  }

  /** @param {ShownQuestion} view */
  _who({ author, locality }) {
    const name = author && author.name;
    const many = this.pages.length;
    if (!name && !locality && many === 1) return nothing;
    return html`<p class="who" .style=${`font-size: ${this.whoSize}px`}>
      ${name ? html`<span class="name">${name}</span>` : nothing}${locality ? html`<span class="place">${locality}</span>` : nothing}
      ${many > 1 ? html`<span class="page">${this.page + 1} / ${many}</span>` : nothing}
    </p>`;
  }

  /** @param {string} source */
  _sign(source) {
    if (SIGNS[source]) return html`<div class="sign">${SIGNS[source]}</div>`;
    const letters = this._mark(source);
    return html`<div class="sign ${letters.length > 2 ? "long" : ""}">${letters}</div>`;
  }

  /**
   * The letters of a source that has no picture.
   *
   * @param {string} source
   */
  _mark(source) {
    return MARKS[source] || source.slice(0, 3).toUpperCase();
  }

  /**
   * What stands beside the plate of the question that is shown.
   *
   * @returns {unknown}
   */
  _beside() {
    return nothing;
  }
}
