/** What the palette finds on the rundown: the list's questions, and why a move cannot be made now. */

/** @import { QuestionVerb, QuestionView } from "../generated/protocol.js" */
/** @import { Item } from "../parts/palette/types.js" */
/** @import { LiveRundown } from "./rundown.js" */

import { found, numberIn } from "../parts/palette/matching.js";
import { t, word } from "../parts/i18n.js";
import { may } from "../parts/moves.js";
import { asLine } from "../parts/questions/as_line.js";
import { BROADCAST_STATES } from "../parts/words.js";

const MOST = 6;

/**
 * Why a move would not be heard; empty where it would.
 *
 * @param {LiveRundown} screen
 * @param {QuestionVerb} verb
 * @param {QuestionView | null | undefined} view
 */
export function whyNotNow({ feed, deeds }, verb, view) {
  if (!feed.may("producer")) return t("Your role does not allow this.");
  if (!view) return t("No question that it could be done to: nothing is on air, or none is chosen.");
  if (!deeds.inTouch) return t("Out of touch: nothing was sent. Do it again when the screen is in step.");
  const { broadcast } = feed.state;
  if (may(verb, view, broadcast, feed.you.roles)) return "";
  if (may(verb, view, { ...broadcast, state: "on_air" }, feed.you.roles))
    return t("Not now: the show is “{state}”.", { state: BROADCAST_STATES[broadcast.state] });
  return t("Not now: № {number} is “{state}”.", { number: view.number, state: word(view.state) });
}

/**
 * The list's questions by number or by words.
 *
 * @param {LiveRundown} screen
 * @param {string} query
 * @returns {Item[]}
 */
export function known(screen, query) {
  if (!query.trim()) return [];
  const lines = screen.deeds.list.map((view) => asLine(view, () => screen.show(view.number)));
  const number = numberIn(query);
  if (number) return lines.filter((_, at) => screen.deeds.list[at].number === number);
  return found(query, lines).slice(0, MOST);
}
