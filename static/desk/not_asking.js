/** What asks nothing: thanks, a greeting, advertising. A quiet mark that hides nothing, its reason, and its taking off. */

/** @import { LiveDesk } from "./desk.js" */
/** @import { WholeView } from "./types.js" */
/** @import { Shown } from "./kinds.js" */

import { html, nothing } from "lit";
import { t } from "../parts/i18n.js";
import { refusal } from "../parts/toast.js";
import { whyNotNow } from "./offered.js";

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
  if (!isMarked(view)) return nothing;
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

/**
 * Says that it asks all the same, or takes that back.
 *
 * @param {LiveDesk} desk
 */
export function turnAsking(desk) {
  const { opened } = desk;
  if (opened && !isMarked(opened)) return refusal(noMark(opened));
  return desk.do("set_asking", { asks: Boolean(opened?.not_asking) });
}

/**
 * Why there is nothing to take off or put back; empty where there is.
 *
 * @param {LiveDesk} desk
 */
export function whyNoMark(desk) {
  const { opened } = desk;
  return opened && !isMarked(opened) ? noMark(opened) : whyNotNow(desk, "set_asking");
}

/** @param {WholeView} view */
function noMark({ number }) {
  return t("№ {number} is not marked as no question.", { number });
}

/** Whether it is marked, or was before a person took that off. @param {WholeView} view */
function isMarked({ not_asking_words: words }) {
  return Boolean(words?.length);
}

/** @param {WholeView} view */
function reason({ not_asking_words: words = [] }) {
  return t("It only thanks, greets or advertises, by these words: {words}", { words: quoted(words) });
}

/** @param {string[]} words */
function quoted(words) {
  return words.map((one) => `«${one}»`).join(", ");
}
