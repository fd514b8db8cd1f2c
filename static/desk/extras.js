/** What else came with the open question, or was said of it: the author's change, notes, promises, files. */

/** @import { Act, Fields, Reader, WholeView } from "./types.js" */

import { html, nothing } from "lit";
import { attachments } from "../parts/attachments.js";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";

/** @type {Record<Reader, string>} */
const READERS = { presenter: t("For the presenter"), head: t("For the head") };

/**
 * @typedef {object} Acts
 * @property {string} slug
 * @property {boolean} mayNote
 * @property {(about: { to: Reader, text?: string }) => void} note
 * @property {(verb: Act) => boolean} may
 * @property {(verb: Act, fields: Fields) => void} act
 */

/**
 * @param {WholeView} view
 * @param {Acts} acts
 */
export function extras(view, acts) {
  const { author_change: change } = view;
  const notes = view.notes || {};
  const readers = /** @type {Reader[]} */ (Object.keys(READERS));
  return html`${
    change
      ? html`<section class="panel changed">
          <h3 class="label">${change.deleted ? t("The author has deleted the message") : t("The author has changed the text")}</h3>
          ${change.text ? html`<p class="text">${change.text}</p>` : nothing}
        </section>`
      : nothing
  }
    ${readers.map((reader) => (notes[reader] ? note(reader, notes[reader], acts) : nothing))}
    ${(view.promises || []).map(
      (promise) =>
        html`<p><span class="label">${t("Promise")}:</span> ${promise.text} <span class="quiet">${[promise.department, promise.due, promise.by].filter(Boolean).join(" · ")}</span></p>`,
    )}
    ${attachments(
      view.attachments || [],
      `/b/${acts.slug}/questions/${view.number}/files`,
      acts.may("show_file") ? ({ file, shown }) => acts.act(shown ? "hide_file" : "show_file", { file }) : null,
    )}`;
}

/**
 * @param {Reader} to
 * @param {string} text
 * @param {Acts} acts
 */
function note(to, text, acts) {
  return html`<section class="panel note" aria-label=${READERS[to]}>
    <h3 class="label line">${icon("sticky-note")}<span class="grow">${READERS[to]}</span>
      ${
        acts.mayNote
          ? html`<button class="button bare" @click=${() => acts.note({ to })}>${t("Change")}</button>
            <button class="button bare" @click=${() => acts.note({ to, text: "" })}>${t("Take away")}</button>`
          : nothing
      }
    </h3>
    <p class="text">${text}</p>
  </section>`;
}
