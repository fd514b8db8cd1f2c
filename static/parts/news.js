/**
 * What is new on a screen is told to who looks elsewhere: by a sound, where that was chosen, and by a count in the tab's
 * title while the page is hidden. Looking at the page takes the count away.
 */

/** @import { LitElement } from "lit" */

import { t } from "./i18n.js";
import { Listener } from "./listener.js";
import { Sound } from "./sound.js";
import { device } from "./storage.js";
import { note } from "./toast.js";

/** Milliseconds between two sounds: a stream of arrivals is no alarm. */
const QUIET = 5000;

/**
 * A tab's title that says how many are new.
 *
 * @param {string} title
 * @param {number} count
 */
export function titled(title, count) {
  return count ? `(${count}) ${title}` : title;
}

/**
 * Whether it may sound again.
 *
 * @param {number} now milliseconds
 * @param {number} last when it sounded last
 */
export function maySound(now, last) {
  return now - last >= QUIET;
}

export class News {
  /**
   * @param {LitElement} host
   * @param {string} name of the screen, under which its choices are kept
   */
  constructor(host, name) {
    this.sound = new Sound(host, `${name}/sound`);
    this._counting = `${name}/count`;
    this.counts = device.load(this._counting) !== false;
    this._count = 0;
    this._last = -Infinity;
    // Where the screen stands in a frame of ours, the tab is that of the page around it.
    this._tab = (window.top ?? window).document;
    this._title = this._tab.title;
    new Listener(host, () => document, { visibilitychange: () => document.hidden || this._seen() });
  }

  /**
   * So many are new.
   *
   * @param {number} number
   * @param {boolean} [mine] one of them is told to who sits here: it sounds although nobody has chosen a sound
   */
  tell(number, mine = false) {
    if (!number) return;
    if (document.hidden && this.counts) this._show(this._count + number);
    const now = performance.now();
    if (!(this.sound.on || mine) || !maySound(now, this._last)) return;
    this._last = now;
    this.sound.ring(mine);
  }

  toggleSound() {
    this.sound.toggle();
    note(this.sound.on ? t("The sound is on.") : t("The sound is off."));
  }

  toggleCount() {
    this.counts = !this.counts;
    device.keep(this._counting, this.counts);
    note(this.counts ? t("The tab says how many are new.") : t("The tab no longer says how many are new."));
  }

  _seen() {
    if (this._count) this._show(0);
  }

  /** @param {number} count */
  _show(count) {
    this._count = count;
    this._tab.title = titled(this._title, count);
  }
}
