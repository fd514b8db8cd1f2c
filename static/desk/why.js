/** Why the machine guesses a topic: by which words of the question, and how sure it is. */

/** @import { WholeView } from "./types.js" */

import { t } from "../parts/i18n.js";

/**
 * Nothing where a person has said the topic, or key words alone speak for it.
 *
 * @param {Partial<Pick<WholeView, "guessed" | "topic_why">>} view
 */
export function whyTopic(view) {
  const why = (view.guessed || []).includes("topic") ? view.topic_why : null;
  return why ? t("by the words: {words}; {percent} %", { words: why.words.join(", "), percent: why.percent }) : "";
}
