/** How a verb that is under way is told beside its question, and what is said when nothing confirms it. */

/** @import { QuestionVerb } from "../../generated/protocol.js" */
/** @import { Feed } from "../feed/feed.js" */

import { QUESTION } from "../../generated/protocol.js";
import { t, word } from "../i18n.js";
import { refusal } from "../toast.js";

/**
 * The state that it leads to, or the verb itself where the state stays, with the dots of what is not so yet.
 *
 * @param {QuestionVerb} verb
 * @param {{ state: string } | undefined} view
 */
export function underWay(verb, view) {
  const { from, to } = QUESTION[verb];
  const now = view?.state ?? "";
  const then = to[/** @type {string[]} */ (from).indexOf(now)] ?? now;
  return `${word(then === now ? verb : then)}…`;
}

/** Says so where no event has come for what was done: nobody knows whether it was. @param {Feed} feed */
export function sayLate(feed) {
  feed.addEventListener("late", ({ detail }) => {
    const numbers = detail.map((number) => `№ ${number}`).join(", ");
    refusal(t("{numbers}: the server has not confirmed it yet. It is asked again by itself.", { numbers }));
  });
}
