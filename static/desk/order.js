/**
 * The exact order of the questions that a filter lists, newest or oldest first, and how much of it is shown. Pure.
 *
 * While a list is held still, what arrives waits behind a counter, and what left by another's act stays in its place
 * until it is released. Numbers stand ascending inside: an arrival is a push, a place is found by halving.
 */

export class Order {
  /** `oldestFirst`: places are counted from the oldest; pages come from the newest all the same. */
  constructor(oldestFirst = false) {
    this.oldestFirst = oldestFirst;
    /** @type {Set<number>} */
    this.waiting = new Set(); // match, but are not shown yet
    /** @type {Set<number>} */
    this.gone = new Set(); // are shown, but match no longer
    this.complete = false; // nothing older is left to load
    /** @type {number[]} */
    this._shown = [];
    this._low = Infinity; // what is below it has not been loaded
    /** @type {Map<number, boolean>} */
    this._told = new Map(); // number → whether it matches, as events said while pages were on their way
  }

  /** How many are shown. */
  get length() {
    return this._shown.length;
  }

  /** How many of those that are loaded match now. */
  get matching() {
    return this._shown.length - this.gone.size + this.waiting.size;
  }

  /** Where the next page begins, as the server takes it. */
  get before() {
    return this._low === Infinity ? "" : this._low;
  }

  /**
   * The number that stands in this place from the top.
   *
   * @param {number} place
   */
  at(place) {
    return this._shown[this.oldestFirst ? place : this._shown.length - 1 - place];
  }

  /**
   * The numbers in places [from, to).
   *
   * @param {number} from
   * @param {number} to
   */
  slice(from, to) {
    if (this.oldestFirst) return this._shown.slice(Math.max(0, from), Math.max(0, to));
    const end = this._shown.length;
    return this._shown.slice(Math.max(0, end - to), Math.max(0, end - from)).reverse();
  }

  /**
   * The place of a number; where it is not shown, that of the next one below.
   *
   * @param {number} number
   */
  place(number) {
    const from = this._from(number);
    if (this.oldestFirst) return from;
    return this._shown.length - (this._shown[from] === number ? from + 1 : from);
  }

  /** @param {number} number */
  shows(number) {
    return this._shown[this._from(number)] === number;
  }

  /**
   * Whether it is shown and matches still.
   *
   * @param {number} number
   */
  lists(number) {
    return this.shows(number) && !this.gone.has(number);
  }

  /**
   * The nearest listed question after a number (below it), else the nearest before it, else null. `dealt`: the numbers
   * that are as good as gone.
   *
   * @param {number} number
   * @param {{ has: (number: number) => boolean }} dealt
   */
  next(number, dealt = this.gone) {
    const left = (/** @type {number} */ other) => other !== number && !this.gone.has(other) && !dealt.has(other);
    const place = this.place(number);
    for (let at = place; at < this.length; at++) if (left(this.at(at))) return this.at(at);
    for (let at = place - 1; at >= 0; at--) if (left(this.at(at))) return this.at(at);
    return null;
  }

  /** The oldest that matches still, or undefined; known once all is loaded. */
  get oldest() {
    return this.complete ? this._shown.find((number) => !this.gone.has(number)) : undefined;
  }

  /**
   * Whether this number would stand below all that is shown, where it moves nothing.
   *
   * @param {number} number
   */
  _below(number) {
    if (!this._shown.length) return false;
    return this.oldestFirst ? number > this._shown[this._shown.length - 1] : number < this._shown[0];
  }

  /**
   * It matches now; `held`: the list is held still.
   *
   * @param {number} number
   * @param {boolean} held
   */
  arrive(number, held) {
    if (!this.complete) this._told.set(number, true);
    if (number < this._low && !this.complete) return; // its page will bring it
    if (this.gone.delete(number) || this.shows(number)) return;
    if (held && !(this.oldestFirst && this._below(number))) {
      this.waiting.add(number);
    } else {
      this.waiting.delete(number);
      this._insert(number);
    }
  }

  /**
   * It does not match, or no longer.
   *
   * @param {number} number
   * @param {boolean} held
   */
  leave(number, held) {
    if (!this.complete) this._told.set(number, false);
    if (this.waiting.delete(number) || !this.shows(number)) return;
    if (held) this.gone.add(number);
    else this._remove(number);
  }

  /**
   * The person's own act on it is shown at once, even while the list is held.
   *
   * @param {number} number
   */
  settle(number) {
    if (this.gone.delete(number)) this._remove(number);
    else if (this.waiting.delete(number)) this._insert(number);
  }

  /** Shows what waits and drops what is gone. */
  release() {
    // A few are put in their places; for many, all are sorted once.
    if (this.waiting.size + this.gone.size > 200) {
      this._shown = [...this._shown.filter((number) => !this.gone.has(number)), ...this.waiting].sort(ascending);
    } else {
      for (const number of this.gone) this._remove(number);
      for (const number of this.waiting) this._insert(number);
    }
    this.gone.clear();
    this.waiting.clear();
  }

  /**
   * A further page, newest first, below what is loaded; `more`: whether it is not the last. What events said since it
   * was asked for counts more.
   *
   * @param {number[]} numbers
   * @param {boolean} more
   */
  page(numbers, more) {
    const low = more ? numbers[numbers.length - 1] : 0;
    const found = new Set(numbers.filter((number) => this._told.get(number) !== false && !this.waiting.has(number)));
    for (const [number, matches] of this._told) {
      if (matches && number >= low && number < this._low && !this.waiting.has(number)) found.add(number);
    }
    this._shown = [...[...found].sort(ascending), ...this._shown];
    this._low = low;
    if (!more) {
      this.complete = true;
      this._told.clear();
    }
  }

  /**
   * Whether this number's place is loaded.
   *
   * @param {number} number
   */
  reaches(number) {
    return this.complete || number >= this._low;
  }

  /**
   * Becomes what `fresh` is. Held, each keeps its place: what is new waits, what is not there any more is gone.
   *
   * @param {Order} fresh
   * @param {boolean} held
   */
  adopt(fresh, held) {
    const now = fresh._shown;
    this.complete = fresh.complete;
    this._low = fresh._low;
    this._told = fresh._told;
    this.gone.clear();
    this.waiting.clear();
    if (!held || !this._shown.length) {
      this._shown = now;
      return;
    }
    const matching = new Set(now);
    const shown = new Set(this._shown);
    for (const number of shown) if (!matching.has(number)) this.gone.add(number);
    const below = [];
    for (const number of now) {
      if (shown.has(number)) continue;
      if (this._below(number)) below.push(number);
      else this.waiting.add(number);
    }
    this._shown = this.oldestFirst ? [...this._shown, ...below] : [...below, ...this._shown];
  }

  /**
   * The first index, ascending, whose number is not below `number`.
   *
   * @param {number} number
   */
  _from(number) {
    let [low, high] = [0, this._shown.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this._shown[middle] < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** @param {number} number */
  _insert(number) {
    const from = this._from(number);
    if (from === this._shown.length) this._shown.push(number);
    else if (this._shown[from] !== number) this._shown.splice(from, 0, number);
  }

  /** @param {number} number */
  _remove(number) {
    const from = this._from(number);
    if (this._shown[from] === number) this._shown.splice(from, 1);
  }
}

/**
 * @param {number} a
 * @param {number} b
 */
function ascending(a, b) {
  return a - b;
}
