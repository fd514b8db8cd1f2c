/**
 * How a text is set on the graphic: the largest letters in which it takes its lines, and where each line ends. Pure: widths
 * come from `measure(text)`, in points at a size of 100.
 */

/** @import { Measure, Word } from "./types.js" */

/** Points that a line may have inside the plate, which stays inside title safe. */
export const WIDTH = 1500;

/** Sizes in points and how many lines the lower third has room for at each, the largest first. */
const STEPS = [
  { size: 64, lines: 2 },
  { size: 54, lines: 3 },
  { size: 46, lines: 4 },
  { size: 38, lines: 4 },
];
const SMALLEST = STEPS[STEPS.length - 1];

/** Points at the largest size up to which a text stands in one line: broken, «Где вода?» would look like a mistake. */
const SHORT = 640;

/**
 * {size, pages}: each page a list of lines. What fits no page at the smallest size is shown on several.
 *
 * @param {string} text
 * @param {Measure} measure
 * @returns {{ size: number, pages: string[][] }}
 */
export function fit(text, measure) {
  const words = measured(glued(text), measure);
  for (const { size, lines } of STEPS) {
    const room = (WIDTH * 100) / size;
    const least = broken(words, room).length;
    if (words.every((word) => word.width <= room) && least <= lines) {
      return { size, pages: [balanced(words, room, Math.max(least, wished(words)))] };
    }
  }
  const room = (WIDTH * 100) / SMALLEST.size;
  const whole = words.flatMap((word) => (word.width <= room ? [word] : cut(word, room, measure)));
  return {
    size: SMALLEST.size,
    pages: paged(whole, room, measure).map((page) => balanced(page, room, broken(page, room).length)),
  };
}

/**
 * Of what stands in one line, such as name and place, its size in points: smaller for a long one, but never too small to
 * be read.
 *
 * @param {string} text
 * @param {Measure} measure
 * @param {number} most
 */
export function fitLine(text, measure, most = 34) {
  return Math.max(Math.min(most, Math.floor((WIDTH * 100) / measure(text))), 24);
}

/** @param {Word[]} words */
function wished(words) {
  return words.length > 1 && length(words) > (SHORT * 100) / STEPS[0].size ? 2 : 1;
}

/**
 * The text's words; a short one («в», «не», «№») stays with the next, a dash with the one before: no line begins or ends so.
 *
 * @param {string} text
 */
function glued(text) {
  const words = text
    .trim()
    .replace(/\s+([—–-])(?=\s)/g, "\u00a0$1")
    .split(/[^\S\u00a0]+/);
  /** @type {string[]} */
  const joined = [];
  let before = "";
  words.forEach((word, i) => {
    const whole = before ? `${before}\u00a0${word}` : word;
    const clings = /^(?:[«("„]?\p{L}{1,2}|№)$/u.test(word) && i < words.length - 1 && whole.length < 12;
    before = clings ? whole : "";
    if (!clings) joined.push(whole);
  });
  return joined;
}

/**
 * @param {string[]} texts
 * @param {Measure} measure
 * @returns {Word[]}
 */
function measured(texts, measure) {
  const space = measure("\u00a0");
  return texts.map((text) => ({ text, width: measure(text), space }));
}

/**
 * The length of a line of these words. A word that goes on from the one before has no space before it.
 *
 * @param {Word[]} words
 */
function length(words) {
  return words.reduce((sum, word, i) => sum + word.width + (i ? word.space : 0), 0);
}

/**
 * The words in lines no longer than `room`, each as full as it can be.
 *
 * @param {Word[]} words
 * @param {number} room
 */
function broken(words, room) {
  /** @type {Word[][]} */
  const lines = [];
  /** @type {Word[]} */
  let line = [];
  let used = 0;
  for (const word of words) {
    const more = word.width + (line.length ? word.space : 0);
    if (line.length && used + more > room) {
      lines.push(line);
      line = [];
      used = 0;
    }
    used += line.length ? more : word.width;
    line.push(word);
  }
  return line.length ? [...lines, line] : lines;
}

/**
 * So many lines, as equal as can be: the narrowest column that still takes no more of them.
 *
 * @param {Word[]} words
 * @param {number} room
 * @param {number} lines
 */
function balanced(words, room, lines) {
  let low = Math.max(...words.map((word) => word.width), 0);
  let high = room;
  while (high - low > 1) {
    const middle = (low + high) / 2;
    if (broken(words, middle).length <= lines) high = middle;
    else low = middle;
  }
  return broken(words, high).map((line) => line.map((word, i) => (i && word.space ? " " : "") + word.text).join(""));
}

/**
 * A word that is longer than a line, in parts that are not: after the marks of an address, else with a hyphen.
 *
 * @param {Word} word
 * @param {number} room
 * @param {Measure} measure
 * @returns {Word[]}
 */
function cut(word, room, measure) {
  const address = /[/.]/.test(word.text);
  const letters = address ? word.text.split(/(?<=[/?&=._-])/) : [];
  const pieces = letters.flatMap((part) => (measure(part) <= room ? [part] : graphemes(part)));
  const parts = [];
  let part = "";
  for (const piece of pieces.length ? pieces : graphemes(word.text)) {
    if (part && measure(`${part}${piece}-`) > room) {
      parts.push(address ? part : `${part}-`);
      part = "";
    }
    part += piece;
  }
  parts.push(part);
  return parts.map((text, i) => ({ text, width: measure(text), space: i ? 0 : word.space }));
}

/** @param {string} text */
function graphemes(text) {
  if (!Intl.Segmenter) return [...text];
  return [...new Intl.Segmenter("ru").segment(text)].map(({ segment }) => segment);
}

/**
 * The words on as few pages as will do, equally long, ending in the end of a sentence where one is near.
 *
 * @param {Word[]} words
 * @param {number} room
 * @param {Measure} measure
 */
function paged(words, room, measure) {
  for (let many = Math.ceil(broken(words, room).length / SMALLEST.lines); ; many++) {
    const pages = shared(words, many).map((page, i, all) => (i < all.length - 1 ? continued(page, measure) : page));
    if (pages.every((page) => broken(page, room).length <= SMALLEST.lines)) return pages;
  }
}

const SENTENCE = /[.!?…]["»)]?$/;

/**
 * @param {Word[]} words
 * @param {number} many
 */
function shared(words, many) {
  if (many === 1) return [words];
  const pages = [];
  const whole = length(words);
  let from = 0;
  let passed = 0;
  const ends = words.map((word) => (passed += word.width + word.space));
  for (let page = 1; page < many; page++) {
    const ideal = (whole * page) / many;
    const slack = whole / many / 6;
    /** @type {{ i: number, far: number } | null} */
    let best = null;
    for (let i = from; i < words.length - 1; i++) {
      const far = Math.abs(ends[i] - ideal) - (SENTENCE.test(words[i].text) ? slack : 0);
      if (best === null || far < best.far) best = { i, far };
    }
    if (best === null) break;
    pages.push(words.slice(from, best.i + 1));
    from = best.i + 1;
  }
  return [...pages, words.slice(from)];
}

/**
 * A page that breaks a sentence says at its end that it goes on.
 *
 * @param {Word[]} page
 * @param {Measure} measure
 */
function continued(page, measure) {
  const last = page[page.length - 1];
  if (SENTENCE.test(last.text)) return page;
  const text = `${last.text.replace(/-$/, "")}…`;
  return [...page.slice(0, -1), { ...last, text, width: measure(text) }];
}
