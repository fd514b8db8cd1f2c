/**
 * What the presenter has before the eyes, and when that may change. A new question stands at once, from its top; a
 * corrected text only where it moves nothing that is being read, else it waits for the presenter; a question that has
 * left the air stays, dimmed, until nobody reads it any more; between two, the next one stands dimmed.
 */

import { t } from "../parts/i18n.js";
import { airText, askerLine } from "../parts/words.js";
import { tab } from "./storage.js";

const LINGERS = 8000; // ms for which a text that has left the air stays when it does not move

export class Reading {
  /** `changed` is called when what waits for the presenter may be different. */
  constructor(reel, slug, changed) {
    this.reel = reel;
    this.shown = null; // {number, text, idle, left}
    this.corrected = null; // the text that waits to be accepted
    this._name = `prompter/${slug}`;
    this._before = tab.load(this._name);
    this._next = null;
    this._changed = changed;
  }

  /** The question on air, or null, and the next of the list. */
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
        ? { number: shown.number, text: shown.text, place: reel.place, running: reel.scroll.running }
        : null;
    if (JSON.stringify(now) === this._kept) return;
    this._kept = JSON.stringify(now);
    tab.keep(this._name, now);
  }

  _follow(view) {
    const text = airText(view);
    if (!this.shown || this.shown.idle || this.shown.number !== view.number) this._begin(view, text);
    if (this.shown.left) this._hold({ left: false });
    this.reel.label(around(view));
    this.reel.tone = "";
    if (text === this.shown.text) {
      if (this.corrected !== null) this._hold({});
    } else if (text !== this.corrected) {
      if (this.reel.correctBelow(text)) this._hold({ text });
      else this._wait(text);
    }
  }

  /** A question comes before the eyes: from its top, or after a reload from where it was. */
  _begin(view, text) {
    clearTimeout(this._lingering);
    const before = this._before && this._before.number === view.number ? this._before : null;
    this.shown = { number: view.number, text: before ? before.text : text, idle: false, left: false };
    this.reel.show({ ...around(view), text: this.shown.text });
    if (before) {
      this.reel.place = before.place;
      if (before.running) this.reel.scroll.start();
    }
    this._hold({});
  }

  _hold(changes) {
    clearTimeout(this._lingering);
    this.corrected = null;
    Object.assign(this.shown, changes);
    this._changed();
  }

  _wait(text) {
    this.corrected = text;
    this._changed();
  }

  _leave() {
    if (this.shown.left) return;
    this._hold({ left: true });
    this.reel.tone = "left";
    this._linger();
  }

  _linger() {
    clearTimeout(this._lingering);
    this._lingering = setTimeout(() => (this.reel.scroll.running ? this._linger() : this._end()), LINGERS);
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
    const [number, text] = view ? [view.number, airText(view)] : [null, t("The list is empty")];
    const who = view ? [t("Next"), askerLine(view)].filter(Boolean).join(": ") : "";
    const labels = { who, note: view ? noteOf(view) : "" };
    if (!this.shown || this.shown.number !== number) this.reel.show({ ...labels, text, tone: "idle" });
    else {
      this.reel.label(labels);
      if (this.shown.text !== text) this.reel.correct(text);
    }
    this.shown = { number, text, idle: true, left: false };
  }
}

function around(view) {
  return { who: askerLine(view) || t("No name"), note: noteOf(view) };
}

function noteOf(view) {
  return (view.notes && view.notes.presenter) || "";
}
