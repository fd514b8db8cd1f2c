/**
 * Pedals, faders and buttons that speak MIDI: controllers of seven bits, and of fourteen where they come in pairs, the pitch
 * wheel, and notes as buttons. No system messages are asked for.
 */

/** @import { Heard, Sink } from "./types.js" */

const CONTROLLER = 0xb0;
const NOTE_ON = 0x90;
const NOTE_OFF = 0x80;
const PITCH = 0xe0;
const PAIRS = 32; // controllers 0 to 31 have their finer half 32 higher
const MODES = 120; // from here on they are orders to a whole channel
const HALF = 64; // a switch is pressed from here on

export class Midi {
  /** @param {Sink} sink */
  constructor(sink) {
    this._sink = sink;
    /** @type {MIDIAccess | null} */ this._access = null;
    /** @type {Map<string, MIDIInput>} */ this._there = new Map();
    this._change = () => this._follow();
  }

  get able() {
    return "requestMIDIAccess" in navigator;
  }

  /** Whether it listens to what is plugged in. */
  get open() {
    return this._access !== null;
  }

  /** Goes on where a person has allowed it before; nobody is asked anything in the middle of a show. */
  async start() {
    if (!this.able) return;
    try {
      const allowed = await navigator.permissions.query({ name: /** @type {PermissionName} */ ("midi") });
      if (allowed.state === "granted") await this.connect();
    } catch {
      // A browser that cannot say so is asked by the button.
    }
  }

  /** Asks the browser, and through it perhaps the person; an error where either refuses. */
  async connect() {
    this._access ??= await navigator.requestMIDIAccess();
    this._access.addEventListener("statechange", this._change);
    this._follow();
  }

  stop() {
    this._access?.removeEventListener("statechange", this._change);
    this._access = null;
    for (const [key, port] of this._there) this._lose(key, port);
  }

  _follow() {
    const ports = [...(this._access?.inputs.values() ?? [])].filter(({ state }) => state === "connected");
    const there = new Map(ports.map((port) => [`midi/${port.id}`, port]));
    for (const [key, port] of this._there) if (there.get(key) !== port) this._lose(key, port);
    for (const [key, port] of there) if (!this._there.has(key)) this._find(key, port);
  }

  /**
   * @param {string} key
   * @param {MIDIInput} port
   */
  _find(key, port) {
    const reader = new MidiReader();
    this._there.set(key, port);
    const label = [port.manufacturer, port.name].filter(Boolean).join(" ") || "MIDI";
    this._sink.found({ key, kind: "midi", name: `midi/${label}`, label });
    port.onmidimessage = ({ data }) => {
      for (const [input, value] of reader.read(data ?? [])) this._sink.heard(key, input, value);
    };
  }

  /**
   * @param {string} key
   * @param {MIDIInput} port
   */
  _lose(key, port) {
    port.onmidimessage = null;
    this._there.delete(key);
    this._sink.lost(key);
  }
}

/** Messages into inputs: `axis/1/cc11` is controller 11 of channel 1, `axis/1/bend` its wheel, `button/1/note60` a note. */
export class MidiReader {
  constructor() {
    /** @type {Map<string, number>} */ this._coarse = new Map(); // the coarse halves that have been told
    /** @type {Set<string>} */ this._fine = new Set(); // those that have a finer one
    /** @type {Set<string>} */ this._down = new Set();
    /** @type {string | null} */ this._last = null; // the coarse half told just before
  }

  /**
   * @param {ArrayLike<number>} message
   * @returns {Heard[]}
   */
  read(message) {
    const [status, first, second] = [message[0] & 0xf0, message[1], message[2]];
    if (!(first < 128 && second < 128)) return [];
    const channel = (message[0] & 0x0f) + 1;
    const last = this._last;
    this._last = null;
    if (status === CONTROLLER && first < MODES) return this._controller(channel, first, second, last);
    if (status === NOTE_ON) return [[`button/${channel}/note${first}`, second > 0 ? 1 : 0]];
    if (status === NOTE_OFF) return [[`button/${channel}/note${first}`, 0]];
    if (status === PITCH) return [[`axis/${channel}/bend`, bend(first + second * 128)]];
    return [];
  }

  /**
   * @param {number} channel
   * @param {number} n
   * @param {number} value
   * @param {string | null} last
   * @returns {Heard[]}
   */
  _controller(channel, n, value, last) {
    const whole = `axis/${channel}/cc${n - PAIRS}`;
    // 33 is the finer half of 1 where it comes right after it; alone it is a controller like any other.
    if (n >= PAIRS && n < 2 * PAIRS && (last === whole || this._fine.has(whole))) {
      this._fine.add(whole);
      return [[whole, ((this._coarse.get(whole) ?? 0) * 128 + value) / 16383]];
    }
    const input = `axis/${channel}/cc${n}`;
    if (n < PAIRS) {
      this._last = input;
      this._coarse.set(input, value);
    }
    const told = this._fine.has(input) ? (value * 128) / 16383 : value / 127;
    return [[input, told], ...this._switched(`button/${channel}/cc${n}`, value >= HALF)];
  }

  /**
   * A controller is a button too: a switch tells 0 and 127.
   *
   * @param {string} input
   * @param {boolean} down
   * @returns {Heard[]}
   */
  _switched(input, down) {
    if (down === this._down.has(input)) return [];
    if (down) this._down.add(input);
    else this._down.delete(input);
    return [[input, down ? 1 : 0]];
  }
}

/** @param {number} value  0 to 16383, at rest 8192 */
function bend(value) {
  return value >= 8192 ? (value - 8192) / 8191 : (value - 8192) / 8192;
}
