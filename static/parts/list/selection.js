/** What is selected of a list, for acting on many at once; and the bar that says so and offers the acts. */

/** @import { TemplateResult } from "lit" */

import { html, nothing } from "lit";
import { icon } from "../icon.js";
import { t } from "../i18n.js";
import { refusal } from "../toast.js";

/** As many as one command takes. */
export const MOST = 500;

/**
 * Tells "change" when it is another.
 *
 * @template {number | string} Key
 * @template Noted
 */
export class Selection extends EventTarget {
  /** @param {(key: Key) => Noted | undefined} note what is to be remembered of each as it was when it was selected */
  constructor(note) {
    super();
    /** @type {Key | null} */
    this.last = null; // selected last: where a range begins
    /** @type {Map<Key, Noted | undefined>} */
    this._picked = new Map();
    this._note = note;
  }

  get size() {
    return this._picked.size;
  }

  get numbers() {
    return [...this._picked.keys()];
  }

  /** @param {Key} key */
  has(key) {
    return this._picked.has(key);
  }

  /** @param {Key} key */
  toggle(key) {
    if (this._picked.has(key)) this.drop([key]);
    else this.add([key]);
  }

  /** @param {Key[]} keys */
  add(keys) {
    for (const key of keys) {
      if (this._picked.size >= MOST && !this._picked.has(key)) {
        refusal(t("No more than {n} at once.", { n: MOST }));
        break;
      }
      if (!this._picked.has(key)) this._picked.set(key, this._note(key));
      this.last = key;
    }
    this._changed();
  }

  /** @param {Key[]} keys */
  drop(keys) {
    for (const key of keys) this._picked.delete(key);
    this._changed();
  }

  clear() {
    this._picked.clear();
    this.last = null;
    this._changed();
  }

  _changed() {
    this.dispatchEvent(new Event("change"));
  }
}

/**
 * The bar under the list: under, because nothing above a list may push it down. `told`: what else is said of the selected;
 * `acts`: the buttons.
 *
 * @param {Selection<number, unknown> | Selection<string, unknown>} selection
 * @param {unknown} told
 * @param {unknown} acts
 */
export function barOf(selection, told, acts) {
  if (!selection.size) return nothing;
  return html`<div class="selection" role="region" aria-label=${t("Selection")}>
    <p class="line">
      <b class="grow tabular">${t("Selected: {n}", { n: selection.size })}</b>
      ${told}
      <button class="button bare" @click=${() => selection.clear()}>${icon("x")} ${t("Drop")} <kbd>Esc</kbd></button>
    </p>
    <div class="line" role="group" aria-label=${t("Act on the selected")}>${acts}</div>
  </div>`;
}

/**
 * One of its buttons.
 *
 * @param {TemplateResult} sign
 * @param {string} label
 * @param {string} key empty where the key acts on something else
 * @param {() => void} act
 */
export function actOf(sign, label, key, act) {
  return html`<button class="button" @click=${act}>${sign} ${label} ${key ? html`<kbd>${key}</kbd>` : nothing}</button>`;
}
