/** What of a question the centre calls rude: a quiet mark, which hides nothing, and its words where they stand. */

/** @import { QuestionView } from "../../generated/protocol.js" */
/** @typedef {Partial<Pick<QuestionView, "rude">>} Rude */

import { html, nothing } from "lit";
import { icon } from "../icon.js";
import { t } from "../i18n.js";

/**
 * A sign with the word for it, and the words themselves on hover.
 *
 * @param {Rude} view
 */
export function rudeMark(view) {
  if (!view.rude?.length) return nothing;
  return html`<span class="rude-mark small" title=${view.rude.join(", ")}>${icon("message-square-warning")} ${t("rude")}</span>`;
}

/**
 * A text, its rude words marked; `plain` draws the rest.
 *
 * @param {string} text
 * @param {Rude} view
 * @param {(text: string) => unknown} [plain]
 */
export function rudely(text, view, plain = (words) => words) {
  if (!view.rude?.length) return plain(text);
  const words = new RegExp(`(?<![\\p{L}\\p{N}_])(${view.rude.join("|")})(?![\\p{L}\\p{N}_])`, "u");
  return text
    .split(words)
    .map((piece, i) => (i % 2 ? html`<mark class="rude" title=${t("rude")}>${piece}</mark>` : plain(piece)));
}
