/**
 * One speed out of several controllers, and what their buttons ask for. The last one moved leads. One that is lost, and one
 * over which the presenter's hand has gone, gives nothing; the latter until it has been let go. So does one that was
 * pushed when it was found: a text never starts because something was plugged in.
 */

/** @import { Asked, Mapping } from "./types.js" */

import { pushOf, wayOf } from "./mapping.js";

const NUDGE = 0.05; // of the way: less is a foot that trembles, not one that takes the text back from another controller

/**
 * `way`: of the input that gives the speed. `ready`: it has been let go since it was found, or since the hand took over.
 * `stood`: where another took the lead from it.
 *
 * @typedef {{ mapping: Mapping | null, values: Map<string, number>, way: number, ready: boolean, stood: number | null }} Part
 */

export class Mixer {
  constructor() {
    this.speed = 0; // lines a second, negative backwards
    /** @type {string | null} */ this.leads = null;
    /** @type {Map<string, Part>} */ this._parts = new Map();
  }

  /**
   * @param {string} key
   * @param {Mapping | null} mapping
   */
  found(key, mapping) {
    this.lost(key);
    this._parts.set(key, { mapping, values: new Map(), way: 0, ready: false, stood: null });
  }

  /** @param {string} key */
  lost(key) {
    this._parts.delete(key);
    if (this.leads === key) this._leave();
  }

  /**
   * From now on it does this; what it is pushed to at this moment counts for nothing.
   *
   * @param {string} key
   * @param {Mapping | null} mapping
   */
  map(key, mapping) {
    const part = this._parts.get(key);
    if (!part) return;
    part.mapping = mapping;
    part.way = mapping?.input ? wayOf(mapping, part.values.get(mapping.input) ?? mapping.rest) : 0;
    this.taken();
  }

  /**
   * What is known of a controller's inputs.
   *
   * @param {string} key
   * @returns {Map<string, number>}
   */
  valuesOf(key) {
    return this._parts.get(key)?.values ?? new Map();
  }

  /**
   * Whether it is pushed, and has to be let go before it counts.
   *
   * @param {string} key
   */
  waits(key) {
    const part = this._parts.get(key);
    return Boolean(part && !part.ready && this._pushed(part));
  }

  /** The hand has the text: whatever is pushed now must be let go before it counts again. */
  taken() {
    for (const part of this._parts.values()) part.ready = this._pushed(part) === 0;
    this._leave();
  }

  /**
   * Takes a value in: the speed follows it, and what a button or a wheel asks for is given back.
   *
   * @param {string} key
   * @param {string} input
   * @param {number} value
   * @returns {Asked | null}
   */
  heard(key, input, value) {
    const part = this._parts.get(key);
    if (!part) return null;
    part.values.set(input, value);
    const { mapping } = part;
    if (!mapping) return null;
    if (input === mapping.input) this._moved(key, part, wayOf(mapping, value));
    if (input === mapping.step && value) return { lines: value * mapping.lines };
    if (value === 1 && Object.hasOwn(mapping.buttons, input)) return { act: mapping.buttons[input] };
    return null;
  }

  /**
   * @param {string} key
   * @param {Part} part
   * @param {number} way
   */
  _moved(key, part, way) {
    part.way = way;
    const pushed = this._pushed(part);
    if (pushed === 0) {
      part.ready = true;
      part.stood = null;
      if (this.leads === key) this._leave();
    } else if (this.leads === key || (part.ready && (part.stood === null || Math.abs(way - part.stood) >= NUDGE))) {
      this._lead(key, part, pushed);
    }
  }

  /**
   * @param {string} key
   * @param {Part} part
   * @param {number} pushed
   */
  _lead(key, part, pushed) {
    const before = this.leads === null || this.leads === key ? null : this._parts.get(this.leads);
    if (before) before.stood = before.way;
    part.stood = null;
    this.leads = key;
    this.speed = pushed * /** @type {Mapping} */ (part.mapping).top;
  }

  _leave() {
    this.leads = null;
    this.speed = 0;
  }

  /** @param {Part} part */
  _pushed({ mapping, way }) {
    return mapping?.input ? pushOf(mapping, way) : 0;
  }
}
