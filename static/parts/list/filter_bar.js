/** What stands over a list: its search, the choices that narrow it, and a bar that says that not all is shown. */

/** @import { Feed } from "../feed/feed.js" */

import { html } from "lit";
import { LiveElement } from "../element.js";
import { OnBeat } from "../feed/beat.js";
import { icon } from "../icon.js";
import { t } from "../i18n.js";
import { SearchField } from "./search_field.js";

/**
 * Tells "filter" with what of the filter is to be another.
 *
 * @template {{ q: string }} Filter
 */
export class FilterBar extends LiveElement {
  static properties = { feed: { attribute: false }, filter: { attribute: false } };

  /** @param {number} pause milliseconds after a letter until it is searched for */
  constructor(pause) {
    super();
    /** @type {Feed} */ this.feed;
    /** @type {Filter} */ this.filter;
    this._search = new SearchField(this, {
      pause,
      words: () => this.filter?.q,
      search: (q) => this._change({ q }),
      leave: (field) => this._leave(field),
    });
    new OnBeat(this);
  }

  /** Into the search. */
  focus() {
    this._search.focus();
  }

  /**
   * Out of the search, into what is found: the keys are the list's again.
   *
   * @param {HTMLInputElement} field
   */
  _leave(field) {
    field.blur();
  }

  /**
   * A choice of one value; the first, which stands for whichever, says what it is about.
   *
   * @param {keyof Filter} name
   * @param {string} label
   * @param {string[]} values
   * @param {(value: string) => string} shown
   */
  _choice(name, label, values, shown = (value) => value) {
    const chosen = String(this.filter[name]);
    const all = !chosen || values.includes(chosen) ? values : [chosen, ...values];
    return html`<select class="select ${chosen ? "chosen" : ""}" aria-label=${label} @change=${(/** @type {Event} */ event) => this._chosen(name, event)}>
      <option value="" .selected=${!chosen}>${label}</option>
      ${all.map((value) => html`<option value=${value} .selected=${value === chosen}>${shown(value)}</option>`)}
    </select>`;
  }

  /**
   * @param {keyof Filter} name
   * @param {Event} event
   */
  _chosen(name, event) {
    const select = /** @type {HTMLSelectElement} */ (event.target);
    this._change({ [name]: select.value });
    select.blur(); // the keys are the list's again
  }

  /**
   * @param {string} what narrows the list
   * @param {unknown} more
   * @param {Record<string, string>} everything
   */
  _notAll(what, more, everything) {
    return html`<div class="not-all" role="status">
      ${icon("list-filter")} <span class="grow">${t("Not all is shown: {what}", { what })}${more}</span>
      <button class="button" @click=${() => this._change(everything)}>${t("Show everything")} <kbd>F</kbd></button>
    </div>`;
  }

  /** @param {Record<string, string>} changes */
  _change(changes) {
    this.dispatchEvent(new CustomEvent("filter", { detail: changes }));
  }
}
