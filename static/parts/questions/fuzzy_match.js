/** Finding a name in a list by what was typed, also where the keyboard stood in the other layout. Pure. */

const LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
const RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюё";
const RETYPED = new Map([...LATIN].map((key, i) => [key, RUSSIAN[i]]));

/**
 * Without case and without ё.
 *
 * @param {string} text
 */
export function folded(text) {
  return text.toLowerCase().replaceAll("ё", "е");
}

/**
 * What the same keys would have written in the Russian layout; the text itself where it holds no Latin letter.
 *
 * @param {string} text
 */
export function retyped(text) {
  if (!/[a-z]/i.test(text)) return text;
  const russian = [...text.toLowerCase()].map((letter) => RETYPED.get(letter) || letter).join("");
  return /^[A-Z[{:"<>~]/.test(text) ? russian.charAt(0).toUpperCase() + russian.slice(1) : russian;
}

/**
 * The names in which every word of `typed` begins some word, in their order; all of them for nothing typed.
 *
 * @param {string[]} names
 * @param {string} typed
 */
export function found(names, typed) {
  const ways = [...new Set([typed, retyped(typed)])].map((way) => words(way));
  return names.filter((name) => {
    const own = words(name);
    return ways.some((wanted) => wanted.every((part) => own.some((word) => word.startsWith(part))));
  });
}

/** @type {(one: string, other: string) => boolean} */
export function same(one, other) {
  return folded(one).trim() === folded(other).trim();
}

/** @param {string} text */
function words(text) {
  return folded(text)
    .split(/[^\p{L}\p{N}[\];',.`]+/u)
    .filter(Boolean);
}
