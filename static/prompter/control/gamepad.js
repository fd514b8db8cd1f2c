/**
 * Gamepads, Joy-Con and pedals that a system takes for one. A browser tells of them only after a button has been pressed,
 * and only by being asked: once a frame while one is there, and not at all while none is.
 */

/** @import { Controller, Heard, Sink } from "./types.js" */

const FINEST = 0.001; // an axis trembles by less

export class Pads {
  /** @param {Sink} sink */
  constructor(sink) {
    this._sink = sink;
    /** @type {Map<number, { key: string, id: string, values: Map<string, number> }>} */ this._there = new Map();
    /** @type {number | null} */ this._frame = null;
    this._look = () => {
      this._frame = null;
      this.read();
      if (this._there.size) this._ask();
    };
    this._ask = () => (this._frame ??= requestAnimationFrame(this._look));
    this._gone = () => this.read();
  }

  /** Whether this browser has gamepads, on this page. */
  get able() {
    return pads() !== null;
  }

  start() {
    if (!this.able) return;
    addEventListener("gamepadconnected", this._ask);
    addEventListener("gamepaddisconnected", this._gone);
    this._ask();
  }

  stop() {
    removeEventListener("gamepadconnected", this._ask);
    removeEventListener("gamepaddisconnected", this._gone);
    if (this._frame !== null) cancelAnimationFrame(this._frame);
    this._frame = null;
  }

  /** What they tell now, without waiting for a frame: a page that is not seen gets none. */
  read() {
    const there = new Map((pads() ?? []).filter((pad) => pad?.connected).map((pad) => [pad?.index, pad]));
    for (const [index, { key, id }] of this._there)
      if (there.get(index)?.id !== id) {
        this._there.delete(index);
        this._sink.lost(key);
      }
    for (const pad of there.values()) if (pad) this._hear(pad);
  }

  /** @param {Gamepad} pad */
  _hear(pad) {
    const known = this._there.get(pad.index);
    const { key, values } = known ?? this._find(pad);
    for (const [input, value] of readPad(values, pad)) {
      // The press by which a browser has found it asks for nothing.
      if (known || input.startsWith("axis/")) this._sink.heard(key, input, value);
    }
  }

  /** @param {Gamepad} pad */
  _find(pad) {
    const controller = controllerOf(pad);
    const found = { key: controller.key, id: pad.id, values: new Map() };
    this._there.set(pad.index, found);
    this._sink.found(controller);
    return found;
  }
}

/**
 * What of a gamepad has changed since it was last read; `values` holds that. A button that is pressed by degrees is an axis
 * besides.
 *
 * @param {Map<string, number>} values
 * @param {Pick<Gamepad, "axes" | "buttons">} pad
 * @returns {Heard[]}
 */
export function readPad(values, { axes, buttons }) {
  /** @type {Heard[]} */
  const heard = [];
  /** @type {(input: string, value: number) => void} */
  const put = (input, value) => {
    const before = values.get(input);
    if (before !== undefined && (value === before || (Math.abs(value - before) < FINEST && value !== 0))) return;
    values.set(input, value);
    heard.push([input, value]);
  };
  axes.forEach((value, n) => put(`axis/${n}`, Math.min(1, Math.max(-1, value))));
  buttons.forEach(({ pressed, value }, n) => {
    put(`button/${n}`, pressed ? 1 : 0);
    const degrees = `axis/b${n}`;
    if (!values.has(degrees) && value > 0 && value < 1) put(degrees, 0);
    if (values.has(degrees)) put(degrees, value);
  });
  return heard;
}

/**
 * @param {Gamepad} pad
 * @returns {Controller}
 */
function controllerOf({ index, id, mapping }) {
  return {
    key: `gamepad/${index}`,
    kind: "gamepad",
    name: `gamepad/${id}`,
    label: id.replace(/\s*\((?:STANDARD GAMEPAD\s*)?Vendor:.*\)$/, "") || id,
    standard: mapping === "standard",
  };
}

/** All of them, or null where there are none to be had: a frame of another page may not ask. */
function pads() {
  try {
    return "getGamepads" in navigator ? [...navigator.getGamepads()] : null;
  } catch {
    return null;
  }
}
