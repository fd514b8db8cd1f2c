/** What of a question's texts is masked on air: where it stands in a text, and what each kind is called. */

/** @import { MarkView, QuestionView } from "../../generated/protocol.js" */
/** @typedef {{ text: string, mark: MarkView | null }} Piece */
/** @typedef {Pick<QuestionView, "marks" | "let_through">} Marked */

import { html } from "lit";
import { t } from "../i18n.js";

/** @type {Record<string, string>} */
export const KINDS = {
  phone: t("telephone"),
  email: t("e-mail"),
  card: t("card number"),
  document: t("document number"),
  address: t("address with a flat"),
  flat: t("number of a flat"),
  car: t("number of a car"),
};

/**
 * The text cut where marks begin and end.
 *
 * @param {string} text
 * @param {MarkView[]} marks
 * @returns {Piece[]}
 */
export function cut(text, marks) {
  const known = new Map(marks.map((mark) => [mark.words, mark]));
  if (!known.size) return [{ text, mark: null }];
  const longest = [...known.keys()].sort((a, b) => b.length - a.length);
  const words = longest.map((one) => one.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&")).join("|");
  return text
    .split(new RegExp(`(${words})`))
    .filter(Boolean)
    .map((piece) => ({ text: piece, mark: known.get(piece) || null }));
}

/**
 * A text in which what is masked on air is seen to be so; `plain` draws the rest.
 *
 * @param {string} text
 * @param {Partial<Marked>} view
 * @param {(text: string) => unknown} [plain]
 */
export function covered(text, view, plain = (words) => words) {
  return cut(text, view.marks || []).map(({ text: words, mark }) => {
    if (!mark) return plain(words);
    const through = (view.let_through || []).includes(words);
    const said = through ? t("seen on air") : t("masked on air");
    return html`<span class="covered ${through ? "through" : ""}" title="${KINDS[mark.kind] || mark.kind}: ${said}">${words}</span>`;
  });
}
