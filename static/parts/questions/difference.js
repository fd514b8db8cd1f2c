/** What two texts differ in, by words; and the words that they share. Pure, but for the two that mark. */

/** @typedef {{ kind: "same" | "gone" | "new", text: string }} Part  of the way from one text to another */

import { html } from "lit";

const WORD = /(?:[\p{L}\p{N}]+|[^\s\p{L}\p{N}])\s*/gu;
/** Above so many comparisons (two thousand words against two thousand) a text counts as written anew. */
const MOST = 4e6;

/**
 * The way from `before` to `after`.
 *
 * @param {string} before
 * @param {string} after
 */
export function difference(before, after) {
  const a = pieces(before);
  const b = pieces(after);
  /** @type {(i: number, j: number) => boolean} */
  const alike = (i, j) => a[i].trim() === b[j].trim();
  let start = 0;
  while (start < a.length && start < b.length && alike(start, start)) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && alike(a.length - 1 - end, b.length - 1 - end)) end += 1;
  /** @type {(text: string) => Part} */
  const same = (text) => ({ kind: "same", text });
  const parts = b.slice(0, start).map(same);
  parts.push(...middle(a.slice(start, a.length - end), b.slice(start, b.length - end)));
  parts.push(...b.slice(b.length - end).map(same));
  return joined(parts);
}

/**
 * By the longest common row of words.
 *
 * @param {string[]} a
 * @param {string[]} b
 * @returns {Part[]}
 */
function middle(a, b) {
  /** @type {(text: string) => Part} */
  const gone = (text) => ({ kind: "gone", text });
  /** @type {(text: string) => Part} */
  const fresh = (text) => ({ kind: "new", text });
  if (!a.length || !b.length || a.length * b.length > MOST) return [...a.map(gone), ...b.map(fresh)];
  const wide = b.length + 1;
  const long = new Uint16Array((a.length + 1) * wide);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      long[i * wide + j] =
        a[i].trim() === b[j].trim()
          ? long[(i + 1) * wide + j + 1] + 1
          : Math.max(long[(i + 1) * wide + j], long[i * wide + j + 1]);
    }
  }
  /** @type {Part[]} */
  const parts = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i].trim() === b[j].trim()) {
      parts.push({ kind: "same", text: b[j++] });
      i += 1;
    } else if (long[(i + 1) * wide + j] >= long[i * wide + j + 1]) {
      parts.push(gone(a[i++]));
    } else {
      parts.push(fresh(b[j++]));
    }
  }
  return [...parts, ...a.slice(i).map(gone), ...b.slice(j).map(fresh)];
}

/** @param {Part[]} parts */
function joined(parts) {
  /** @type {Part[]} */
  const found = [];
  for (const part of parts) {
    const last = found[found.length - 1];
    if (last && last.kind === part.kind) last.text += part.text;
    else found.push({ ...part });
  }
  return found;
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
