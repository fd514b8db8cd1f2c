/** A screen's verbs as lines of the palette: by the tables that its keys are heard by, so that no second list of them is kept. */

/** @import { Key } from "../shortcuts.js" */
/** @import { Item } from "./types.js" */

/**
 * @template Screen
 * @typedef {Array<[heading: string, keys: Key<Screen>[], more?: string]>} Groups
 */

/**
 * @template Screen
 * @param {Screen} screen
 * @param {Groups<Screen>} groups
 * @returns {Item[]}
 */
export function verbsOf(screen, groups) {
  return groups.flatMap(([group, keys]) => keys.flatMap((key) => linesOf(screen, group, key)));
}

/**
 * One line for a key; for a row of figures one for each that means something now.
 *
 * @template Screen
 * @param {Screen} screen
 * @param {string} group
 * @param {Key<Screen>} key
 * @returns {Item[]}
 */
function linesOf(screen, group, [codes, shown, what, act, { why, each } = {}]) {
  /** @param {string} code */
  const pressed = (code) => act(screen, /** @type {KeyboardEvent} */ ({ code }));
  const label = sentence(what);
  if (!each) return [{ group, label, key: shown, why: why?.(screen), act: () => pressed(codes[0]) }];
  return each(screen).map((name, at) => ({
    group,
    label: `${label}: ${name}`,
    key: shown.replace(/\d.*$/, String(at + 1)),
    act: () => pressed(codes[at]),
  }));
}

/** @param {string} words */
export function sentence(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
