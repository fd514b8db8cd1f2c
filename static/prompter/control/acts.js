/**
 * What a button may do, a controller's or the gallery's: the prompter's own verbs, by names that any way in can use. Each
 * is what one of its keys does, so that a button and its key never part.
 */

/** @import { LivePrompter } from "../prompter.js" */
/** @import { KeyRow } from "../types.js" */

import { READING } from "../keys.js";

/** @type {Record<string, string>} */
const KEYS = {
  toggle: "Space",
  page: "PageDown",
  back: "PageUp",
  line: "ArrowDown",
  line_back: "ArrowUp",
  home: "Home",
  faster: "ArrowRight",
  slower: "ArrowLeft",
  seen: "Enter",
  accept: "KeyR",
};

export const ACTS = Object.keys(KEYS);

/**
 * What the gallery says besides: it may not see whether the text runs, so a word of its own stands for each.
 *
 * @type {Record<string, (prompter: LivePrompter) => unknown>}
 */
const FROM_AFAR = {
  start: ({ reel }) => reel.scroll.start(),
  stop: ({ reel }) => reel.scroll.pause(),
};

/** @param {string} name */
export function isAct(name) {
  return Object.hasOwn(KEYS, name);
}

/** @param {string} name */
export function labelOf(name) {
  return rowOf(name)[2];
}

/**
 * @param {string} name
 * @param {LivePrompter} prompter
 */
export function perform(name, prompter) {
  (FROM_AFAR[name] ?? rowOf(name)[3])(prompter);
}

/** @param {string} name */
function rowOf(name) {
  return /** @type {KeyRow} */ (READING.find(([codes]) => codes[0] === KEYS[name]));
}
