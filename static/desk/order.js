/**
 * The exact order of the questions that a filter lists, newest or oldest first, as far as it is loaded. Pure.
 *
 * While a list is held still, what arrives waits behind a counter, and what left by another's act stays in its place
 * until it is released. Inside stand keys, the last one on top: a newest question's is its number, and where the oldest
 * come first the number below zero. So an arrival is a push, a place is found by halving, and pages come from the top.
 */

export class Order {
  /** @param {boolean} oldestFirst */
  constructor(oldestFirst = false) {
    this._sign = oldestFirst ? -1 : 1;
    /** @type {Set<number>} */
    this.waiting = new Set(); // match, but are not shown yet
    /** @type {Set<number>} */
    this.gone = new Set(); // are shown, but match no longer
    this.complete = false; // nothing further down is left to load
    /** @type {number[]} */
    this._shown = []; // keys, ascending
    this._low = Infinity; // keys below it have not been loaded
    /** @type {Map<number, boolean>} */
    this._told = new Map(); // number → whether it matches, as events said while pages were on their way
  }

  get oldestFirst() {
    return this._sign < 0;
  }

  /** Turns it round, where all of it is loaded. */
  turn() {
    this._sign = -this._sign;
    this._shown = this._shown.map((key) => -key).reverse();
    this._low = -Infinity;
  }

  /** How many are shown. */
  get length() {
    return this._shown.length;
  }

  /** How many of those that are loaded match now. */
  get matching() {
    return this._shown.length - this.gone.size + this.waiting.size;
  }

  /** Whether any page of it has come. */
  get begun() {
    return this._low !== Infinity;
  }

  /** Where the next page begins, as the server takes it. */
  get further() {
    if (this.oldestFirst) return { after: this.begun ? -this._low : 0 };
    return { before: this.begun ? this._low : "" };
  }

  /**
   * The number that stands in this place from the top.
   *
   * @param {number} place
   */
  at(place) {
    const key = this._shown[this._shown.length - 1 - place];
    return key === undefined ? key : key * this._sign;
  }

  /**
   * The numbers in places [from, to).
   *
   * @param {number} from
   * @param {number} to
   */
  slice(from, to) {
    const end = this._shown.length;
    const keys = this._shown.slice(Math.max(0, end - to), Math.max(0, end - from));
    return keys.reverse().map((key) => key * this._sign);
  }

  /**
   * The place of a number; where it is not shown, that of the next one below.
   *
   * @param {number} number
   */
  place(number) {
    const from = this._from(number);
    return this._shown.length - (this._holds(from, number) ? from + 1 : from);
  }

  /** @param {number} number */
  shows(number) {
    return this._holds(this._from(number), number);
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
   * The nearest listed question below a number, else the nearest above it, else null. `dealt`: the numbers that are as
   * good as gone.
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

  /** The oldest that matches still, or undefined; known once its end of the order is loaded. */
  get oldest() {
    if (!this.complete && !this.oldestFirst) return undefined;
    for (let i = 0; i < this.length; i++) {
      const number = this.at(this.oldestFirst ? i : this.length - 1 - i);
      if (!this.gone.has(number)) return number;
    }
    return undefined;
  }

  /**
   * Whether this number would stand below all that is shown, where it moves nothing.
   *
   * @param {number} number
   */
  _below(number) {
    return this._shown.length > 0 && this._key(number) < this._shown[0];
  }

  /**
   * It matches now; `held`: the list is held still.
   *
   * @param {number} number
   * @param {boolean} held
   */
  arrive(number, held) {
    if (!this.reaches(number)) {
      this._told.set(number, true); // its page will bring it
      return;
    }
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
    if (!this.reaches(number)) this._told.set(number, false);
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
      const left = this._shown.filter((key) => !this.gone.has(key * this._sign));
      this._shown = [...left, ...[...this.waiting].map((number) => this._key(number))].sort(ascending);
    } else {
      for (const number of this.gone) this._remove(number);
      for (const number of this.waiting) this._insert(number);
    }
    this.gone.clear();
    this.waiting.clear();
  }

  /**
   * A further page, from the top down, below what is loaded; `more`: whether it is not the last. What events said since
   * it was asked for counts more.
   *
   * @param {number[]} numbers
   * @param {boolean} more
   */
  page(numbers, more) {
    const low = more ? this._key(numbers[numbers.length - 1]) : -Infinity;
    const found = new Set(numbers.filter((number) => this._told.get(number) !== false && !this.waiting.has(number)));
    for (const [number, matches] of this._told) {
      const key = this._key(number);
      if (matches && key >= low && key < this._low && !this.waiting.has(number)) found.add(number);
    }
    const keys = [...found].map((number) => this._key(number)).sort(ascending);
    this._shown = keys.concat(this._shown);
    this._low = low;
    for (const number of this._told.keys()) if (this._key(number) >= low) this._told.delete(number);
    if (!more) this.complete = true;
  }

  /**
   * Whether this number's place is loaded.
   *
   * @param {number} number
   */
  reaches(number) {
    return this.complete || this._key(number) >= this._low;
  }

  /**
   * Becomes what `fresh` is, in whose direction it stands. Held, each keeps its place: what is new waits, what is not
   * there any more is gone. What `fresh` has not loaded is let go of.
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
    this._shown = this._shown.filter((key) => this.complete || key >= this._low);
    const shown = new Set(this._shown);
    for (const key of shown) if (!matching.has(key)) this.gone.add(key * this._sign);
    const below = [];
    for (const key of now) {
      if (shown.has(key)) continue;
      if (!this._shown.length || key < this._shown[0]) below.push(key);
      else this.waiting.add(key * this._sign);
    }
    this._shown = below.concat(this._shown);
  }

  /** @param {number} number */
  _key(number) {
    return number * this._sign;
  }

  /**
   * @param {number} from
   * @param {number} number
   */
  _holds(from, number) {
    return this._shown[from] === this._key(number);
  }

  /**
   * The first index whose key is not below this number's.
   *
   * @param {number} number
   */
  _from(number) {
    const key = this._key(number);
    let [low, high] = [0, this._shown.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this._shown[middle] < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** @param {number} number */
  _insert(number) {
    const from = this._from(number);
    if (from === this._shown.length) this._shown.push(this._key(number));
    else if (!this._holds(from, number)) this._shown.splice(from, 0, this._key(number));
  }

  /** @param {number} number */
  _remove(number) {
    const from = this._from(number);
    if (this._holds(from, number)) this._shown.splice(from, 1);
  }
}

/**
 * @param {number} a
 * @param {number} b
 */
function ascending(a, b) {
  return a - b;
}
