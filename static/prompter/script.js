/**
 * The text as it lies before the presenter: who asks above it, the note below. Its elements are made once and are no
 * part of the page's drawing: the text is written when it is another text, and at no other time.
 */

/** @import { Labels, Place } from "./types.js" */

import { Lines, carried, linesOf } from "./lines.js";
import { Scroll } from "./scroll.js";

const NEAR = 0.1; // of a line: a line that has only begun to leave is still the one being read

export class Reel {
  /** @param {() => void} changed */
  constructor(changed) {
    this.host = made("section", "reel");
    this._layer = this.host.appendChild(made("div", "layer"));
    this._who = this._layer.appendChild(made("p", "who"));
    this._words = this._layer.appendChild(made("p", "words text"));
    this._words.lang = "ru"; // what residents write, whatever the screen's language: hyphens go by it
    this._words.setAttribute("aria-live", "polite");
    this._note = this._layer.appendChild(made("p", "note text"));
    this._node = this._words.appendChild(document.createTextNode(""));
    this.scroll = new Scroll(this._layer, changed);
    this.lines = new Lines("", 1, []);
    this._speed = 0;
    this._laid = "";
    /** @type {{ place: Place | null, position: number } | undefined} */ this._put;
    this._seen = new ResizeObserver(() => this._look());
    for (const part of [this.host, this._words, this._who, this._note]) this._seen.observe(part);
    document.fonts.addEventListener("loadingdone", () => this.lay());
  }

  /**
   * Words a minute.
   *
   * @param {number} speed
   */
  set speed(speed) {
    this._speed = speed;
    this._pace();
  }

  /** Size of the letters in px, as they are. */
  get size() {
    return Math.round(parseFloat(getComputedStyle(this._words).fontSize));
  }

  /** Letters in a whole line, as they are: what a limit would have to be to change nothing. */
  get measure() {
    return Math.floor(
      this._words.clientWidth / (this.size * parseFloat(getComputedStyle(this.host).getPropertyValue("--letter"))),
    );
  }

  /** Lines that stand whole below the one being read. */
  get below() {
    return Math.floor((this.host.clientHeight - this._layer.offsetTop - this.covered) / this.lines.leading) - 1;
  }

  /** px at the foot of the page that something else stands on. */
  get covered() {
    const below = /** @type {HTMLElement | null | undefined} */ (this.host.parentElement?.querySelector(".below"));
    return below ? below.offsetHeight : 0;
  }

  // What is written

  /**
   * Another text, from its top.
   *
   * @param {Labels & { text: string, tone?: string }} what
   */
  show({ who, text, note = "", tone = "" }) {
    this.label({ who, note });
    this.tone = tone;
    this._write(text);
    this.lay();
    this.scroll.pause();
    this.toTop();
  }

  /**
   * What stands around the text; nothing of it moves the text.
   *
   * @param {Labels} labels
   */
  label({ who, note = "" }) {
    if (this._who.textContent !== who) this._who.textContent = who;
    if (this._note.textContent !== note) this._note.textContent = note;
    this._note.hidden = !note;
  }

  /**
   * "" while it is read, "idle" for what is about to come, "left" for what has left the air.
   *
   * @param {string} tone
   */
  set tone(tone) {
    const classes = `reel ${tone}`.trim();
    if (this.host.className !== classes) this.host.className = classes;
  }

  /**
   * Writes a corrected text where that moves nothing down to the line being read; whether it was so.
   *
   * @param {string} text
   */
  correctBelow(text) {
    const before = this.lines;
    this._write(text);
    const after = this._measured();
    if (!before.sameUpTo(this._reading, after)) {
      this._write(before.text);
      return false;
    }
    this._take(after);
    return true;
  }

  /**
   * Writes a corrected text; the words being read stay at the reading line.
   *
   * @param {string} text
   */
  correct(text) {
    const { place, lines } = this;
    this._write(text);
    this._take(this._measured());
    this.place = place && { ...place, offset: carried(lines.text, text, place.offset) };
  }

  /** @param {string} text */
  _write(text) {
    if (this._node.data !== text) this._node.data = text;
  }

  // Where it is

  /**
   * The place in the text at the reading line, whatever the layout: {offset, within a line}, or null for the top.
   *
   * @returns {Place | null}
   */
  get place() {
    const { position } = this.scroll;
    if (position <= 0) return null;
    // The same words over any number of layouts: the line that they stand in begins with others each time.
    if (this._put && this._put.position === position) return this._put.place;
    const line = Math.min(this.lines.count - 1, Math.round(position / this.lines.leading));
    return { offset: this.lines.starts[line], within: position / this.lines.leading - line };
  }

  set place(place) {
    if (!place) this.toTop();
    else this.scroll.put((this.lines.at(place.offset) + place.within) * this.lines.leading);
    this._put = { place, position: this.scroll.position };
  }

  toTop() {
    this.scroll.put(-Infinity);
  }

  /** The last of the lines that an update must not move. */
  get _reading() {
    const { count, leading } = this.lines;
    return Math.min(count - 1, Math.max(0, Math.ceil(this.scroll.position / leading - NEAR)));
  }

  // How it lies

  /** Measures the text anew and keeps the place. */
  lay() {
    const { place } = this;
    this._take(this._measured());
    this.place = place;
  }

  /** The same, where the layout has changed since; what stands around the text only changes how far it may move. */
  _look() {
    if (this._form() !== this._laid) this.lay();
    else this._bound();
  }

  _form() {
    return `${this._words.offsetWidth} ${this._words.offsetHeight}`;
  }

  _measured() {
    const leading = parseFloat(getComputedStyle(this._words).lineHeight) || 1;
    return linesOf(this._node, this._words, leading, Boolean(this.host.closest(".mirror-y")));
  }

  /** @param {Lines} lines */
  _take(lines) {
    this.lines = lines;
    this.scroll.leading = lines.leading;
    this._laid = this._form();
    this._bound();
    this._pace();
  }

  _bound() {
    const end = this.lines.height - this.lines.leading;
    this.scroll.bound({
      home: Math.min(0, this._layer.offsetTop - this._who.offsetHeight),
      end,
      last: Math.max(end, this._layer.offsetHeight - this.lines.leading),
    });
  }

  /** Words a minute into px a second, by how many words stand in how much height: so size and width change nothing. */
  _pace() {
    const { words, height } = this.lines;
    this.scroll.rate = words ? ((this._speed / 60) * height) / words : 0;
  }
}

/**
 * @param {string} name
 * @param {string} classes
 */
function made(name, classes) {
  const element = document.createElement(name);
  element.className = classes;
  return element;
}
