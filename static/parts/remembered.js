/** What a pure function of one text said of the latest texts: a list asks the same of its rows with each drawing. */

/** Texts of which it is kept: a few times the rows of a window. */
const MOST = 200;

/**
 * The same function, which works each text out once.
 *
 * @template T
 * @param {(text: string) => T} work
 * @returns {(text: string) => T}
 */
export function remembered(work) {
  /** @type {Map<string, T>} */
  const known = new Map();
  return (text) => {
    if (!known.has(text)) {
      if (known.size >= MOST) known.clear();
      known.set(text, work(text));
    }
    return /** @type {T} */ (known.get(text));
  };
}
