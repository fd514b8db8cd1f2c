/** Where the words that were searched for stand in a text, in whatever form. Pure, but for the one that marks. */

/** @typedef {{ text: string, hit: boolean }} Piece */

import { html } from "lit";
import { folded } from "./fuzzy_match.js";

const WORD = /[\p{L}\p{N}]+/gu;
/** Letters of a text that its first lines show; what is found behind them is told with its own sentence. */
const FIRST = 70;
/** Letters before what is found that are shown with it, where its sentence began long before. */
const BEFORE = 40;

/**
 * The text cut where the words of `query` begin and end. The server has found the text by its dictionary; here the
 * beginning of a word tells its forms, so now and then a word is marked too many or too few.
 *
 * @param {string} text
 * @param {string} query
 * @returns {Piece[]}
 */
export function found(text, query) {
  const wanted = (folded(query).match(WORD) || []).filter((word) => word.length > 2 || /^\p{N}+$/u.test(word));
  /** @type {Piece[]} */
  const pieces = [];
  let from = 0;
  for (const { 0: word, index } of wanted.length ? text.matchAll(WORD) : []) {
    const own = folded(word);
    if (!wanted.some((one) => isForm(own, one))) continue;
    if (index > from) pieces.push({ text: text.slice(from, index), hit: false });
    pieces.push({ text: word, hit: true });
    from = index + word.length;
  }
  return [...pieces, { text: text.slice(from), hit: false }].filter(({ text: some }) => some);
}

/**
 * At most `most` letters of it: from the sentence on in which the first of the words stands, where the text's first lines
 * do not reach it.
 *
 * @param {Piece[]} pieces
 * @param {number} most
 * @returns {Piece[]}
 */
export function passage(pieces, most) {
  let left = most;
  const shown = [];
  for (const { text, hit } of reached(pieces)) {
    if (left <= 0) break;
    shown.push({ text: text.slice(0, left), hit });
    left -= text.length;
  }
  return shown;
}

/** @param {Piece[]} pieces */
function reached(pieces) {
  const at = pieces.findIndex(({ hit }) => hit);
  if (at < 1) return pieces;
  const before = pieces[0].text; // up to the first of them it is one piece
  if (before.length + pieces[at].text.length <= FIRST) return pieces;
  const near = before.slice(-FIRST);
  const sentence = Math.max(...[". ", "! ", "? ", "… ", "\n"].map((end) => near.lastIndexOf(end) + end.length - 1));
  const lead = sentence > 1 ? near.slice(sentence).trimStart() : before.slice(-BEFORE).replace(/^\S*\s+/, "");
  return [{ text: `… ${lead}`, hit: false }, ...pieces.slice(at)];
}

/** @param {Piece[]} pieces */
export function marked(pieces) {
  return pieces.map(({ text, hit }) => (hit ? html`<mark class="sought">${text}</mark>` : text));
}

/**
 * Whether both may be forms of one word.
 *
 * @param {string} word
 * @param {string} wanted
 */
function isForm(word, wanted) {
  if (word === wanted) return true;
  if (/^\p{N}+$/u.test(wanted)) return false;
  const apart = Math.abs(word.length - wanted.length);
  if (word.startsWith(wanted)) return wanted.length > 3 || apart < 4; // it may be still unfinished
  if (wanted.length < 4 || apart > 3) return false;
  const same = Math.max(3, wanted.length - (wanted.length > 6 ? 3 : 2));
  return word.slice(0, same) === wanted.slice(0, same);
}
