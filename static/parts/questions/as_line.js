/** A question as a line of the palette. */

/** @import { QuestionView } from "../../generated/protocol.js" */
/** @import { Item } from "../palette/types.js" */

import { t, word } from "../i18n.js";
import { airText } from "../words.js";

const LONGEST = 120; // letters of a question

/**
 * @param {Pick<QuestionView, "number" | "state" | "text"> & { air_text?: string | null }} view
 * @param {() => unknown} act
 * @returns {Item}
 */
export function asLine(view, act) {
  const text = airText(view).trim().replace(/\s+/g, " ");
  const label = `№ ${view.number}: ${text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}`;
  return { group: t("Questions"), label, of: word(view.state), act };
}
