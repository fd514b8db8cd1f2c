/** Open matters that what is open may be about: an offer, one key joins the first. */

/** @import { Feed } from "../feed/feed.js" */
/** @import { Alike } from "./types.js" */

import { html, nothing } from "lit";
import { icon } from "../icon.js";
import { t, tn } from "../i18n.js";
import { matterOf } from "./commands.js";
import { showMatter } from "./sheet.js";
import { matterName } from "./words.js";

/**
 * The chip of the matter in which something stands; it opens the matter.
 *
 * @param {Feed} feed
 * @param {string} base
 * @param {number | null | undefined} number
 */
export function matterChip(feed, base, number) {
  if (!number) return nothing;
  const title = matterOf(feed, number)?.title;
  return html`<button class="button bare matter-chip" @click=${() => showMatter(feed, base, number)} title=${title || nothing}>${icon("layers")} ${matterName({ number })}</button>`;
}

/**
 * @param {Alike[]} alike
 * @param {(number: number) => unknown} join
 */
export function matterHints(alike, join) {
  if (!alike.length) return nothing;
  return html`<section class="matter-hints" aria-label=${t("Looks like a situation")}><h3 class="label">${t("Looks like a situation")}</h3>
    ${alike.map(
      (one, i) => html`<div class="line small" data-matter=${one.number}>
        <b class="tabular">№ ${one.number}</b> <span>${one.title}</span>
        <span class="quiet">${tn("asked by {n} person|asked by {n} people", one.askers)}${one.same ? `, ${t("the same topic and place")}` : ""}</span>
        <span class="grow"></span>
        <button class="button" @click=${() => join(one.number)}>${icon("layers")} ${t("Join")} ${i === 0 ? html`<kbd>Y</kbd>` : nothing}</button>
      </div>`,
    )}
  </section>`;
}
