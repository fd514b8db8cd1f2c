/** Everybody who asks a question: its own author, and those of the questions merged into it. */

/** @import { Merged, WholeView } from "./types.js" */

import { html, nothing } from "lit";
import { icon } from "../parts/icon.js";
import { t, tn } from "../parts/i18n.js";
import { age, dayAndHours } from "../parts/time.js";
import { sourceMark } from "../parts/words.js";

/**
 * `merged`: nothing while it is being read.
 *
 * @param {object} shown
 * @param {WholeView} shown.view
 * @param {Merged[] | null | undefined} shown.merged
 * @param {string} shown.trouble
 * @param {Date} shown.now
 * @param {string} shown.zone
 * @param {boolean} shown.maySplit
 * @param {(number: number) => void} shown.split
 * @param {(number: number) => void} shown.open
 */
export function askers({ view, merged, trouble, now, zone, maySplit, split, open }) {
  return html`<details class="askers" id="askers">
    <summary>${tn("{n} person asks|{n} people ask", view.askers)}</summary>
    ${trouble ? html`<p class="wrong">${trouble}</p>` : nothing}
    ${
      merged
        ? html`<ol>
          ${merged.map(
            (one) => html`<li data-number=${one.number}>
              <div class="line small">
                <b class="tabular">№ ${one.number}</b>${sourceMark(one.source)}
                <span>${(one.author && one.author.name) || t("No name")}</span>
                ${one.locality ? html`<span class="quiet">${one.locality}</span>` : nothing}
                ${one.askers > 1 ? html`<b class="tabular">×${one.askers}</b>` : nothing}
                <span class="quiet" title=${dayAndHours(one.asked_at || one.received_at, zone)}>${age(one.asked_at || one.received_at, now)}</span>
                <span class="grow"></span>
                ${maySplit ? html`<button class="button" @click=${() => split(one.number)} aria-label=${t("Split off № {number}", { number: one.number })}>${icon("split")} ${t("Split off")}</button>` : nothing}
                <button class="button bare" @click=${() => open(one.number)} aria-label=${t("Open № {number}", { number: one.number })}>${t("Open")}</button>
              </div>
              <p class="text clip-four" tabindex="0" title=${one.text}>${one.text}</p>
            </li>`,
          )}
        </ol>`
        : html`<p class="quiet small">${t("reading…")}</p>`
    }
  </details>`;
}
