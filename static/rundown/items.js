/** The order as it stands: questions of the list and titles between them, by their ranks. Pure. */

/** @import { QuestionView, SegmentView } from "../generated/protocol.js" */
/** @import { State } from "../parts/feed/types.js" */
/** @typedef {{ key: string, rank: string, view?: QuestionView, segment?: SegmentView }} Item  one of the two */
/** @typedef {{ before?: number, before_segment?: number }} Place  as a command says it; nothing is the last place */

import { shortlist } from "../parts/feed/in_order.js";

/** What a question is called among the items. @param {number} number */
export function keyOf(number) {
  return String(number);
}

/**
 * @param {QuestionView[]} questions in their order
 * @param {SegmentView[]} segments
 * @returns {Item[]}
 */
export function itemsOf(questions, segments) {
  /** @type {Item[]} */
  const items = [
    ...segments.map((segment) => ({ key: `s${segment.segment}`, rank: segment.rank, segment })),
    ...questions.map((view) => ({ key: keyOf(view.number), rank: view.rank || "", view })),
  ];
  // Ranks sort by code unit. Two are the same only where an older program moves questions beside this one.
  return items.sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0));
}

/** @param {State} state */
export function itemsIn(state) {
  return itemsOf(shortlist(state), state.segments);
}

/**
 * The place before this item; without one the last.
 *
 * @param {Item | undefined} item
 * @returns {Place}
 */
export function placeBefore(item) {
  if (!item) return {};
  return item.segment ? { before_segment: item.segment.segment } : { before: Number(item.key) };
}

/**
 * Where an item stands now: before the one that follows it.
 *
 * @param {Item[]} items
 * @param {string} key
 */
export function placeOf(items, key) {
  return placeBefore(items[items.findIndex((item) => item.key === key) + 1]);
}

/**
 * Where an item goes that moves by one place, or to the top; null where it stands there.
 *
 * @param {Item[]} items
 * @param {string} key
 * @param {number | "top"} by
 */
export function placeMoved(items, key, by) {
  const at = items.findIndex((item) => item.key === key);
  if (at < 0) return null;
  const to = by === "top" ? 0 : at + by;
  if (to < 0 || to >= items.length || to === at) return null;
  return placeBefore(items[to > at ? to + 1 : to]);
}

/**
 * Where an item was let go among rows that may have left the order meanwhile: before the first row below it that still
 * stands; else behind the one above it.
 *
 * @param {Item[]} items
 * @param {string[]} rows keys, as they stand on the screen
 * @param {string} key
 */
export function placeDropped(items, rows, key) {
  const at = rows.indexOf(key);
  const known = new Map(items.map((item) => [item.key, item]));
  const follows = rows.slice(at + 1).find((row) => known.has(row));
  if (follows !== undefined) return placeBefore(known.get(follows));
  const behind = items.findIndex((item) => item.key === rows[at - 1]);
  const next = behind < 0 ? undefined : items[behind + 1];
  return next && next.key !== key ? placeBefore(next) : {};
}

/**
 * The questions that stand under a title, up to the next one.
 *
 * @param {Item[]} items
 * @param {string} key the title's
 */
export function underTitle(items, key) {
  const rest = items.slice(items.findIndex((item) => item.key === key) + 1);
  const end = rest.findIndex((item) => item.segment);
  return (end < 0 ? rest : rest.slice(0, end)).flatMap(({ view }) => (view ? [view] : []));
}
