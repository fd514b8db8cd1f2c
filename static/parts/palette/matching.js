/** What is found of the palette's lines by what is typed, and in which order. Pure. */

/** @typedef {{ group: string, label: string, of?: string }} Sought */

import { folded, retyped } from "../questions/fuzzy_match.js";

/**
 * As it is compared: small letters, ё as е, one space between words.
 *
 * @param {string} text
 */
function plain(text) {
  return folded(text).trim().replace(/\s+/g, " ");
}

/**
 * How well a line answers: 0 where it begins so, 1 where each word begins a word of its name, 2 where each stands in it
 * somewhere, 3 where one stands only in what else is said of it. Null where a word is missing.
 *
 * @param {string} query plain, not empty
 * @param {Sought} sought
 */
export function rankOf(query, { label, of = "" }) {
  const name = plain(label);
  if (name.startsWith(query)) return 0;
  const words = query.split(" ");
  const begins = name.split(/[^\p{L}\p{N}]+/u);
  if (words.every((word) => begins.some((one) => one.startsWith(word)))) return 1;
  if (words.every((word) => name.includes(word))) return 2;
  const all = `${name} ${plain(of)}`;
  return words.every((word) => all.includes(word)) ? 3 : null;
}

/**
 * The lines that answer, together by group: the group with the best answer first, and in it the best; those that are
 * equally good as they stood. All of them, as they stand, where nothing is typed. What finds nothing is taken for the
 * same keys in the other layout.
 *
 * @template {Sought} One
 * @param {string} query
 * @param {One[]} all
 * @returns {One[]}
 */
export function found(query, all) {
  const sought = plain(query);
  if (!sought) return all;
  const some = ranked(sought, all);
  return some.length ? some : ranked(plain(retyped(query)), all);
}

/**
 * @template {Sought} One
 * @param {string} query
 * @param {One[]} all
 */
function ranked(query, all) {
  const answers = all.flatMap((one) => {
    const rank = rankOf(query, one);
    return rank === null ? [] : [{ one, rank }];
  });
  /** @type {Map<string, number>} */
  const best = new Map();
  for (const { one, rank } of answers) best.set(one.group, Math.min(rank, best.get(one.group) ?? rank));
  const order = [...best.keys()].sort((a, b) => Number(best.get(a)) - Number(best.get(b)));
  return answers
    .sort((a, b) => order.indexOf(a.one.group) - order.indexOf(b.one.group) || a.rank - b.rank)
    .map(({ one }) => one);
}

/**
 * The lines by their groups, in the order in which the groups first stand.
 *
 * @template {Sought} One
 * @param {One[]} lines
 * @returns {Array<[group: string, lines: One[]]>}
 */
export function grouped(lines) {
  /** @type {Map<string, One[]>} */
  const groups = new Map();
  for (const one of lines) groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
  return [...groups];
}

/**
 * The place after a step, from the last to the first and back; −1 where there is none.
 *
 * @param {number} at
 * @param {number} by
 * @param {number} length
 */
export function stepped(at, by, length) {
  return length ? (at + by + length) % length : -1;
}

/**
 * The number that is typed, with the sign or without; 0 where it is none.
 *
 * @param {string} query
 */
export function numberIn(query) {
  return Number(/^(?:№|#)?\s*(\d{1,9})$/.exec(query.trim())?.[1] ?? 0);
}
