/** What the data of a package say, as the graphic draws it; for a controller whose fields are all texts too. Pure. */

/** @import { ShownPoll, ShownQuestion } from "../types.js" */
/** @typedef {Record<string, unknown>} Data */

/** @param {unknown} value */
function text(value) {
  return typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
}

/**
 * The question; null where it has no words, so that no empty plate comes on air.
 *
 * @param {Data} data
 * @returns {ShownQuestion | null}
 */
export function questionOf(data) {
  const words = text(data.text);
  if (!words) return null;
  const name = text(data.name);
  const source = text(data.source);
  return {
    number: 1,
    text: words,
    air_text: null,
    source,
    author: name ? { name } : null,
    locality: text(data.place) || null,
  };
}

/**
 * The poll; null where nothing is asked or there is nothing to choose.
 *
 * @param {Data} data
 * @returns {ShownPoll | null}
 */
export function pollOf(data) {
  const question = text(data.question);
  const options = (
    Array.isArray(data.options) ? data.options.map(optionOf) : text(data.options).split("\n").map(lineOf)
  )
    .filter((option) => option.text)
    .map((option, at) => ({ ...option, option: at + 1, gone: false }));
  return question && options.length ? { id: 1, question, options, voters: counted(data.voters) } : null;
}

/** @param {unknown} option */
function optionOf(option) {
  const { text: words, share } = Object(option);
  return { text: text(words), share: percent(share) };
}

/**
 * «Дороги и мосты: 42 %»: a controller that has no tables sends lines.
 *
 * @param {string} line
 */
function lineOf(line) {
  const [, words, share] = /^(.*?)(?:(?:\s*[:=]|\s+[—–-])\s*(\d+(?:[.,]\d+)?)\s*%?)?\s*$/.exec(line) || [];
  return { text: text(words), share: percent(share) };
}

/** @param {unknown} value */
function percent(value) {
  return Math.min(Math.round(amount(value)), 100);
}

/** @param {unknown} value */
function counted(value) {
  return Math.floor(amount(value));
}

/**
 * What is no number, and less than nothing, is nothing.
 *
 * @param {unknown} value
 */
function amount(value) {
  const number = Number(text(value).replace(/\s/g, "").replace(",", "."));
  return Number.isFinite(number) ? Math.max(number, 0) : 0;
}
