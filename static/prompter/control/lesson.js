/** Which axis a person has moved, from where, and how far: what a controller is learned by. */

const ENOUGH = 0.25; // a shorter way is a trembling
const AT_AN_END = 0.1; // of the whole way

/** @typedef {{ rest: number, low: number, high: number, last: number }} Seen */

export class Lesson {
  /**
   * `known`: what its inputs stood at when the lesson began, when it was let go.
   *
   * @param {Map<string, number>} known
   */
  constructor(known = new Map()) {
    this._known = new Map(known);
    /** @type {Map<string, Seen>} */ this._seen = new Map();
  }

  /**
   * @param {string} input
   * @param {number} value
   */
  heard(input, value) {
    if (!input.startsWith("axis/")) return;
    const rest = this._seen.get(input)?.rest ?? this._known.get(input) ?? value;
    const { low, high } = this._seen.get(input) ?? { low: rest, high: rest };
    this._seen.set(input, { rest, low: Math.min(low, value), high: Math.max(high, value), last: value });
  }

  /**
   * The axis that moved most, if one did. The side to which it went farther is forwards.
   *
   * @returns {{ input: string, rest: number, reach: number } | null}
   */
  get found() {
    let best = null;
    for (const [input, seen] of this._seen) {
      const rest = restOf(seen);
      const reach = seen.high - rest >= rest - seen.low ? seen.high - rest : seen.low - rest;
      if (Math.abs(reach) >= ENOUGH && Math.abs(reach) > Math.abs(best?.reach ?? 0)) best = { input, rest, reach };
    }
    return best;
  }
}

/**
 * Where it rests: where it was before it moved. Some browsers tell a pedal's axis as 0 until it is moved for the first
 * time, though it rests at -1: one that began between its ends and was let go at one of them rests there.
 *
 * @param {Seen} seen
 */
function restOf({ rest, low, high, last }) {
  const between = Math.min(high - rest, rest - low) >= ENOUGH;
  const ended = Math.min(high - last, last - low) <= (high - low) * AT_AN_END;
  return between && ended ? last : rest;
}
