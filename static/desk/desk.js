/** The desk: every question as it arrives; the moderator reads, tidies, shortlists, declines, merges. */

import { html, nothing } from "lit";
import { FeedElement } from "../parts/element.js";
import { Feed } from "../feed.js";
import { onAir, shortlist } from "../feed_state.js";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { onKeys } from "../parts/keys.js";
import { may } from "../parts/moves.js";
import { place, placed } from "../parts/place.js";
import { refusal } from "../parts/toast.js";
import "../parts/clock.js";
import "../parts/topbar.js";
import { Actions } from "./actions.js";
import { EVERYTHING, TABS } from "./filter.js";
import { keysOf } from "./help.js";
import { Hold } from "./hold.js";
import { Listing } from "./listing.js";
import { BACK, MOST, Selection, sayRefused, selectionBar } from "./selection.js";
import { Views } from "./views.js";
import "./filters.js";
import "./list.js";
import "./own_views.js";
import "./pane.js";
import "./shortlist.js";

/** Acts that have their own dialog or question, by their method of Actions. */
const ASKED = ["decline", "merge", "ticket", "note", "topic", "place"];
/** After these the question is dealt with, and the next one comes up. */
const DEALT = ["shortlist", "decline", "merge", "ticket"];
/** What the table of moves calls them. */
const MOVE = { topic: "classify", place: "classify" };

class LiveDesk extends FeedElement {
  constructor() {
    super();
    this.slug = document.body.dataset.slug;
    this.feed = new Feed({ broadcast: this.slug, screen: "desk" });
    this.views = new Views(this.feed, this.slug, () => this._redraw());
    this.listing = new Listing(this.feed, this.slug, () => Boolean(this.list && this.list.held));
    this.selection = new Selection((number) => this.find(number), () => this._redraw());
    this.actions = new Actions(this.feed, (number) => this.find(number), this.slug);
    this.hold = new Hold(this.feed);
    this.shownAt = 0; // since when the question that came up by itself has been in sight
    this._busy = new Set(); // questions of which an act is under way
    this._read();
  }

  connectedCallback() {
    super.connectedCallback();
    this.feed.addEventListener("events", (event) => this._happened(event.detail));
    this.feed.addEventListener("reset", () => this._reset());
    this.listing.addEventListener("change", () => (this._openFirst(), this._draw()));
    addEventListener("popstate", () => (this._read(), this._opened(), this._draw()));
    onKeys(keysOf(this));
    this._opened();
  }

  get list() {
    return this.querySelector("desk-list");
  }

  get pane() {
    return this.querySelector("desk-pane");
  }

  get filters() {
    return this.querySelector("desk-filters");
  }

  get ownViews() {
    return this.querySelector("desk-own-views");
  }

  get opened() {
    return this.number ? this.find(this.number) : null;
  }

  /** Something is different that neither the feed nor the listing tells the list of. */
  _redraw() {
    this.requestUpdate();
    if (this.list) this.list.requestUpdate();
  }

  /** A question's present view, as far as it is known. */
  find(number) {
    return this.views.find(number);
  }

  _read() {
    const tab = placed("tab", "new");
    this.filter = { tab: TABS[tab] ? tab : "new", q: placed("q"), topic: placed("topic"), place: placed("place"), source: placed("source") };
    this.number = Number(placed("open")) || null;
    this.column = placed("part", this.number ? "pane" : "list");
    this.listing.choose(this.filter);
  }

  _write(changes, step) {
    place(changes, step);
    this._read();
    this.requestUpdate();
  }

  _happened(events) {
    this.views.happened(events);
    this.listing.happened(events);
  }

  _reset() {
    this.views.reset();
    this.listing.reset();
    this._opened();
  }

  willUpdate(changed) {
    super.willUpdate(changed);
    this.views.remember([...(this.number ? [this.number] : []), ...this.selection.numbers]);
  }

  updated() {
    if (this._rising && this.pane) {
      this._rising = false;
      this.pane.updateComplete.then(() => (this.shownAt = performance.now()));
    }
  }

  render() {
    const { feed, listing } = this;
    if (!feed.state.broadcast) return html`<live-topbar .feed=${feed} heading=${t("Desk")}></live-topbar>`;
    const change = (event) => this.choose(event.detail);
    const open = (event) => this.open(event.detail);
    return html`<live-topbar .feed=${feed} heading=${t("Desk")}></live-topbar>
      <main id="main" class="columns" data-part=${this.column}>
        <section class="queue" aria-label=${t("Queue")}>
          <desk-filters .feed=${feed} .filter=${this.filter} .listing=${listing} .tick=${{}} @filter=${change} @leave=${() => this._leaveSearch()}></desk-filters>
          <div class="over-list">
            <desk-own-views .slug=${this.slug} .filter=${this.filter} @filter=${change}></desk-own-views>
            <button class="button bare" @click=${() => this.add()}>${icon("plus")} ${t("By hand")} <kbd>A</kbd></button>
          </div>
          <desk-list
            .feed=${feed} .listing=${listing} .views=${this.views} .selection=${this.selection} .open=${this.number} .tab=${this.filter.tab}
            @open=${open} @merge=${(event) => this.merge(event.detail)}
          ></desk-list>
          ${selectionBar(this.selection, feed, listing.order, (verb) => this.bulk(verb))}
        </section>
        <section class="open" aria-label=${t("Open question")}>
          <button class="button bare back" @click=${() => this.open(null)}>${icon("arrow-left")} ${t("To the queue")}</button>
          <desk-pane .feed=${feed} .view=${this.opened} .slug=${this.slug} .actions=${this.actions} .act=${(verb, fields) => this.do(verb, fields)} .tick=${{}}
            @open=${open}></desk-pane>
        </section>
        <desk-shortlist .questions=${shortlist(feed.state)} .air=${onAir(feed.state)} .open=${this.number} .takes=${() => this._shortlists(this.list.drag.view)}
          @open=${open} @take=${() => this._take()}></desk-shortlist>
      </main>
      <nav class="parts" aria-label=${t("Parts of the screen")}>
        ${[["list", t("Queue")], ["pane", t("Question")], ["shortlist", t("List")]].map(
          ([part, label]) => html`<button class="button bare" aria-current=${this.column === part ? "true" : nothing} @click=${() => this._write({ part })}>${label}</button>`,
        )}
      </nav>`;
  }

  // Moving about

  /** Changes the filter, or a part of it. */
  choose(changes) {
    const changed = { ...changes, ...(changes.tab === "new" ? { tab: "" } : {}), part: "list" };
    this._write(changed, !("q" in changes) || changes.q === "");
  }

  showEverything() {
    this.choose(EVERYTHING);
  }

  open(number, step = true) {
    if (number === this.number && this.column === "pane") return;
    this._write({ open: number, part: number ? "pane" : "" }, step);
    this._opened();
  }

  step(by) {
    const number = this.list.beside(this.number, by);
    if (number) this.open(number, false);
  }

  home() {
    this.list.release();
    if (this.number && this.list.order.length) this.open(this.list.order.at(0), false);
  }

  end() {
    const { order } = this.list;
    if (order.length) this.open(order.at(order.length - 1), false);
  }

  escape() {
    if (this.selection.size) this.selection.clear();
    else if (this.number) this.open(null);
  }

  /** Out of the search into what it found; what is still on its way is waited for. */
  _leaveSearch() {
    this._first = true;
    this.list.scroller.focus();
    this._openFirst();
  }

  _openFirst() {
    const { listing } = this;
    if (!this._first || !listing.current || listing.status !== "ready") return;
    this._first = false;
    if (listing.order.length) this.open(listing.order.at(0), false);
  }

  /** What follows an opening: it is read where nobody holds it, and claimed once it is being read. */
  async _opened() {
    const { number } = this;
    this.hold.open(number);
    if (!number || !this.feed.state.broadcast) return;
    try {
      const found = await this.views.all([number]);
      if (number === this.number && !found.length) refusal(t("There is no question № {number} here.", { number }));
    } catch (trouble) {
      if (number === this.number) refusal(trouble.message);
    }
  }

  // Selecting

  toggle() {
    if (this.number) this.selection.toggle(this.number);
  }

  /** Selects on, or back again, from the open question. */
  extend(by) {
    const { number, selection } = this;
    const next = this.list.beside(number, by);
    if (!next) return;
    if (number && next !== number && selection.has(number) && selection.has(next)) selection.drop([number]);
    else selection.add(number ? [number, next] : [next]);
    this.open(next, false);
  }

  selectAll() {
    this.selection.add(this.list.order.slice(0, MOST));
  }

  // Doing

  /** An act by key or button: on the selection where there is one of two or more, else on the open question. */
  act(verb) {
    if (this.selection.size > 1) return this.bulk(verb);
    return this.do(verb === "back" ? BACK[this.opened && this.opened.state] || "return" : verb);
  }

  /** One act on the open question; the next comes up once it is acknowledged. */
  async do(verb, fields) {
    const view = this.opened;
    if (!view) return false;
    if (!may(MOVE[verb] || verb, view, this.feed.state.broadcast, this.feed.you.roles)) return this.actions.cannot(verb);
    const done = await this._once(view, () => (ASKED.includes(verb) ? this.actions[verb](view, fields) : this.actions.send(verb, view, fields)));
    if (done && DEALT.includes(verb) && this.number === view.number) this._onwards();
    return done;
  }

  /** Nothing more is done to a question while something is: a key typed ahead was meant for what was seen. */
  async _once(view, act) {
    if (this._busy.has(view.number)) {
      refusal(t("№ {number}: what was done before has not been confirmed yet.", { number: view.number }));
      return false;
    }
    this._busy.add(view.number);
    try {
      return await act();
    } finally {
      this._busy.delete(view.number);
    }
  }

  _onwards() {
    this.shownAt = Infinity;
    this._rising = true;
    this.open(this.listing.order.next(this.number), false);
    this.requestUpdate();
  }

  /** One act on all that are selected; what is refused stays selected. */
  async bulk(verb, fields) {
    const { selection } = this;
    if (this._many) return;
    this._many = true;
    try {
      const views = await this.views.all(selection.numbers);
      const answers = [];
      for (const [move, those] of verb === "back" ? byWayBack(views) : [[verb, views]]) answers.push(await this.actions.bulk?.(move, those, fields));
      const given = answers.filter(Boolean);
      const done = given.flatMap((answer) => answer.done);
      const refused = given.flatMap((answer) => answer.refused);
      selection.drop(done);
      // The one that the others were merged into is dealt with too.
      if (verb === "merge" && done.length) selection.drop(selection.numbers.filter((number) => !refused.some(({ question }) => question === number)));
      if (done.includes(this.number) && DEALT.includes(verb)) this._onwards();
      sayRefused(done.length, refused);
    } catch (trouble) {
      refusal(trouble.message);
    } finally {
      this._many = false;
    }
  }

  /** A row was dropped on another; a selected one takes the whole selection with it. */
  async merge({ view, into }) {
    if (this.selection.has(view.number)) return this.bulk("merge", { into });
    const done = await this._once(view, () => this.actions.merge(view, { into }));
    if (done && this.number === view.number) this._onwards();
  }

  _shortlists(view) {
    return may("shortlist", view, this.feed.state.broadcast, this.feed.you.roles);
  }

  /** A row was dropped on the list. */
  async _take() {
    const { view } = this.list.drag;
    this.list.drag.end();
    if (!this._shortlists(view)) return;
    if (this.selection.has(view.number)) return this.bulk("shortlist");
    const done = await this._once(view, () => this.actions.send("shortlist", view));
    if (done && this.number === view.number) this._onwards();
  }

  async add() {
    if (!this.feed.may("moderator", "screener")) return this.actions.cannot("add");
    const number = await this.actions.add();
    if (number) this.open(number);
  }
}

/** Verb → the views that it takes back. */
function byWayBack(views) {
  const groups = new Map();
  for (const view of views) {
    const verb = BACK[view.state] || "return";
    groups.set(verb, [...(groups.get(verb) || []), view]);
  }
  return groups;
}

customElements.define("live-desk", LiveDesk);
