/** Over the queue: tabs by state, the search, what narrows the list, and a bar that says when not all is shown. */

/** @import { PropertyValues } from "lit" */
/** @import { ListsView } from "../generated/protocol.js" */
/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { Filter } from "./filter_state.js" */
/** @import { Listing } from "./list_order.js" */

import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { LiveElement } from "../parts/element.js";
import { icon } from "../parts/icon.js";
import { locale, t } from "../parts/i18n.js";
import { SOURCES, sourceName } from "../parts/words.js";
import { EVERYTHING, TABS, isFiltered, tabBadge, tabCount } from "./filter_state.js";

const TYPED = 60;
/** Each name once. */
const SHOWN = Object.keys(SOURCES).filter(
  (source, i, all) => all.findIndex((other) => sourceName(other) === sourceName(source)) === i,
);

export class DeskFilters extends LiveElement {
  static properties = {
    feed: { attribute: false },
    filter: { attribute: false },
    listing: { attribute: false },
    tick: { attribute: false },
    _typed: { state: true },
  };

  constructor() {
    super();
    /** @type {Feed} */ this.feed;
    /** @type {Filter} */ this.filter;
    /** @type {Listing} */ this.listing;
    /** @type {string} */ this._typed;
    /** @type {string | undefined} */ this._sent; // what the desk searches for
    /** @type {number | undefined} */ this._soon;
  }

  /** @param {PropertyValues} changed */
  willUpdate(changed) {
    // What is being typed is the person's own until it is sent; the address may change it too.
    if (changed.has("filter") && this.filter.q !== this._sent) this._typed = this._sent = this.filter.q;
  }

  get field() {
    return /** @type {HTMLInputElement} */ (this.querySelector("#words"));
  }

  render() {
    const { counts } = this.feed.state;
    /** @type {Partial<ListsView>} */
    const lists = this.feed.state.lists || {};
    const names = (/** @type {Array<{ name: string }> | undefined} */ of) => (of || []).map(({ name }) => name);
    return html`<nav class="tabs" aria-label=${t("Questions by state")}>
        ${Object.entries(TABS).map(
          ([
            name,
            { label },
          ]) => html`<button aria-current=${this.filter.tab === name ? "true" : nothing} @click=${() => this._change({ tab: name })}>
            ${label} <span class="count">${tabBadge(name, counts)}</span>
          </button>`,
        )}
      </nav>
      <div class="filters">
        <label class="search"><span class="unseen">${t("Search")}</span>${icon("search")}
          <input class="input" id="words" type="search" placeholder=${t("Search")} autocomplete="off" .value=${live(this._typed)} @input=${this._input} @keydown=${this._keys} />
        </label>
        ${this._choice("topic", t("topic"), names(lists.topics))}
        ${this._choice("place", t("place"), this._places(names(lists.localities)))}
        ${this._choice("source", t("source"), SHOWN, sourceName)}
      </div>
      ${isFiltered(this.filter) ? this._bar() : nothing}`;
  }

  /**
   * Where the centre keeps no list of places: those of the questions at hand.
   *
   * @param {string[]} listed
   */
  _places(listed) {
    if (listed.length) return listed;
    const seen = [...this.feed.state.questions.values()].map((view) => view.locality || "").filter(Boolean);
    return [...new Set(seen)].sort((a, b) => a.localeCompare(b, locale));
  }

  /**
   * @param {"topic" | "place" | "source"} name
   * @param {string} label
   * @param {string[]} values
   * @param {(value: string) => string} shown
   */
  _choice(name, label, values, shown = (value) => value) {
    const chosen = this.filter[name];
    const all = !chosen || values.includes(chosen) ? values : [chosen, ...values];
    return html`<select class="select ${chosen ? "chosen" : ""}" aria-label=${label} @change=${(/** @type {Event} */ event) => this._chosen(name, event)}>
      <option value="" .selected=${!chosen}>${label}</option>
      ${all.map((value) => html`<option value=${value} .selected=${value === chosen}>${shown(value)}</option>`)}
    </select>`;
  }

  _bar() {
    const { filter, listing, feed } = this;
    const parts = [
      filter.topic && t("topic {name}", { name: filter.topic }),
      filter.place && t("place {name}", { name: filter.place }),
      filter.source && sourceName(filter.source),
      filter.q && `«${filter.q}»`,
    ].filter(Boolean);
    return html`<div class="not-all" role="status">
      ${icon("list-filter")}
      <span class="grow">${t("Not all is shown: {what}", { what: parts.join(" · ") })}${listing.current && listing.status === "ready" ? ` — ${this._howMany()}` : nothing}
        ${feed.status === "in_step" || !filter.q ? nothing : html`<b>${t("Out of touch: what comes in meanwhile is not searched.")}</b>`}</span>
      <button class="button" @click=${() => this._change(EVERYTHING)}>${t("Show everything")} <kbd>F</kbd></button>
    </div>`;
  }

  _howMany() {
    const { count, more } = this.listing.total;
    const of = tabCount(this.filter.tab, this.feed.state.counts);
    const n = count.toLocaleString(locale) + (more ? "+" : "");
    return t("{n} of {all}", { n, all: of.toLocaleString(locale) });
  }

  /**
   * @param {"topic" | "place" | "source"} name
   * @param {Event} event
   */
  _chosen(name, event) {
    const choice = /** @type {HTMLSelectElement} */ (event.target);
    this._change({ [name]: choice.value });
    choice.blur(); // the keys are the desk's again
  }

  /** @param {Event} event */
  _input(event) {
    this._typed = /** @type {HTMLInputElement} */ (event.target).value;
    clearTimeout(this._soon);
    this._soon = setTimeout(() => this._send(), TYPED);
  }

  _send() {
    clearTimeout(this._soon);
    if (this._typed === this._sent) return;
    this._sent = this._typed;
    this._change({ q: this._typed.trim() ? this._typed : "" });
  }

  /** @param {KeyboardEvent} event */
  _keys(event) {
    if (event.isComposing) return;
    if (event.code === "Escape") {
      event.preventDefault();
      if (!this._typed) return this.field.blur();
      this._typed = "";
      this._send();
    } else if (event.key === "Enter" || event.code === "ArrowDown") {
      event.preventDefault();
      this._send();
      this.dispatchEvent(new CustomEvent("leave"));
    }
  }

  /** @param {Partial<Filter>} changes */
  _change(changes) {
    this.dispatchEvent(new CustomEvent("filter", { detail: changes }));
  }
}

customElements.define("desk-filters", DeskFilters);
