/** Over the queue: tabs by state, the search, what narrows the list, and a bar that says when not all is shown. */

/** @import { ListsView } from "../generated/protocol.js" */
/** @import { Filter } from "./filter_state.js" */
/** @import { Listing } from "./list_order.js" */

import { html, nothing } from "lit";
import { beatOf } from "../parts/feed/beat.js";
import { icon } from "../parts/icon.js";
import { counted, locale, t } from "../parts/i18n.js";
import { FilterBar } from "../parts/list/filter_bar.js";
import { Listener } from "../parts/listener.js";
import { SOURCES, sourceName } from "../parts/words.js";
import { DUE, EVERYTHING, TABS, isFiltered, tabBadge, tabCount } from "./filter_state.js";

const TYPED = 60; // ms after a letter until it is searched for
/** Each name once. */
const SHOWN = Object.keys(SOURCES).filter(
  (source, i, all) => all.findIndex((other) => sourceName(other) === sourceName(source)) === i,
);

/** @extends {FilterBar<Filter>} */
export class DeskFilters extends FilterBar {
  static properties = { ...FilterBar.properties, listing: { attribute: false } };

  constructor() {
    super(TYPED);
    /** @type {Listing} */ this.listing;
    new Listener(this, () => this.listing, { change: () => beatOf(this.feed).soon() });
  }

  _leave() {
    this.dispatchEvent(new CustomEvent("leave"));
  }

  render() {
    const { counts } = this.feed.state;
    /** @type {Partial<ListsView>} */
    const lists = this.feed.state.lists || {};
    const answers = (/** @type {string} */ name) => name === "air" && this._onLine;
    const names = (/** @type {Array<{ name: string }> | undefined} */ of) => (of || []).map(({ name }) => name);
    return html`<nav class="tabs" aria-label=${t("Questions by state")}>
        ${Object.entries(TABS)
          .filter(([name]) => this._offers(name, counts))
          .map(
            ([
              name,
              { label },
            ]) => html`<button aria-current=${this.filter.tab === name ? "true" : nothing} @click=${() => this._change({ tab: name })}>
            ${answers(name) ? t("Answered ones") : label} <span class="count">${answers(name) ? tabCount(name, counts) : tabBadge(name, counts)}</span>
          </button>`,
          )}
      </nav>
      <div class="filters">
        ${this._search.draw()}
        ${this._choice("topic", t("topic"), names(lists.topics))}
        ${this._choice("place", t("place"), this._places(names(lists.localities)))}
        ${this._choice("source", t("source"), SHOWN, sourceName)}
        ${this._themes()}
        ${this._onLine || this.filter.due ? this._choice("due", t("due time"), Object.keys(DUE), dueName) : nothing}
        ${this._marked("urgent", html`${icon("siren")} ${t("Urgent ones")}`)}
        ${this._hasNotAsking ? this._marked("not_asking", t("Not questions")) : nothing}
      </div>
      ${isFiltered(this.filter) ? this._bar() : nothing}`;
  }

  /**
   * Whether a tab is there: one where nothing can be only while something is.
   *
   * @param {string} name
   * @param {Record<string, number>} counts
   */
  _offers(name, counts) {
    const empty = name === "blocked" || (name === "shortlisted" && this._onLine);
    return !empty || Boolean(counts[name]) || this.filter.tab === name;
  }

  /** Whether anything at hand only thanks, greets or advertises: nothing else is to be narrowed to it. */
  get _hasNotAsking() {
    return Boolean(this.filter.not_asking) || [...this.feed.state.questions.values()].some((view) => view.not_asking);
  }

  /** Whether questions have a clock here: no show answers them. */
  get _onLine() {
    return this.feed.state.broadcast?.kind === "standing";
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
   * A button that leaves the questions of one mark alone.
   *
   * @param {"urgent" | "not_asking"} mark
   * @param {unknown} label
   */
  _marked(mark, label) {
    const on = Boolean(this.filter[mark]);
    return html`<button class="button ${on ? "own" : ""}" aria-pressed=${on ? "true" : "false"} @click=${() => this._change({ [mark]: on ? "" : "yes" })}>${label}</button>`;
  }

  /** What is asked about now, to choose from, and a chip that takes the choice back. */
  _themes() {
    const { cluster } = this.filter;
    const { listed } = this.feed.state.clusters;
    if (!listed.length && !cluster) return nothing;
    const numbers = listed.map((one) => String(one.cluster));
    return html`${this._choice("cluster", t("asked about now"), numbers, (number) => this._theme(number, true))}
      ${cluster ? html`<button class="chip own theme" title=${t("Show other questions too")} @click=${() => this._change({ cluster: "" })}>${this._theme(cluster)} ${icon("x")}</button>` : nothing}`;
  }

  /**
   * What a theme is called; one that is no longer among the largest by the number of its first question.
   *
   * @param {string} number
   * @param {boolean} [many] whether it says how many ask
   */
  _theme(number, many) {
    const one = this.feed.state.clusters.listed.find(({ cluster }) => String(cluster) === number);
    if (!one) return `№ ${number}`;
    return many ? `${one.name} · ${counted(one.asked)}` : one.name;
  }

  _bar() {
    const { filter, listing, feed } = this;
    const parts = [
      filter.topic && t("topic {name}", { name: filter.topic }),
      filter.place && t("place {name}", { name: filter.place }),
      filter.source && sourceName(filter.source),
      filter.due && dueName(filter.due),
      filter.stack && t("one stack of like questions"),
      filter.cluster && t("asked about: {name}", { name: this._theme(filter.cluster) }),
      filter.urgent && t("Urgent ones"),
      filter.not_asking && t("Not questions"),
      filter.q && `«${filter.q}»`,
    ].filter(Boolean);
    return this._notAll(
      parts.join(" · "),
      html`${listing.current && listing.status === "ready" ? ` — ${this._howMany()}` : nothing}
        ${feed.status === "in_step" || !filter.q ? nothing : html`<b>${t("Out of touch: what comes in meanwhile is not searched.")}</b>`}`,
      EVERYTHING,
    );
  }

  _howMany() {
    const { count, more } = this.listing.total;
    const of = tabCount(this.filter.tab, this.feed.state.counts);
    const n = counted(count) + (more ? "+" : "");
    return t("{n} of {all}", { n, all: counted(of) });
  }
}

/** @param {string} due */
function dueName(due) {
  return /** @type {Record<string, string>} */ (DUE)[due] || due;
}

customElements.define("desk-filters", DeskFilters);
