/**
 * The controllers of this computer and the text: what is heard of them moves it. The presenter's hand goes first; what is
 * unplugged, and what is pushed while the page is not seen, moves nothing.
 */

/** @import { LivePrompter } from "../prompter.js" */
/** @import { Scroll } from "../scroll.js" */
/** @import { Asked, Controller, Mapping, Sink } from "./types.js" */

import { t } from "../../parts/i18n.js";
import { labelOf, perform } from "./acts.js";
import { Pads } from "./gamepad.js";
import { Shuttles } from "./hid.js";
import { Memory } from "./memory.js";
import { Midi } from "./midi.js";
import { Mixer } from "./mixer.js";

/** Tells "change" after whatever it has heard or done. @implements {Sink} */
export class Control extends EventTarget {
  /** @param {LivePrompter} prompter */
  constructor(prompter) {
    super();
    this._prompter = prompter;
    this.mixer = new Mixer();
    this.memory = new Memory();
    /** @type {Map<string, Controller>} */ this.there = new Map();
    this.pads = new Pads(this);
    this.midi = new Midi(this);
    this.shuttles = new Shuttles(this);
    this.asked = ""; // what a button asked for while the text was only tried
    /** @type {Scroll | null} */ this._tried = null;
    /** @type {((key: string, input: string, value: number) => void) | null} */ this._pupil = null;
    this._asleep = false;
    this._seen = () => this._look();
    this._kept = () => this._recall();
  }

  start() {
    this._scroll.taken = () => this._taken();
    document.addEventListener("visibilitychange", this._seen);
    addEventListener("storage", this._kept);
    this._asleep = document.hidden;
    for (const driver of [this.pads, this.midi, this.shuttles]) driver.start();
  }

  stop() {
    document.removeEventListener("visibilitychange", this._seen);
    removeEventListener("storage", this._kept);
    for (const driver of [this.pads, this.midi, this.shuttles]) driver.stop();
    this._rest();
  }

  // What the drivers tell

  /** @param {Controller} controller */
  found(controller) {
    this.there.set(controller.key, controller);
    this.mixer.found(controller.key, this.memory.of(controller.name));
    this._changed();
  }

  /** @param {string} key */
  lost(key) {
    const controller = this.there.get(key);
    if (!controller) return;
    const led = this.mixer.leads === key;
    this.there.delete(key);
    this.mixer.lost(key);
    this._drive();
    const { _scroll: scroll } = this;
    const started = scroll.running && scroll.starter === key;
    if (started) scroll.pause();
    if (led || started) this._prompter.tell(t("{name} is gone: the text stands", { name: controller.label }));
    this._changed();
  }

  /**
   * @param {string} key
   * @param {string} input
   * @param {number} value
   */
  heard(key, input, value) {
    const asked = this.mixer.heard(key, input, value);
    if (this._pupil) {
      this.mixer.taken();
      this._pupil(key, input, value);
    } else if (this._asleep) {
      this.mixer.taken();
    } else {
      this._drive();
      if (asked) this._do(key, asked);
    }
    this._changed();
  }

  /**
   * A button of the gallery's: an act that the server has passed on. A text that a hand or a controller moves is not
   * taken from the presenter, nor is one moved that nobody sees.
   *
   * @param {string} act
   */
  steered(act) {
    if (this._asleep || this._scroll.held) return;
    perform(act, this._prompter);
  }

  // What a person sets

  /** @param {Controller} controller */
  mappingOf({ name }) {
    return this.memory.of(name);
  }

  /**
   * From now on it does this, here and when it comes back.
   *
   * @param {Controller} controller
   * @param {Mapping} mapping
   */
  map(controller, mapping) {
    this.memory.keep(controller, mapping);
    this._remap(controller.name);
  }

  /** @param {string} name */
  forget(name) {
    this.memory.forget(name);
    this._remap(name);
  }

  /**
   * All that is heard goes to the pupil, and nothing moves; null ends it.
   *
   * @param {((key: string, input: string, value: number) => void) | null} pupil
   */
  teach(pupil) {
    this._pupil = pupil;
    this._rest();
  }

  /**
   * What is heard moves this text instead of the one before the presenter; null ends it.
   *
   * @param {Scroll | null} scroll
   */
  tryOn(scroll) {
    this._rest();
    this._tried = scroll;
    this.asked = "";
  }

  // What comes of it

  get _scroll() {
    return this._prompter.reel.scroll;
  }

  /** Nobody sees the page, or somebody does again: what was pushed meanwhile has to be let go first. */
  _look() {
    this._asleep = true;
    this.pads.read();
    this._asleep = document.hidden;
    this._rest();
  }

  /** Another window has taught something. */
  _recall() {
    const before = JSON.stringify(this.memory.known);
    this.memory.refresh();
    if (JSON.stringify(this.memory.known) === before) return;
    for (const { name } of this.there.values()) this._remap(name);
  }

  /** @param {string} name */
  _remap(name) {
    for (const { key, name: its } of this.there.values()) if (its === name) this.mixer.map(key, this.memory.of(name));
    this._drive();
    this._changed();
  }

  _drive() {
    (this._tried ?? this._scroll).drive(this.mixer.speed);
  }

  /**
   * @param {string} key
   * @param {Asked} asked
   */
  _do(key, asked) {
    const [lines, act] = "lines" in asked ? [asked.lines, ""] : [0, asked.act];
    if (this._tried) {
      this.asked = act && labelOf(act);
      if (lines) this._tried.by(lines * this._tried.leading);
      return;
    }
    const { _scroll: scroll } = this;
    const before = scroll.running;
    if (act) perform(act, this._prompter);
    else this._prompter.line(lines);
    if (scroll.running && !before) scroll.starter = key;
  }

  /** The text has been moved by the hand, or by a controller's button: what is pushed meanwhile is let go first. */
  _taken() {
    this.mixer.taken();
    this._changed();
  }

  _rest() {
    this.mixer.taken();
    this._drive();
    this._changed();
  }

  _changed() {
    this.dispatchEvent(new Event("change"));
  }
}
