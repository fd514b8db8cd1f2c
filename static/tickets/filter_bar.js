/** Over the list: tabs, the search, what narrows the list and how it is ordered. */

/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { Counts, Filter, Narrowing, Offers, Tab } from "./types.js" */

import { html, nothing } from "lit";
import { LiveElement } from "../parts/element.js";
import { OnBeat } from "../parts/feed/beat.js";
import { icon } from "../parts/icon.js";
import { locale, t } from "../parts/i18n.js";
import { choice, notAll, taking } from "../parts/list/filters.js";
import { SearchField } from "../parts/list/search_field.js";
import { PRIORITIES, TICKET_KINDS, TICKET_STATES } from "../parts/words.js";
import { NOTHING, TABS, isNarrowed, tabsOf } from "./filter_state.js";

const TYPED = 200; // ms after a letter until it is searched for

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
  };

  constructor() {
    super();
    /** @type {Feed} */ this.feed;
    /** @type {Filter} */ this.filter;
    /** @type {Counts} */ this.counts;
    /** @type {Offers} */ this.offers;
    this.search = new SearchField(this, {
      pause: TYPED,
      words: () => this.filter?.q,
      search: (q) => this._change({ q }),
      leave: (field) => field.blur(),
    });
    new OnBeat(this);
  }

  /** Into the search. */
  focus() {
    this.search.focus();
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
        ${this.search.draw()}
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
        <select class="select sort" aria-label=${t("order")} @change=${taking((sort) => this._change({ sort }))}>
          ${Object.entries(SORTS).map(([sort, label]) => html`<option value=${sort} .selected=${filter.sort === sort}>${label}</option>`)}
        </select>
      </div>
      ${isNarrowed(filter) ? notAll(this._narrowed(), nothing, () => this._change(NOTHING)) : nothing}`;
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
  _choice(name, label, values, shown) {
    return choice({ label, chosen: this.filter[name], values, shown, choose: (value) => this._change({ [name]: value }) });
  }

  _narrowed() {
    const { state, department, topic, place, kind, priority, q } = this.filter;
    return [TICKET_STATES[state], department, topic, place, TICKET_KINDS[kind], PRIORITIES[priority], q && `«${q}»`]
      .filter(Boolean)
      .join(" · ");
  }

  /** @param {Partial<Filter>} changes */
  _change(changes) {
    this.dispatchEvent(new CustomEvent("filter", { detail: changes }));
  }
}

customElements.define("tickets-filters", TicketsFilters);
