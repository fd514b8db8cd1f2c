/** A shorter wording for air, offered with its reason: what of the text it keeps, what it leaves out, what it masks. */

/** @import { LiveDesk } from "./desk.js" */
/** @import { Hints } from "./hints.js" */
/** @import { DeskTexts } from "./edit.js" */
/** @import { Shorter, WholeView } from "./types.js" */

import { html, nothing } from "lit";
import { icon } from "../parts/icon.js";
import { t, tn } from "../parts/i18n.js";
import { measure } from "../parts/measure.js";
import { KINDS } from "../parts/questions/covered.js";
import { refusal } from "../parts/toast.js";
import { airText } from "../parts/words.js";

/**
 * What is offered for this question now; nothing once its wording says so.
 *
 * @param {WholeView | null | undefined} view
 * @param {Hints} hints
 * @returns {Shorter | null}
 */
function offered(view, hints) {
  const { shorter } = hints.found;
  return view && hints.number === view.number && shorter && shorter.text !== airText(view) ? shorter : null;
}

/**
 * The offered wording into the editor, where nothing is saved until the moderator saves it.
 *
 * @param {LiveDesk} desk
 */
export function takeShorter({ opened, actions, pane }) {
  const shorter = offered(opened, actions.hints);
  if (!shorter) return refusal(t("Nothing shorter is offered: the wording is short, and nothing of it is masked."));
  take(pane, shorter);
}

/**
 * @param {Element} pane
 * @param {Shorter} shorter
 */
function take(pane, shorter) {
  return /** @type {DeskTexts} */ (pane.querySelector("desk-texts")).take(shorter.text);
}

/**
 * Not while the wording is being written: what was taken stands in the editor.
 *
 * @param {{ view: WholeView, hints: Hints, editing: boolean, pane: Element }} shown
 */
export function shorterPanel({ view, hints, editing, pane }) {
  const shorter = offered(view, hints);
  if (!shorter || editing) return nothing;
  const shortened = shorter.kept < shorter.sentences;
  const label = shortened ? t("Shorter for air") : t("For air, with masks");
  return html`<section class="panel shorter" aria-label=${label}>
    <h3 class="label line">
      ${icon("scissors")}<span class="grow">${label}</span>
      ${shortened ? html`<span class="quiet">${kept(shorter)}</span>` : nothing}${measure(shorter.text)}
    </h3>
    <p class="text">${shorter.text}</p>
    ${shorter.hidden.map(({ kind, words }) => html`<p class="wrong small">${icon("eye-off")} ${t("Not for the air:")} ${KINDS[kind] || kind} <b>${words}</b></p>`)}
    <div class="line">
      <button class="button" @click=${() => take(pane, shorter)}>${icon("pencil")} ${t("Take into the editor")} <kbd>Shift+E</kbd></button>
      ${shortened ? leftOut(shorter) : nothing}
    </div>
  </section>`;
}

/** @param {Shorter} shorter */
function kept({ kept: n, sentences: of }) {
  return tn("{n} of {of} sentence is left|{n} of {of} sentences are left", n, { of });
}

/** @param {Shorter} shorter */
function leftOut({ pieces }) {
  return html`<details class="left-out">
    <summary>${t("What is left out")}</summary>
    <p class="text small">${pieces.map((piece) => (piece.kept ? piece.words : html`<del>${piece.words.trimEnd()}</del>${piece.words.slice(piece.words.trimEnd().length)}`))}</p>
  </details>`;
}
