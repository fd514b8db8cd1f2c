/** Finds words in the pages of the documentation, in any of their forms: what live/web/help/search.py is where there is no server. */

const WORD = /[\p{L}\p{N}_]+/gu;
const MOST_FOUND = 20;
const MOST_WORDS = 12;

/** Characters of the text that are shown on either side of the first word found. */
const AROUND = 90;

/**
 * @typedef {{ sections: string[][], empty: string[], stems: Record<string, number[][]>, endings: string[][] }} Index
 * A section is its file, the page's title, the heading's, its anchor and its text (tools/docs_search.py).
 * @typedef {{ file: string, title: string, heading: string, anchor: string, snippet: Piece[] }} Found
 * @typedef {{ text: string, found: boolean }} Piece
 * @typedef {(word: string) => boolean} Meant whether a word of a text is the one that was asked for
 */

/** @param {string} text */
function words(text) {
  return plain(text).match(WORD) ?? [];
}

/** @param {string} text */
function plain(text) {
  return text.toLowerCase().replaceAll("ё", "е");
}

/**
 * The search over an index.
 * @param {Index} index
 * @returns {(query: string) => Found[]}
 */
export function finder({ sections, empty, stems, endings }) {
  const tellsNothing = new Set(empty);
  /** @type {Map<string, Set<number>>} */
  const known = new Map();
  const entries = sections.map(([file, title, heading, anchor, text]) => ({
    found: { file, title, heading, anchor },
    text,
    title: words(title),
    headline: words(heading),
    all: [...new Set(words(`${title} ${heading} ${text}`))],
  }));

  /**
   * The numbers of the words of the dictionary that this may be a form of.
   * @param {string} word
   */
  function lemmas(word) {
    let found = known.get(word);
    if (!found) {
      found = new Set();
      for (let at = word.length; at >= 0; at--) {
        for (const [behind, lemma] of Object.hasOwn(stems, word.slice(0, at)) ? stems[word.slice(0, at)] : []) {
          if (endings[behind].includes(word.slice(at))) found.add(lemma);
        }
      }
      known.set(word, found);
    }
    return found;
  }

  /**
   * @param {string} word
   * @param {boolean} isLast it may be unfinished
   * @returns {Meant}
   */
  function meant(word, isLast) {
    const asked = lemmas(word);
    return (other) =>
      other === word ||
      (isLast && word.length > 2 && other.startsWith(word)) ||
      (asked.size > 0 && [...lemmas(other)].some((one) => asked.has(one)));
  }

  return (query) => {
    const typed = words(query).slice(0, MOST_WORDS);
    const telling = typed.filter((word) => !tellsNothing.has(word));
    const asked = (telling.length ? telling : typed).map((word, at, { length }) => meant(word, at === length - 1));
    if (!asked.length) return [];
    /** @param {string[]} said */
    const hits = (said) => asked.filter((one) => said.some(one)).length;
    return entries
      .filter(({ all }) => asked.every((one) => all.some(one)))
      .map((entry) => ({ entry, score: 100 * hits(entry.headline) + hits(entry.title) }))
      .sort((one, other) => other.score - one.score)
      .slice(0, MOST_FOUND)
      .map(({ entry }) => ({ ...entry.found, snippet: snippet(entry.text, asked) }));
  };
}

/**
 * The text around the first word found, in pieces; those found in it are told.
 * @param {string} text
 * @param {Meant[]} asked
 * @returns {Piece[]}
 */
function snippet(text, asked) {
  const places = [...text.matchAll(WORD)].filter(([word]) => asked.some((one) => one(plain(word))));
  const first = places.length ? places[0].index : 0;
  const begin = first > AROUND ? text.indexOf(" ", first - AROUND) + 1 : 0;
  const whole = text.length <= first + 2 * AROUND;
  const end = whole ? text.length : Math.max(text.lastIndexOf(" ", first + 2 * AROUND), first);
  const pieces = [{ text: begin ? "…" : "", found: false }];
  let at = begin;
  for (const { 0: word, index } of places) {
    if (index + word.length > end) break;
    pieces.push({ text: text.slice(at, index), found: false }, { text: word, found: true });
    at = index + word.length;
  }
  pieces.push({ text: text.slice(at, end) + (whole ? "" : "…"), found: false });
  return pieces.filter((piece) => piece.text);
}
