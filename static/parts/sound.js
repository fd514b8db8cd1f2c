/** A screen's sound: off until somebody chooses it, and kept on the device. */

/** @import { LitElement } from "lit" */

import { Listener } from "./listener.js";

/** Two short soft tones: seconds after the first, and the pitch. */
const TONES = [
  [0, 660],
  [0.22, 880],
];

export class Sound {
  /**
   * @param {LitElement} host
   * @param {string} name under which it is kept
   */
  constructor(host, name) {
    this._name = name;
    this._host = host;
    this.on = remembered(name);
    /** @type {AudioContext | undefined} */ this._audio;
    // A browser lets a page sound only after somebody has touched it.
    for (const type of ["pointerdown", "keydown"]) new Listener(host, () => window, { [type]: () => this._wake() });
  }

  _wake() {
    if (this.on && this._context().state === "suspended") this._context().resume();
  }

  /** On or off; what is turned on is heard. */
  toggle() {
    this.on = !this.on;
    try {
      localStorage.setItem(this._name, this.on ? "on" : "off");
    } catch {
      // Then it lasts as long as the page does.
    }
    this.ring();
    this._host.requestUpdate();
  }

  _context() {
    this._audio ||= new AudioContext();
    return this._audio;
  }

  /**
   * Where it is on.
   *
   * @param {boolean} [always]
   */
  ring(always = false) {
    if (!this.on && !always) return;
    const audio = this._context();
    audio.resume();
    for (const [from, pitch] of TONES) {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      const at = audio.currentTime + from;
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.0001, at);
      volume.gain.exponentialRampToValueAtTime(0.2, at + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.2);
      tone.connect(volume).connect(audio.destination);
      tone.start(at);
      tone.stop(at + 0.22);
    }
  }
}

/** @param {string} name */
function remembered(name) {
  try {
    return localStorage.getItem(name) === "on";
  } catch {
    return false;
  }
}
