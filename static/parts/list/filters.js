/** What stands over a list: the choices that narrow it, and the bar that says that not all is shown. */

import { html, nothing } from "lit";
import { icon } from "../icon.js";
import { t } from "../i18n.js";

/**
 * @typedef {object} Choice
 * @property {string} label what it is about: it stands for "whichever" too
 * @property {string} chosen empty where nothing is
 * @property {string[]} values
 * @property {(value: string) => string} [shown] how a value is called
 * @property {(value: string) => void} choose
 */

/** @param {Choice} choice */
export function choice({ label, chosen, values, shown = (value) => value, choose }) {
  const all = !chosen || values.includes(chosen) ? values : [chosen, ...values];
  return html`<select class="select ${chosen ? "chosen" : ""}" aria-label=${label} @change=${taking(choose)}>
    <option value="" .selected=${!chosen}>${label}</option>
    ${all.map((value) => html`<option value=${value} .selected=${value === chosen}>${shown(value)}</option>`)}
  </select>`;
}

/**
 * A listener that tells what was chosen; the keys are the list's again.
 *
 * @param {(value: string) => void} choose
 */
export function taking(choose) {
  return (/** @type {Event} */ event) => {
    const select = /** @type {HTMLSelectElement} */ (event.target);
    choose(select.value);
    select.blur();
  };
}

/**
 * @param {string} what narrows the list
 * @param {unknown} more
 * @param {() => void} everything
 */
export function notAll(what, more, everything) {
  return html`<div class="not-all" role="status">
    ${icon("list-filter")} <span class="grow">${t("Not all is shown: {what}", { what })}${more ?? nothing}</span>
    <button class="button" @click=${everything}>${t("Show everything")} <kbd>F</kbd></button>
  </div>`;
}
