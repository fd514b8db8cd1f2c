/** A question's text as it goes on air, and how long it takes to read. Pure. */

/** @import { QuestionView } from "../generated/protocol.js" */

/**
 * What is read aloud: the text edited for air, or else as it came.
 *
 * @param {Pick<QuestionView, "text"> & { air_text?: string | null }} view
 */
export function airText(view) {
  return view.air_text || view.text;
}

/**
 * Letters, spaces and marks that are read aloud in a second: presenters speak about 120 words a minute now
 * (uchitel-slovesnosti.ru, «Язык и время»), and a Russian word with the space after it has about seven.
 */
const ALOUD = (120 * 7) / 60;
/** A sign, «№» or «%», is a short word with the space after it, as live/language/short_form.py has it. */
const SIGN = "sign  ";
/** A digit is spoken as a word or a good part of one: «2026» is «две тысячи двадцать шесть». */
const DIGIT = 6;

/**
 * Seconds that a text takes to read aloud in Russian.
 *
 * @param {string} text
 */
export function readingTime(text) {
  const said = text.trim().replace(/\s+/g, " ").replace(/[№%₽]/g, SIGN);
  const digits = (said.match(/\d/g) || []).length;
  return Math.max(3, Math.round((said.length + digits * (DIGIT - 1)) / ALOUD));
}
