/** What the palette finds on the desk: a question by its number or by words, and why a verb cannot be done now. */

/** @import { Item, Offer } from "../parts/palette/types.js" */
/** @import { LiveDesk } from "./desk.js" */
/** @import { Act, WholeView } from "./types.js" */

import { get, questionsPath } from "../parts/api.js";
import { t } from "../parts/i18n.js";
import { numberIn } from "../parts/palette/matching.js";
import { asLine } from "../parts/questions/as_line.js";
import { mayAct } from "./moves.js";
import { whyNot } from "./refusals.js";

const MOST = 6; // questions that are found by words

/**
 * Why an act by key would be refused; empty where it would not. Of many each is refused by itself.
 *
 * @param {LiveDesk} desk
 * @param {Act | "add"} verb
 */
export function whyNotNow({ opened, selection, feed }, verb) {
  if (selection.size > 1 || (verb !== "add" && opened && mayAct(verb, opened, feed))) return "";
  return whyNot(verb, opened, feed.state.broadcast, feed.you.roles);
}

/**
 * @param {LiveDesk} desk
 * @returns {Pick<Offer, "known" | "find">}
 */
export function found(desk) {
  return {
    known: (query) => known(desk, query),
    find: async (q) => {
      /** @type {{ questions: WholeView[] }} */
      const { questions } = await get(questionsPath(desk.slug), { q, limit: MOST });
      return questions.map((view) => asLine(view, () => desk.open(view.number)));
    },
  };
}

/**
 * @param {LiveDesk} desk
 * @param {string} query
 * @returns {Item[]}
 */
function known(desk, query) {
  const q = query.trim();
  const number = numberIn(q);
  if (!q) return [];
  const group = t("Questions");
  if (number) return [{ group, label: t("Open № {number}", { number }), act: () => desk.open(number) }];
  return [{ group, label: t("Search the queue for “{words}”", { words: q }), key: "/", act: () => desk.choose({ q }) }];
}
