/** What asks nothing: thanks, a greeting, advertising. A quiet mark that hides nothing, its reason, and its taking off. */

/** @import { WholeView } from "./types.js" */
/** @import { Shown } from "./kinds.js" */

import { html, nothing } from "lit";
import { t } from "../parts/i18n.js";

/** @type {Record<string, string>} */
const KINDS = {
  thanks: t("thanks"),
  greeting: t("a greeting"),
  advertising: t("advertising"),
};

/**
 * What it is, in a word; by which words, on hover.
 *
 * @param {WholeView} view
 */
export function notAskingMark(view) {
  if (!view.not_asking) return nothing;
  return html`<span class="not-asking quiet small" title=${reason(view)}>${KINDS[view.not_asking]}</span>`;
}

/**
 * The same with its reason, and the way to say that it asks all the same; then the words that were not right.
 *
 * @param {Shown} shown
 */
export function notAsking({ view, may, act }) {
  const { not_asking: kind, not_asking_words: words } = view;
  if (!words?.length) return nothing;
  return html`<div class="line kind" role="group" aria-label=${t("Whether it asks anything")}>
    <span class="label">${t("Not a question")}</span>
    ${
      kind && may("set_asking")
        ? html`<span class="chip">${KINDS[kind]}</span><button class="button" @click=${() => act("set_asking", { asks: true })}>${t("It is a question")}<kbd>Shift+N</kbd></button>`
        : nothing
    }
    ${kind ? html`<span class="small">${reason(view)}</span>` : html`<span class="quiet small">${t("taken off; words: {words}", { words: quoted(words) })}</span>`}
  </div>`;
}

/** @param {WholeView} view */
function reason({ not_asking_words: words = [] }) {
  return t("It only thanks, greets or advertises, by these words: {words}", { words: quoted(words) });
}

/** @param {string[]} words */
function quoted(words) {
  return words.map((one) => `«${one}»`).join(", ");
}
