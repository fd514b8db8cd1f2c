/** Over the list: tabs, the search, what narrows the list and how it is ordered. */

/** @import { You } from "../parts/feed/types.js" */
/** @import { Counts, Filter, Offers, Tab } from "./types.js" */

import { html, nothing } from "lit";
import { icon } from "../parts/icon.js";
import { counted, t } from "../parts/i18n.js";
import { FilterBar } from "../parts/list/filter_bar.js";
import { PRIORITIES, TICKET_KINDS, TICKET_STATES } from "../parts/words.js";
import { NOTHING, TABS, isNarrowed, queryOf, tabsOf } from "./filter_state.js";

const TYPED = 200; // ms after a letter until it is searched for

const SORTS = {
  due: t("the nearest deadline first"),
  newest: t("the newest first"),
  priority: t("the most urgent first"),
};

/** @extends {FilterBar<Filter>} */
export class TicketsFilters extends FilterBar {
  static properties = { ...FilterBar.properties, counts: { attribute: false }, offers: { attribute: false } };

  constructor() {
    super(TYPED);
    /** @type {Counts} */ this.counts;
    /** @type {Offers} */ this.offers;
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
        ${this._search.draw()}
        <details class="narrowing" ?open=${isNarrowed({ ...filter, q: "" })}>
          <summary class="button">${icon("list-filter")} ${t("Filters")}</summary>
          <div class="line">
            ${this._choice("state", t("state"), Object.keys(TICKET_STATES), (state) => `${TICKET_STATES[state]}${counts.shared ? "" : ` ${counts[state] || 0}`}`)}
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
        ${this.feed.may("coordinator", "admin") ? files(filter, this.feed.you) : nothing}
      </div>
      ${isNarrowed(filter) ? this._notAll(this._narrowed(), nothing, NOTHING) : nothing}`;
  }

  /** @param {Tab} name */
  _tab(name) {
    const { counts } = this.feed.state;
    const all = () => Object.values(counts).reduce((sum, count) => sum + count, 0);
    const n = name === "all" ? all() : name === "open" ? counts.open || 0 : this.counts[name];
    return html`<button aria-current=${this.filter.tab === name ? "true" : nothing} @click=${() => this._change({ tab: name })}>
      ${TABS[name].label} ${n === undefined ? nothing : html`<span class="count ${["open", "overdue", "by_hand", "approval", "part"].includes(name) && n ? "next-text" : ""}">${counted(n)}</span>`}
    </button>`;
  }

  _narrowed() {
    const { state, department, topic, place, kind, priority, q } = this.filter;
    return [TICKET_STATES[state], department, topic, place, TICKET_KINDS[kind], PRIORITIES[priority], q && `«${q}»`]
      .filter(Boolean)
      .join(" · ");
  }
}

/**
 * The tickets that are shown, all of them and not only those in sight, as a file; and the way in.
 *
 * @param {Filter} filter
 * @param {You} you
 */
function files(filter, you) {
  const wanted = Object.entries(queryOf(filter, you) ?? {}).filter(([name]) => name !== "sort");
  const asked = new URLSearchParams(wanted.map(([name, value]) => [name, String(value)])).toString();
  return html`<details class="narrowing files">
    <summary class="button">${icon("arrow-down")} ${t("Download")}</summary>
    <div class="line">
      ${["xlsx", "csv", "json"].map((form) => html`<a class="button" href="/tickets.${form}${asked && `?${asked}`}">${t("Download as {form}", { form: form.toUpperCase() })}</a>`)}
      <a class="button" href="/tickets/import">${icon("file-up")} ${t("Tickets from a file")}</a>
    </div>
  </details>`;
}

customElements.define("tickets-filters", TicketsFilters);
