/** Over the list: tabs, the search, what narrows the list and how it is ordered. */

/** @import { PropertyValues } from "lit" */
/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { Counts, Filter, Narrowing, Offers, Tab } from "./types.js" */

import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { LiveElement } from "../parts/element.js";
import { icon } from "../parts/icon.js";
import { locale, t } from "../parts/i18n.js";
import { PRIORITIES, TICKET_KINDS, TICKET_STATES } from "../parts/words.js";
import { NOTHING, TABS, isNarrowed, tabsOf } from "./filter_state.js";

const TYPED = 200;

const SORTS = {
  due: t("the nearest deadline first"),
  newest: t("the newest first"),
  priority: t("the most urgent first"),
};

export class TicketsFilters extends LiveElement {
  static properties = {
    feed: { attribute: false },
    filter: { attribute: false },
    counts: { attribute: false },
    offers: { attribute: false },
    tick: { attribute: false },
    _typed: { state: true },
  };

  constructor() {
    super();
    /** @type {Feed} */ this.feed;
    /** @type {Filter} */ this.filter;
    /** @type {Counts} */ this.counts;
    /** @type {Offers} */ this.offers;
    /** @type {string} */ this._typed;
    /** @type {string} */ this._sent;
    /** @type {number | undefined} */ this._soon;
  }

  /** @param {PropertyValues<this>} changed */
  willUpdate(changed) {
    // What is being typed is the person's own until it is sent; the address may change it too.
    if (changed.has("filter") && this.filter.q !== this._sent) this._typed = this._sent = this.filter.q;
  }

  get field() {
    return /** @type {HTMLInputElement | null} */ (this.querySelector("#words"));
  }

  render() {
    const { feed, filter } = this;
    return html`<nav class="tabs" aria-label=${t("Tickets")}>${tabsOf(feed.you).map((name) => this._tab(name))}</nav>
      ${TABS[filter.tab].apart ? nothing : this._filters()}`;
  }

  _filters() {
    const { filter, offers } = this;
    const { counts } = this.feed.state;
    return html`<div class="filters">
        <label class="search"><span class="unseen">${t("Search")}</span>${icon("search")}
          <input class="input" id="words" type="search" placeholder=${t("Search")} autocomplete="off" .value=${live(this._typed || "")} @input=${this._input} @keydown=${this._keys} />
        </label>
        <details class="narrowing" ?open=${isNarrowed({ ...filter, q: "" })}>
          <summary class="button">${icon("list-filter")} ${t("Filters")}</summary>
          <div class="line">
            ${this._choice("state", t("state"), Object.keys(TICKET_STATES), (state) => `${TICKET_STATES[state]} ${counts[state] || 0}`)}
            ${this._choice("department", t("department"), offers.departments || [])}
            ${this._choice("topic", t("topic"), offers.topics || [])}
            ${this._choice("place", t("place"), offers.localities || [])}
            ${this._choice("kind", t("kind"), Object.keys(TICKET_KINDS), (kind) => TICKET_KINDS[kind])}
            ${this._choice("priority", t("priority"), Object.keys(PRIORITIES), (priority) => PRIORITIES[priority])}
          </div>
        </details>
        <select class="select sort" aria-label=${t("order")} @change=${(/** @type {Event} */ event) => this._chosen("sort", event)}>
          ${Object.entries(SORTS).map(([sort, label]) => html`<option value=${sort} .selected=${filter.sort === sort}>${label}</option>`)}
        </select>
      </div>
      ${
        isNarrowed(filter)
          ? html`<div class="not-all" role="status">${icon("list-filter")} <span class="grow clip">${t("Not all is shown: {what}", { what: this._narrowed() })}</span>
            <button class="button" @click=${() => this._change(NOTHING)}>${t("Show everything")} <kbd>F</kbd></button></div>`
          : nothing
      }`;
  }

  /** @param {Tab} name */
  _tab(name) {
    const n =
      name === "all" ? Object.values(this.feed.state.counts).reduce((sum, count) => sum + count, 0) : this.counts[name];
    return html`<button aria-current=${this.filter.tab === name ? "true" : nothing} @click=${() => this._change({ tab: name })}>
      ${TABS[name].label} ${n === undefined ? nothing : html`<span class="count ${["overdue", "by_hand"].includes(name) && n ? "next-text" : ""}">${n.toLocaleString(locale)}</span>`}
    </button>`;
  }

  /**
   * @param {Narrowing} name
   * @param {string} label
   * @param {string[]} values
   * @param {(value: string) => string} [shown]
   */
  _choice(name, label, values, shown = (value) => value) {
    const chosen = this.filter[name];
    const all = !chosen || values.includes(chosen) ? values : [chosen, ...values];
    return html`<select class="select ${chosen ? "chosen" : ""}" aria-label=${label} @change=${(/** @type {Event} */ event) => this._chosen(name, event)}>
      <option value="" .selected=${!chosen}>${label}</option>
      ${all.map((value) => html`<option value=${value} .selected=${value === chosen}>${shown(value)}</option>`)}
    </select>`;
  }

  _narrowed() {
    const { state, department, topic, place, kind, priority, q } = this.filter;
    return [TICKET_STATES[state], department, topic, place, TICKET_KINDS[kind], PRIORITIES[priority], q && `«${q}»`]
      .filter(Boolean)
      .join(" · ");
  }

  /**
   * @param {Narrowing | "sort"} name
   * @param {Event} event
   */
  _chosen(name, event) {
    const select = /** @type {HTMLSelectElement} */ (event.target);
    this._change({ [name]: select.value });
    select.blur(); // the keys are the list's again
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
    const input = /** @type {HTMLInputElement} */ (event.target);
    if (event.isComposing) return;
    if (event.code === "Escape") {
      event.preventDefault();
      if (!this._typed) return input.blur();
      this._typed = "";
      this._send();
    } else if (event.key === "Enter" || event.code === "ArrowDown") {
      event.preventDefault();
      this._send();
      input.blur();
    }
  }

  /** @param {Partial<Filter>} changes */
  _change(changes) {
    this.dispatchEvent(new CustomEvent("filter", { detail: changes }));
  }
}

customElements.define("tickets-filters", TicketsFilters);
