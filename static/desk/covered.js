/** What of the open question is not seen on air, its author's name too, and the buttons that let it through. */

/** @import { MarkView } from "../generated/protocol.js" */
/** @import { Act, Fields, WholeView } from "./types.js" */

import { html, nothing } from "lit";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { KINDS } from "../parts/questions/covered.js";

/** @typedef {{ may: (verb: Act) => boolean, act: (verb: Act, fields: Fields) => void }} Acts */

/**
 * @param {WholeView} view
 * @param {MarkView[]} marks
 * @param {Acts} acts
 */
export function coveredPanel(view, marks, acts) {
  const name = view.author && view.author.name;
  if (!marks.length && !name) return nothing;
  return html`<section class="panel on-air" aria-label=${t("On air")}>
    <h3 class="label line">${icon("eye-off")} ${t("On air")}</h3>
    <ul class="small">
      ${name ? nameLine(view, name, acts) : nothing} ${marks.map((mark) => markLine(view, mark, acts))}
    </ul>
  </section>`;
}

/**
 * @param {WholeView} view
 * @param {string} name
 * @param {Acts} acts
 */
function nameLine(view, name, acts) {
  const allowed = view.name_on_air;
  return html`<li class="line"><span class="grow">${
    allowed
      ? html`${t("The name is said:")} <b>${name}</b>`
      : t("The name is not said: “a resident” stands in its place.")
  }</span>
    ${
      acts.may("allow_name")
        ? html`<button class="button" @click=${() => acts.act("allow_name", { allowed: !allowed })}>${allowed ? t("Do not say the name") : t("Say the name on air")}</button>`
        : nothing
    }</li>`;
}

/**
 * @param {WholeView} view
 * @param {MarkView} mark
 * @param {Acts} acts
 */
function markLine(view, { kind, words }, acts) {
  const through = view.let_through.includes(words);
  return html`<li class="line"><span class="grow">${through ? t("Seen on air:") : t("Masked on air:")} ${KINDS[kind] || kind} <b>${words}</b></span>
    ${
      acts.may(through ? "mask" : "unmask")
        ? html`<button class="button" @click=${() => acts.act(through ? "mask" : "unmask", { words })}>${through ? t("Mask on air") : t("Show on air")}</button>`
        : nothing
    }</li>`;
}
