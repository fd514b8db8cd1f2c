/** Whether an edit still stands on the texts that it began on. Pure. */

/** @import { Answer, Texts } from "./types.js" */

/**
 * @param {Texts} one
 * @param {Texts} other
 */
export function sameTexts(one, other) {
  return one.text === other.text && one.air_text === other.air_text;
}

/**
 * The question as it is, where an edit was refused for a version alone: the texts that it began on stand as they were.
 *
 * @param {Answer} answer
 * @param {Texts} base
 */
export function unchanged(answer, base) {
  const current = answer.ok || answer.error.code !== "conflict" ? null : answer.error.current;
  return current && sameTexts(current, base) ? current : null;
}
