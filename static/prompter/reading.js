/**
 * What the presenter has before the eyes, and when that may change. A new question stands at once, from its top; a
 * corrected text only where it moves nothing that is being read, else it waits for the presenter; a question that has
 * left the air stays, dimmed, until nobody reads it any more; between two, the next one stands dimmed.
 */

/** @import { QuestionView } from "../generated/protocol.js" */
/** @import { Reel } from "./script.js" */
/** @import { Labels, Shown, Stood } from "./types.js" */

import { t } from "../parts/i18n.js";
import { aloud, askerAloud } from "../parts/words.js";
import { tab } from "../parts/storage.js";

const LINGERS = 8000; // ms for which a text that has left the air stays when it does not move

export class Reading {
  /**
   * `changed` is called when what waits for the presenter may be different.
   *
   * @param {Reel} reel
   * @param {string} slug
   * @param {() => void} changed
   */
  constructor(reel, slug, changed) {
    this.reel = reel;
    /** @type {Shown | null} */ this.shown = null;
    /** @type {string | null} */ this.corrected = null; // the text that waits to be accepted
    this._name = `prompter/${slug}`;
    /** @type {Stood | null} */ this._before = tab.load(this._name);
    /** @type {QuestionView | undefined} */ this._next;
    /** @type {string | undefined} */ this._kept;
    /** @type {number | undefined} */ this._lingering;
    this._changed = changed;
  }

  /**
   * The question on air, or null, and the next of the list.
   *
   * @param {QuestionView | null} air
   * @param {QuestionView | undefined} next
   */
  follow(air, next) {
    this._next = next;
    if (air) this._follow(air);
    else if (this.shown && !this.shown.idle) this._leave();
    else this._idle();
    this._before = null;
  }

  /** The presenter takes what waits: the corrected text, or the end of one that has left the air. */
  accept() {
    if (this.corrected !== null) {
      this.reel.correct(this.corrected);
      this._hold({ text: this.corrected });
    } else if (this.shown && this.shown.left) {
      this._end();
    }
  }

  /** Nothing may be seen any more. */
  clear() {
    clearTimeout(this._lingering);
    if (this.shown) this.reel.show({ who: "", text: "" });
    this.shown = null;
    this.corrected = null;
  }

  /** Keeps with the tab where the reading stands, so that a reload goes on from there. */
  remember() {
    const { shown, reel } = this;
    const now =
      shown && !shown.idle
        ? { number: shown.number, text: shown.text, place: reel.place, running: byThePresenter(reel) }
        : null;
    if (JSON.stringify(now) === this._kept) return;
    this._kept = JSON.stringify(now);
    tab.keep(this._name, now);
  }

  /** @param {QuestionView} view */
  _follow(view) {
    const text = aloud(view);
    const before = this.shown;
    const shown = before && !before.idle && before.number === view.number ? before : this._begin(view, text);
    if (shown.left) this._hold({ left: false });
    this.reel.label(around(view));
    this.reel.tone = "";
    if (text === shown.text) {
      if (this.corrected !== null) this._hold({});
    } else if (text !== this.corrected) {
      if (this.reel.correctBelow(text)) this._hold({ text });
      else this._wait(text);
    }
  }

  /**
   * A question comes before the eyes: from its top, or after a reload from where it was.
   *
   * @param {QuestionView} view
   * @param {string} text
   */
  _begin(view, text) {
    clearTimeout(this._lingering);
    const before = this._before && this._before.number === view.number ? this._before : null;
    /** @type {Shown} */
    const shown = { number: view.number, text: before ? before.text : text, idle: false, left: false };
    this.shown = shown;
    this.reel.show({ ...around(view), text: shown.text });
    if (before) {
      this.reel.place = before.place;
      if (before.running) this.reel.scroll.start();
    }
    this._hold({});
    return shown;
  }

  /** @param {Partial<Shown>} changes */
  _hold(changes) {
    clearTimeout(this._lingering);
    this.corrected = null;
    Object.assign(/** @type {Shown} */ (this.shown), changes);
    this._changed();
  }

  /** @param {string} text */
  _wait(text) {
    this.corrected = text;
    this._changed();
  }

  _leave() {
    if (this.shown?.left) return;
    this._hold({ left: true });
    this.reel.tone = "left";
    this._linger();
  }

  _linger() {
    clearTimeout(this._lingering);
    this._lingering = setTimeout(() => (this.reel.scroll.moving ? this._linger() : this._end()), LINGERS);
  }

  _end() {
    clearTimeout(this._lingering);
    this.shown = null;
    this._idle();
    this._changed();
  }

  /** Nothing is on air: the screen is not blank, it shows what is about to come. */
  _idle() {
    const view = this._next;
    const number = view ? view.number : null;
    const text = view ? aloud(view) : t("The list is empty");
    const who = view ? [t("Next"), askerAloud(view)].filter(Boolean).join(": ") : "";
    const labels = { who, note: view ? noteOf(view) : "" };
    if (!this.shown || this.shown.number !== number) this.reel.show({ ...labels, text, tone: "idle" });
    else {
      this.reel.label(labels);
      if (this.shown.text !== text) this.reel.correct(text);
    }
    this.shown = { number, text, idle: true, left: false };
  }
}

/**
 * Whether the text goes by itself, and the presenter has started it: a controller may be gone when the page is back.
 *
 * @param {Reel} reel
 */
function byThePresenter({ scroll }) {
  return scroll.running && scroll.starter === null;
}

/**
 * @param {QuestionView} view
 * @returns {Labels}
 */
function around(view) {
  return { who: askerAloud(view) || t("No name"), note: noteOf(view) };
}

/** @param {QuestionView} view */
function noteOf(view) {
  return (view.notes && view.notes.presenter) || "";
}
