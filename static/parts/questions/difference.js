/** What two texts differ in, by words; and the words that they share. Pure, but for the two that mark. */

/** @typedef {{ kind: "same" | "gone" | "new", text: string }} Part  of the way from one text to another */

import { diffArrays } from "diff";
import { html } from "lit";

const WORD = /(?:[\p{L}\p{N}]+|[^\s\p{L}\p{N}])\s*/gu;
/** Above so many words that are gone or new a text counts as written anew. */
const MOST = 700; // a twentieth of a second at most

/**
 * The way from `before` to `after`.
 *
 * @param {string} before
 * @param {string} after
 * @returns {Part[]}
 */
export function difference(before, after) {
  const [a, b] = [pieces(before), pieces(after)];
  const written = [
    { value: a, removed: true, added: false },
    { value: b, removed: false, added: true },
  ];
  const steps = diffArrays(a, b, { comparator: alike, maxEditLength: MOST }) ?? written;
  return steps.map(({ value, removed, added }) => {
    const kind = removed ? "gone" : added ? "new" : "same";
    return { kind, text: value.join("") };
  });
}

/**
 * Whether two pieces are one word, whatever space follows it.
 *
 * @param {string} a
 * @param {string} b
 */
function alike(a, b) {
  return a.trim() === b.trim();
}

/**
 * The second text with what it left out struck through and what it added underlined.
 *
 * @param {string} before
 * @param {string} after
 */
export function marked(before, after) {
  let last = " ";
  return difference(before, after).map(({ kind, text }) => {
    const bare = text.trimEnd();
    // A word that another follows only here has no space of its own after it.
    const gap = /[\p{L}\p{N}]/u.test(bare.charAt(0)) && /\S$/.test(last) ? " " : "";
    last = text;
    if (kind === "same") return gap + text;
    const rest = text.slice(bare.length);
    return kind === "gone" ? html`${gap}<del>${bare}</del>${rest}` : html`${gap}<ins>${bare}</ins>${rest}`;
  });
}

/**
 * `text` with the words marked that `other` has too, in whatever ending.
 *
 * @param {string} text
 * @param {string} other
 */
export function sharing(text, other) {
  const known = new Set(pieces(other).map(stem).filter(Boolean));
  return pieces(text).map((word) => {
    if (!known.has(stem(word))) return word;
    const bare = word.trimEnd();
    return html`<mark>${bare}</mark>${word.slice(bare.length)}`;
  });
}

/**
 * Whether two texts share a word that means something.
 *
 * @param {string} text
 * @param {string} other
 */
export function shares(text, other) {
  const known = new Set(pieces(other).map(stem).filter(Boolean));
  return pieces(text).some((word) => known.has(stem(word)));
}

/**
 * @param {string} text
 * @returns {string[]}
 */
function pieces(text) {
  return text.match(WORD) || [];
}

/** Words that two questions may share and still ask different things. */
const EMPTY = new Set(
  (
    "почему зачем когда куда откуда сколько какой какая какие какого который которая которые чтобы если тоже опять " +
    "очень можно нужно надо будет будут есть было были этот этого этой наша наше наши нашей нашего ваша ваше ваши " +
    "всех всем только больше уже просим прошу скажите подскажите пожалуйста спасибо здравствуйте добрый доброе день " +
    "вечер утро уважаемый уважаемая уважаемые вопрос повторяю"
  ).split(" "),
);

/**
 * The beginning by which a word's forms are told alike; empty for one that means nothing by itself.
 *
 * @param {string} word
 */
function stem(word) {
  const letters = word.trim().toLowerCase().replaceAll("ё", "е");
  if (EMPTY.has(letters)) return "";
  if (letters.length < 4) return /^\d{2,}$/.test(letters) ? letters : "";
  return letters.slice(0, Math.max(4, Math.min(letters.length - 2, 7)));
}
