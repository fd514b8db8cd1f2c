/** How a text lies on the page: where each of its lines begins. Measured once for a layout, then read at any time. */

const WORD = /\S+/g;
const MARKS = /[\u0301\u0308]/g; // a stress, and the two dots of ё

/**
 * The letters of a text without the marks that move none of them.
 *
 * @param {string} text
 */
function plain(text) {
  return text.normalize("NFD").replace(MARKS, "");
}

export class Lines {
  /**
   * `starts`: for each line the place in `text` of its first letter. Lines are `leading` px apart.
   *
   * @param {string} text
   * @param {number} leading
   * @param {number[]} starts
   */
  constructor(text, leading, starts) {
    this.text = text;
    this.leading = leading;
    this.starts = starts.length ? starts : [0];
    this.words = (text.match(WORD) || []).length;
  }

  get count() {
    return this.starts.length;
  }

  get height() {
    return this.count * this.leading;
  }

  /**
   * What stands in a line.
   *
   * @param {number} n
   */
  line(n) {
    return this.text.slice(this.starts[n], this.starts[n + 1]).trimEnd();
  }

  /**
   * The line in which this place of the text stands.
   *
   * @param {number} place
   */
  at(place) {
    let [low, high] = [0, this.count - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.starts[middle] <= place) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /**
   * Whether the lines up to this one stand in `other` as here: a stress, or the dots of ё, move no letter.
   *
   * @param {number} last
   * @param {Lines} other
   */
  sameUpTo(last, other) {
    for (let n = 0; n <= last; n += 1) {
      if (n >= other.count || plain(this.line(n)) !== plain(other.line(n))) return false;
    }
    return true;
  }
}

/**
 * The lines of the one text node in `box`, as laid out now; `flipped`: the page is mirrored top to bottom.
 *
 * @param {Text} node
 * @param {Element} box
 * @param {number} leading
 * @param {boolean} flipped
 */
export function linesOf(node, box, leading, flipped) {
  const frame = box.getBoundingClientRect();
  const range = document.createRange();
  /** @type {number[]} */
  const starts = [];
  /** @type {(from: number, to: number) => number[]} */
  const rows = (from, to) => {
    range.setStart(node, from);
    range.setEnd(node, to);
    return [...range.getClientRects()].map((rect) =>
      Math.round((flipped ? frame.bottom - rect.bottom : rect.top - frame.top) / leading),
    );
  };
  for (const { 0: word, index } of node.data.matchAll(WORD)) {
    const end = index + word.length;
    let from = index;
    for (const row of rows(index, end)) {
      if (row < starts.length) continue;
      // A word broken over lines begins each of them with another letter.
      while (from + 1 < end && rows(from, from + 1)[0] < row) from += 1;
      while (starts.length <= row) starts.push(from);
    }
  }
  return new Lines(node.data, leading, starts);
}

/**
 * Where a place of the text `before` stands in `after`: beside the same words, or where the change begins.
 *
 * @param {string} before
 * @param {string} after
 * @param {number} place
 */
export function carried(before, after, place) {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  if (place <= head) return place;
  let tail = 0;
  while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  return place >= before.length - tail ? place + after.length - before.length : head;
}
