/** What tells of danger to people: a mark that is seen and hides nothing, with the words that say so. */

/** @import { QuestionView } from "../../generated/protocol.js" */
/** @typedef {Partial<Pick<QuestionView, "urgent" | "urgent_words" | "guessed">>} Urgent */

import { html, nothing } from "lit";
import { icon } from "../icon.js";
import { t } from "../i18n.js";

/**
 * A sign with the word for it; who says so, and by which words, on hover.
 *
 * @param {Urgent} view
 */
export function urgentMark(view) {
  if (!view.urgent) return nothing;
  return html`<b class="urgent-mark small" title=${urgentReason(view)}>${icon("siren")} <span class="said">${t("urgent now")}</span></b>`;
}

/**
 * By what it is urgent, in a sentence.
 *
 * @param {Urgent} view
 */
export function urgentReason({ guessed, urgent_words: words = [] }) {
  const said = words.map((one) => `«${one}»`).join(", ");
  if (guessed?.includes("urgent")) return t("Danger to people, by these words: {words}", { words: said });
  return said
    ? t("Danger to people: a person says so; words: {words}", { words: said })
    : t("Danger to people: a person says so");
}
