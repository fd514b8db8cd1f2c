/**
 * The desk's list. It never moves under the person: while the pointer is on it, it is scrolled, or one of its
 * questions is open, new arrivals wait behind a counter and what left the tab stays in its place, dimmed.
 */

import { html, nothing } from "lit";
import { classMap } from "lit/directives/class-map.js";
import { repeat } from "lit/directives/repeat.js";
import { LiveElement } from "../parts/element.js";
import { icon } from "../parts/icon.js";
import { t, tn, word } from "../parts/i18n.js";
import { age } from "../parts/time.js";
import { sourceMark } from "../parts/words.js";

const STEP = 300;

class DeskList extends LiveElement {
  static properties = {
    feed: { attribute: false },
    rows: { attribute: false },
    find: { attribute: false },
    open: { attribute: false },
    filterKey: { attribute: false },
    own: { attribute: false },
    more: { attribute: false },
    total: { attribute: false },
  };

  constructor() {
    super();
    this._shown = null;
    this._limit = STEP;
  }

  connectedCallback() {
    super.connectedCallback();
    this.addEventListener("pointerleave", () => this.requestUpdate());
  }

  willUpdate(changed) {
    const fresh = this.rows.map((view) => view.number);
    if (changed.has("filterKey")) {
      this._limit = STEP;
      this._shown = null;
      this._toTop = true;
    }
    const still = new Set(fresh);
    if (!this._shown || this._following()) {
      this._shown = fresh;
    } else {
      const shown = this._shown.filter((number) => still.has(number) || (!this.own.has(number) && this.find(number)));
      const last = shown.length ? shown[shown.length - 1] : Infinity;
      this._shown = [...shown, ...fresh.filter((number) => number < last)];
    }
    const held = new Set(this._shown);
    this._waiting = fresh.reduce((sum, number) => sum + (held.has(number) ? 0 : 1), 0);
    this._still = still;
  }

  /** The question after `number` that is still in the tab, else the one before it, else null. */
  beside(number, step = 1, staying = true) {
    const order = this._shown.filter((n) => n === number || !staying || this._still.has(n));
    const at = order.indexOf(number);
    if (at < 0) return order[0] ?? null;
    return order[at + step] ?? (staying && step === 1 ? order[at - 1] : undefined) ?? null;
  }

  release() {
    this._shown = null;
    this._toTop = true;
    this.requestUpdate();
  }

  updated() {
    const scroller = this.querySelector(".rows");
    if (this._toTop) {
      scroller.scrollTop = 0;
      this._toTop = false;
    }
    if (this._openSeen !== this.open) {
      this._openSeen = this.open;
      const row = this.querySelector("[aria-current]");
      if (row) row.scrollIntoView({ block: "nearest" });
    }
  }

  _following() {
    const scroller = this.querySelector(".rows");
    return (!scroller || scroller.scrollTop < 4) && !this.matches(":hover") && !this._shown.includes(this.open);
  }

  render() {
    const shown = this._shown.slice(0, this._limit);
    return html`<div class="waiting">
        ${this._waiting
          ? html`<button class="button own" @click=${this.release}>
              ${icon("arrow-up")} ${tn("{n} new one|{n} new ones", this._waiting)} <kbd>Home</kbd>
            </button>`
          : html`<span class="quiet small">${tn("{n} question|{n} questions", this.total)}</span>`}
      </div>
      <div class="rows" tabindex="-1" @scroll=${this._scrolled}>
        <ol aria-label=${t("Questions")}>
          ${repeat(
            shown.map((number) => this.find(number)).filter(Boolean),
            (view) => view.number,
            (view) => this._row(view),
          )}
        </ol>
        ${this._shown.length ? nothing : html`<p class="empty">${t("Nothing here.")}</p>`}
        ${this._shown.length > this._limit || this.more
          ? html`<button class="button bare more" @click=${this._showMore}>${icon("chevron-down")} ${t("Show more")}</button>`
          : nothing}
      </div>`;
  }

  _row(view) {
    const claim = this.feed.claimOf(view.number);
    const gone = !this._still.has(view.number) || ["declined", "merged"].includes(view.state);
    const classes = { row: true, gone, air: view.state === "on_air" };
    return html`<li>
      <button class=${classMap(classes)} aria-current=${view.number === this.open ? "true" : nothing} @click=${() => this._open(view)}>
        <span class="facts">
          <b class="tabular">${view.number}</b>
          ${sourceMark(view.source)}
          ${view.locality ? html`<span class="clip">${view.locality}</span>` : nothing}
          ${view.topic ? html`<span class="clip topic">${view.topic}</span>` : nothing}
          ${view.askers > 1 ? html`<b class="tabular" title=${t("asked by {n}", { n: view.askers })}>×${view.askers}</b>` : nothing}
          ${view.wanted ? html`<span class="own-mark" title=${t("The head takes it")}>${icon("star")}<span class="unseen">${t("The head takes it")}</span></span>` : nothing}
          ${view.author_change ? html`<span title=${t("The author changed it")}>${icon("pencil-line")}<span class="unseen">${t("The author changed it")}</span></span>` : nothing}
          <span class="end">
            ${claim ? html`<span class=${claim.mark === this.feed.you.mark ? "mine" : ""} title=${t("held by {name}", { name: claim.by })}>${icon("hand")}<span class="unseen">${t("held by {name}", { name: claim.by })}</span></span>` : nothing}
            ${this.showsState || !this._still.has(view.number) ? html`<span>${word(view.state)}</span>` : nothing}
            <span class="tabular">${age(view.asked_at || view.received_at, this.feed.now())}</span>
          </span>
        </span>
        <span class="clip-two">${view.air_text || view.text}</span>
      </button>
    </li>`;
  }

  get showsState() {
    return this.filterKey.startsWith("all|") || this.filterKey.startsWith("air|");
  }

  _open(view) {
    this.dispatchEvent(new CustomEvent("open", { detail: view.number }));
  }

  _scrolled(event) {
    if (event.target.scrollTop < 4) this.requestUpdate();
  }

  _showMore() {
    if (this._shown.length > this._limit) {
      this._limit += STEP;
      this.requestUpdate();
    } else {
      this._limit += STEP;
      this.dispatchEvent(new CustomEvent("more"));
    }
  }
}

customElements.define("desk-list", DeskList);
