/** What the desk calls an act, and what the table of moves calls it; whether it may be done now. */

/** @import { QuestionVerb } from "../generated/protocol.js" */
/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { Stated } from "../parts/moves.js" */
/** @import { Act } from "./types.js" */

import { may } from "../parts/moves.js";

/** @type {Partial<Record<Act, QuestionVerb>>} */
const MOVES = { topic: "classify", place: "classify", written: "finish", unneeded: "finish" };

/**
 * What an act's command says besides.
 *
 * @type {Partial<Record<Act, { as: string }>>}
 */
export const SAYS = { written: { as: "written" }, unneeded: { as: "none" } };

/** @param {Act} act */
export function moveOf(act) {
  return MOVES[act] || /** @type {QuestionVerb} */ (act);
}

/**
 * @param {Act} act
 * @param {Stated} view
 * @param {Feed} feed
 */
export function mayAct(act, view, feed) {
  return may(moveOf(act), view, feed.state.broadcast, feed.you.roles);
}
