/** What a screen reads off what it holds: the list in its order, and what is on air. Pure. */

/** @import { State } from "./types.js" */

/** @type {(a: string, b: string) => number} */
function inRank(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The shortlist in its order: ranks sort by code unit, never by a language's rules.
 *
 * @param {State} state
 */
export function shortlist(state) {
  return [...state.questions.values()]
    .filter((view) => view.state === "shortlisted")
    .sort((a, b) => inRank(a.rank || "", b.rank || "") || a.number - b.number);
}

/**
 * @param {State} state
 */
export function onAir(state) {
  for (const view of state.questions.values()) if (view.state === "on_air") return view;
  return null;
}
