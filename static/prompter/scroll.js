/**
 * The motion of the text: by itself at a speed, by a controller, or by hand. `position` is how many px of the text have passed the
 * reading line. A step only writes a transform: nothing is measured while the text moves.
 */

/** @import { Bounds } from "./types.js" */

const LONGEST = 100; // ms: after a longer pause (a hidden page, a laptop asleep) the text goes on from where it was
const EASE = 70; // ms in which a move by hand comes near to its end
const THROW = 160; // ms for which a finger's speed goes on after it has left

const still = matchMedia("(prefers-reduced-motion: reduce)");

export class Scroll {
  /**
   * `layer` is what moves; `changed` is called when the text starts or stops by itself.
   *
   * @param {HTMLElement} layer
   * @param {() => void} changed
   */
  constructor(layer, changed) {
    this.position = 0;
    this.running = false;
    this.rate = 0; // px a second
    this.leading = 1; // px of a line
    this.taken = () => {}; // called when the hand moves the text, stops it or starts it
    /** @type {string | null} */ this.starter = null; // the controller that started what runs; null: the presenter
    this.touched = false; // a finger lies on it
    this._driven = 0; // lines a second, by a controller
    this._layer = layer;
    this._changed = changed;
    /** @type {Bounds} */ this._bounds = { home: 0, end: 0, last: 0 };
    /** @type {number | null} */ this._target = null;
    /** @type {number | null} */ this._frame = null;
    /** @type {number | null} */ this._then = null;
  }

  /**
   * `home`: where the reading begins; `end`: where it stops by itself; `last`: how far the hand may go on.
   *
   * @param {Bounds} bounds
   */
  bound(bounds) {
    this._bounds = bounds;
  }

  /** Whether it goes on by itself or by a controller. */
  get moving() {
    return this.running || this._driven !== 0;
  }

  /** Whether the presenter has it, by a finger or a controller. */
  get held() {
    return this.touched || this._driven !== 0;
  }

  start() {
    if (this.running || this.position >= this._bounds.end) return;
    this.yield();
    this.starter = null;
    this._target = null;
    this._run(true);
    this._go();
  }

  pause() {
    const { moving } = this;
    this.yield();
    if (!moving) return;
    this._run(false);
    this._rest();
  }

  toggle() {
    if (this.moving) this.pause();
    else this.start();
  }

  /**
   * A controller moves the text: `speed` lines a second, negative backwards, 0 as soon as it is let go. It ends what goes
   * by itself, as the hand does.
   *
   * @param {number} speed
   */
  drive(speed) {
    const before = this._driven;
    if (speed === before) return;
    this._driven = speed;
    if (speed) {
      this._run(false);
      this._target = null;
      this._go();
    } else this._rest();
    if (!before || !speed) this._changed();
  }

  /** The hand is on the text: no controller moves it. */
  yield() {
    this.drive(0);
    this.taken();
  }

  /**
   * A move by hand: the text stops going by itself, so that nothing works against the hand.
   *
   * @param {number} px
   */
  by(px) {
    this._glide((this._target ?? this.position) + px);
  }

  home() {
    this._glide(this._bounds.home);
  }

  /**
   * At once, without a motion, and without stopping one that goes by itself.
   *
   * @param {number} position
   */
  put(position) {
    this._target = null;
    this.position = this._within(position);
    if (this.moving) this._draw();
    else this._rest();
  }

  /**
   * Where the finger is, at once; `letGo` lets the text run out.
   *
   * @param {number} px
   */
  drag(px) {
    this.yield();
    this._run(false);
    this._target = null;
    this.position = this._within(this.position + px);
    this._draw();
  }

  /** @param {number} speed */
  letGo(speed) {
    this._glide(this.position + speed * THROW);
  }

  /** @param {number} target */
  _glide(target) {
    this.yield();
    this._run(false);
    this._target = this._within(target);
    if (still.matches) this._rest(this._target);
    else this._go();
  }

  /** @param {boolean} running */
  _run(running) {
    if (this.running === running) return;
    this.running = running;
    this._changed();
  }

  /** @param {number} position */
  _within(position) {
    return Math.min(this._bounds.last, Math.max(this._bounds.home, position));
  }

  _go() {
    if (this._frame !== null) return;
    this._then = null;
    /** @param {number} now */
    const step = (now) => {
      const gone = this._then === null ? 0 : Math.min(now - this._then, LONGEST);
      this._then = now;
      this._frame = this._step(gone) ? requestAnimationFrame(step) : null;
    };
    this._frame = requestAnimationFrame(step);
  }

  /**
   * Moves by what `gone` ms bring; whether there is more to come.
   *
   * @param {number} gone
   */
  _step(gone) {
    if (this.running) {
      const { end } = this._bounds;
      this.position = Math.min(end, this.position + (this.rate * gone) / 1000);
      if (this.position >= end) this.pause();
    } else if (this._driven) {
      this.position = this._within(this.position + (this._driven * this.leading * gone) / 1000);
    } else if (this._target !== null) {
      this.position += (this._target - this.position) * (1 - Math.exp(-gone / EASE));
      if (Math.abs(this._target - this.position) < 0.5) this._rest(this._target);
    }
    this._draw();
    return this.moving || this._target !== null;
  }

  /** Standing text lies on whole pixels, so that its letters are sharp. */
  _rest(position = this.position) {
    this._target = null;
    this.position = Math.round(position);
    this._draw();
  }

  _draw() {
    this._layer.style.transform = `translate3d(0, ${-this.position}px, 0)`;
  }
}
