/** What stands around the open question where it was asked: further messages of its author, and the thread beside it. */

/** @import { Merged, Past, WholeView } from "./types.js" */

import { html, nothing } from "lit";
import { attachments } from "../parts/attachments.js";
import { icon } from "../parts/icon.js";
import { t, tn } from "../parts/i18n.js";
import { age, dayAndHours } from "../parts/time.js";
import { stateChip } from "../parts/words.js";

/**
 * @typedef {object} Shown
 * @property {WholeView} view
 * @property {Past | null | undefined} past  nothing while it is being read
 * @property {string} slug
 * @property {Date} now
 * @property {string} zone
 * @property {boolean} maySplit
 * @property {(number: number) => void} split
 * @property {(number: number) => void} open
 */

/** @param {Shown} shown */
export function conversation(shown) {
  return html`${further(shown)} ${thread(shown)}`;
}

/** The further messages of a question. @param {Past | null | undefined} past */
export function furtherOf(past) {
  return (past?.merged || []).filter((one) => one.further);
}

/** @param {Shown} shown */
function further({ view, past, slug, now, zone, maySplit, split }) {
  if (!view.further) return nothing;
  const words = furtherOf(past);
  return html`<section class="further" aria-label=${t("The author wrote further")}>
    <h3 class="label">${t("The author wrote further")}${maySplit && words.length ? html` <kbd>Shift+R</kbd>` : nothing}</h3>
    ${past ? nothing : html`<p class="quiet small">${t("reading…")}</p>`}
    <ol>
      ${words.map(
        (one) => html`<li data-number=${one.number}>
          <div class="line small">
            ${when(one, now, zone)} ${change(one)}
            <span class="grow"></span>
            ${maySplit ? html`<button class="button" @click=${() => split(one.number)} aria-label=${t("Split off № {number}", { number: one.number })}>${icon("split")} ${t("Split off")}</button>` : nothing}
          </div>
          ${text(one)} ${attachments(one.attachments, `/b/${slug}/questions/${one.number}/files`)}
        </li>`,
      )}
    </ol>
  </section>`;
}

/** @param {Shown} shown */
function thread({ view, past, now, zone, open }) {
  const { before, after } = past?.thread || { before: [], after: [] };
  const many = before.length + after.length;
  if (!many) return nothing;
  /** @param {Merged} one */
  const line = (one) => html`<li data-number=${one.number}>
    <div class="line small">
      <b class="tabular">№ ${one.number}</b> <span>${one.author?.name || t("No name")}</span>
      ${stateChip(one.state)} ${when(one, now, zone)} ${change(one)}
      <span class="grow"></span>
      <button class="button bare" @click=${() => open(one.number)} aria-label=${t("Open № {number}", { number: one.number })}>${t("Open")}</button>
    </div>
    ${text(one)}
  </li>`;
  return html`<details class="thread">
    <summary>${tn("{n} message beside it in the thread|{n} messages beside it in the thread", many)}</summary>
    <ol>
      ${before.map(line)}
      <li class="here" aria-current="true"><b class="tabular">№ ${view.number}</b> ${t("this question")}</li>
      ${after.map(line)}
    </ol>
  </details>`;
}

/** @param {Merged} one @param {Date} now @param {string} zone */
function when(one, now, zone) {
  const at = one.asked_at || one.received_at;
  return html`<time class="quiet" datetime=${at} title=${dayAndHours(at, zone)}>${age(at, now)}</time>`;
}

/** @param {Merged} one */
function change({ author_change: changed }) {
  if (!changed) return nothing;
  return html`<b class="next-text">${changed.deleted ? t("The author has deleted the message") : t("The author has changed the text")}</b>`;
}

/** As it stands in the network now. @param {Merged} one */
function text(one) {
  const words = one.author_change?.text || one.text;
  return html`<p class="text clip-four" tabindex="0" title=${words}>${words}</p>`;
}
