/** Views are held by the thousand, and most of what they hold is the same in each: it is held once. Pure. */

/** @type {unknown} */
const NONE = Object.freeze([]);
/** @type {unknown} */
const NOTHING = Object.freeze({});

/** What one of few words says, and so stands in many views. */
const REPEATED = ["state", "source", "topic"];

/** @type {Map<string, string>} */
const words = new Map();

/**
 * The same view, equal to what it was; it is changed, so it must be nobody else's yet.
 *
 * @template {object} View
 * @param {View} view
 * @returns {View}
 */
export function light(view) {
  const fields = /** @type {Record<string, unknown>} */ (view);
  for (const key in fields) {
    const value = fields[key];
    if (Array.isArray(value)) {
      if (!value.length) fields[key] = NONE;
    } else if (value && typeof value === "object") {
      if (isEmpty(value)) fields[key] = NOTHING;
    } else if (typeof value === "string" && REPEATED.includes(key)) {
      fields[key] = once(value);
    }
  }
  return view;
}

/** @param {object} value */
function isEmpty(value) {
  for (const _ in value) return false;
  return true;
}

/** @param {string} word */
function once(word) {
  const known = words.get(word);
  if (known !== undefined) return known;
  words.set(word, word);
  return word;
}
