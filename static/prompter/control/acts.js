/**
 * What a controller's button may do: the prompter's own verbs, by names that any way in can use. Each is what one of its
 * keys does, so that a button and its key never part.
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
  rowOf(name)[3](prompter);
}

/** @param {string} name */
function rowOf(name) {
  return /** @type {KeyRow} */ (READING.find(([codes]) => codes[0] === KEYS[name]));
}
