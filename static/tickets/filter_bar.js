/** Over the list: tabs, the search, what narrows the list and how it is ordered. */

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

class TicketsFilters extends LiveElement {
  static properties = {
    feed: { attribute: false },
    filter: { attribute: false },
    counts: { attribute: false },
    offers: { attribute: false },
    tick: { attribute: false },
    _typed: { state: true },
  };

  willUpdate(changed) {
    // What is being typed is the person's own until it is sent; the address may change it too.
    if (changed.has("filter") && this.filter.q !== this._sent) this._typed = this._sent = this.filter.q;
  }

  get field() {
    return this.querySelector("#words");
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
        <select class="select sort" aria-label=${t("order")} @change=${(event) => this._chosen("sort", event)}>
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

  _tab(name) {
    const n =
      name === "all" ? Object.values(this.feed.state.counts).reduce((sum, count) => sum + count, 0) : this.counts[name];
    return html`<button aria-current=${this.filter.tab === name ? "true" : nothing} @click=${() => this._change({ tab: name })}>
      ${TABS[name].label} ${n === undefined ? nothing : html`<span class="count ${["overdue", "by_hand"].includes(name) && n ? "next-text" : ""}">${n.toLocaleString(locale)}</span>`}
    </button>`;
  }

  _choice(name, label, values, shown = (value) => value) {
    const chosen = this.filter[name];
    const all = !chosen || values.includes(chosen) ? values : [chosen, ...values];
    return html`<select class="select ${chosen ? "chosen" : ""}" aria-label=${label} @change=${(event) => this._chosen(name, event)}>
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

  _chosen(name, event) {
    this._change({ [name]: event.target.value });
    event.target.blur(); // the keys are the list's again
  }

  _input(event) {
    this._typed = event.target.value;
    clearTimeout(this._soon);
    this._soon = setTimeout(() => this._send(), TYPED);
  }

  _send() {
    clearTimeout(this._soon);
    if (this._typed === this._sent) return;
    this._sent = this._typed;
    this._change({ q: this._typed.trim() ? this._typed : "" });
  }

  _keys(event) {
    if (event.isComposing) return;
    if (event.code === "Escape") {
      event.preventDefault();
      if (!this._typed) return event.target.blur();
      this._typed = "";
      this._send();
    } else if (event.key === "Enter" || event.code === "ArrowDown") {
      event.preventDefault();
      this._send();
      event.target.blur();
    }
  }

  _change(changes) {
    this.dispatchEvent(new CustomEvent("filter", { detail: changes }));
  }
}

customElements.define("tickets-filters", TicketsFilters);
