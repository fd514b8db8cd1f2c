/** The desk: every question as it arrives; the moderator reads, tidies, shortlists, declines, merges. */

import { html, nothing } from "lit";
import { FeedElement } from "../parts/element.js";
import { Feed } from "../feed.js";
import { newestFirst, onAir, shortlist } from "../feed_state.js";
import { get, questionsPath } from "../parts/api.js";
import { ask } from "../parts/dialog.js";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { onKeys } from "../parts/keys.js";
import { may } from "../parts/moves.js";
import { place, placed } from "../parts/place.js";
import { refusal } from "../parts/toast.js";
import { sourceName } from "../parts/words.js";
import "../parts/clock.js";
import "../parts/topbar.js";
import { Actions } from "./actions.js";
import { TABS, isFiltered, passes, tabCount, valuesOf } from "./filter.js";
import "./list.js";
import "./pane.js";
import "./shortlist.js";

const HOLD_AFTER = 800;
const HOLD_AGAIN = 25000;
const PAGE = 100;

class LiveDesk extends FeedElement {
  constructor() {
    super();
    this.slug = document.body.dataset.slug;
    this.feed = new Feed({ broadcast: this.slug, screen: "desk" });
    this.actions = new Actions(this.feed, (number) => this.find(number));
    this.older = new Map(); // further pages, fetched
    this.alone = null; // the open question, fetched because nobody holds it
    this.own = new Set();
    this.exhausted = new Set();
    this._read();
  }

  connectedCallback() {
    super.connectedCallback();
    this.feed.addEventListener("events", (event) => this._happened(event.detail));
    this.feed.addEventListener("reset", () => this._reset());
    addEventListener("popstate", () => (this._read(), this._opened(), this.requestUpdate()));
    onKeys({
      KeyS: () => this.do("shortlist"),
      KeyD: () => this.do("decline"),
      KeyT: () => this.do("ticket"),
      KeyE: () => this.querySelector("desk-pane").edit(),
      KeyM: () => this.do("merge"),
      KeyN: () => this.do("note"),
      KeyC: () => this.do("classify"),
      KeyR: () => this.do(this._back()),
      KeyZ: () => this.actions.undo(),
      KeyA: () => this.add(),
      ArrowDown: () => this._step(1),
      ArrowUp: () => this._step(-1),
      KeyJ: () => this._step(1),
      KeyK: () => this._step(-1),
      Home: () => this.list.release(),
      Slash: () => this.querySelector("#words").focus(),
      "Shift+Slash": () => this._help(),
      Escape: () => this.open(null),
      Digit1: () => this._tab("new"),
      Digit2: () => this._tab("shortlisted"),
      Digit3: () => this._tab("air"),
      Digit4: () => this._tab("declined"),
      Digit5: () => this._tab("all"),
    });
    this._opened();
  }

  get list() {
    return this.querySelector("desk-list");
  }

  get opened() {
    return this.number ? this.find(this.number) : null;
  }

  /** A question's present view, whether the feed holds it or it was fetched. */
  find(number) {
    return this.feed.state.questions.get(number) || this.older.get(number) || (this.alone && this.alone.number === number ? this.alone : undefined);
  }

  _read() {
    const tab = placed("tab", "new");
    this.filter = { tab: TABS[tab] ? tab : "new", q: placed("q"), topic: placed("topic"), place: placed("place"), source: placed("source") };
    this.number = Number(placed("open")) || null;
    this.column = placed("part", this.number ? "pane" : "list");
  }

  _write(changes, step) {
    place(changes, step);
    this._read();
    this.requestUpdate();
  }

  /** Events keep fetched questions as fresh as held ones. */
  _happened(events) {
    for (const { question, view, type } of events) {
      if (view && this.older.has(question) && view.version >= this.older.get(question).version) this.older.set(question, view);
      if (view && this.alone && this.alone.number === question && view.version >= this.alone.version) this.alone = view;
      if (type === "questions.ticketed") this._reset();
    }
    if (events.some((event) => event.question === this.number)) this._opened();
  }

  _reset() {
    this.older = new Map();
    this.alone = null;
    this.exhausted = new Set();
    this._opened();
  }

  willUpdate(changed) {
    super.willUpdate(changed);
    // A new line is another holder to the server: what stands open is claimed on it again.
    if (this._mark !== this.feed.you.mark) {
      this._mark = this.feed.you.mark;
      this._hold(this.number);
    }
  }

  render() {
    const { feed } = this;
    if (!feed.state.broadcast) return html`<live-topbar .feed=${feed} heading=${t("Desk")}></live-topbar>`;
    const all = this._all();
    const pass = passes(this.filter);
    const rows = all.filter(pass);
    const key = [this.filter.tab, this.filter.q, this.filter.topic, this.filter.place, this.filter.source].join("|");
    return html`<live-topbar .feed=${feed} heading=${t("Desk")}></live-topbar>
      <main id="main" class="columns" data-part=${this.column}>
        <section class="queue" aria-label=${t("Queue")}>
          ${this._tabs()} ${this._filters(all)}
          <desk-list
            .feed=${feed} .rows=${rows} .open=${this.number} .filterKey=${key} .own=${this.own}
            .find=${(number) => this.find(number)} .more=${this._hasMore(key)}
            .total=${isFiltered(this.filter) ? rows.length : tabCount(this.filter.tab, feed.state.counts)}
            @open=${(event) => this.open(event.detail)} @more=${() => this._fetchMore(rows, key)}
          ></desk-list>
        </section>
        <section class="open" aria-label=${t("Open question")}>
          <button class="button bare back" @click=${() => this.open(null)}>${icon("arrow-left")} ${t("To the queue")}</button>
          <desk-pane .feed=${feed} .view=${this.opened} .slug=${this.slug} .act=${(verb) => this.do(verb)} .tick=${{}}></desk-pane>
        </section>
        <desk-shortlist .questions=${shortlist(feed.state)} .air=${onAir(feed.state)} .open=${this.number}
          @open=${(event) => this.open(event.detail)}></desk-shortlist>
      </main>
      <nav class="parts" aria-label=${t("Parts of the screen")}>
        ${[["list", t("Queue")], ["pane", t("Question")], ["shortlist", t("List")]].map(
          ([part, label]) => html`<button class="button bare" aria-current=${this.column === part ? "true" : nothing} @click=${() => this._write({ part })}>${label}</button>`,
        )}
      </nav>`;
  }

  _tabs() {
    const { counts } = this.feed.state;
    return html`<nav class="tabs" aria-label=${t("Questions by state")}>
      ${Object.entries(TABS).map(
        ([name, { label }]) => html`<button aria-current=${this.filter.tab === name ? "true" : nothing} @click=${() => this._tab(name)}>
          ${label} <span class="count">${tabCount(name, counts)}</span>
        </button>`,
      )}
    </nav>`;
  }

  _filters(all) {
    const set = (name) => (event) => this._write({ [name]: event.target.value }, name !== "q");
    const choose = (name, label, values, names = (value) => value) => html`<select class="select" aria-label=${label} @change=${set(name)}>
      <option value="">${label}</option>
      ${values.map((value) => html`<option value=${value} ?selected=${this.filter[name] === value}>${names(value)}</option>`)}
    </select>`;
    const kept = (values, name) => (this.filter[name] && !values.includes(this.filter[name]) ? [this.filter[name], ...values] : values);
    return html`<div class="filters">
      <label class="search"><span class="unseen">${t("Search")}</span>${icon("search")}
        <input class="input" id="words" type="search" placeholder=${t("Search")} .value=${this.filter.q} @input=${set("q")} @keydown=${this._leaveSearch} />
      </label>
      <button class="button" @click=${() => this.add()}>${icon("plus")} ${t("By hand")} <kbd>A</kbd></button>
      ${choose("topic", t("topic"), kept(valuesOf(all, "topic"), "topic"))}
      ${choose("place", t("place"), kept(valuesOf(all, "locality"), "place"))}
      ${choose("source", t("source"), kept(valuesOf(all, "source"), "source"), sourceName)}
      ${isFiltered(this.filter)
        ? html`<button class="button own" @click=${() => this._write({ q: "", topic: "", place: "", source: "" }, true)}>${icon("x")} ${t("Filtered: clear")}</button>`
        : nothing}
    </div>`;
  }

  _all() {
    if (!this.older.size) return newestFirst(this.feed.state);
    const held = this.feed.state.questions;
    return [...newestFirst(this.feed.state), ...[...this.older.values()].filter((view) => !held.has(view.number))].sort((a, b) => b.number - a.number);
  }

  // Moving about

  _tab(tab) {
    this._write({ tab: tab === "new" ? "" : tab, part: "list" }, true);
  }

  open(number, step = true) {
    if (number === this.number && this.column === "pane") return;
    this._write({ open: number, part: number ? "pane" : "" }, step);
    this._opened();
  }

  _step(by) {
    const number = this.list.beside(this.number, by, false);
    if (number) this.open(number, false);
  }

  _leaveSearch(event) {
    if (event.code === "Escape") event.target.blur();
  }

  /** What follows an opening: the question is fetched if nobody holds it, and claimed once it is being read. */
  async _opened() {
    const { number } = this;
    if (number !== this._claimed) this._hold(number);
    if (!number || this.find(number) || !this.feed.state.broadcast) return;
    try {
      const view = await get(questionsPath(this.slug, number));
      if (number === this.number) this.alone = view;
      this.requestUpdate();
    } catch (trouble) {
      refusal(trouble.message);
    }
  }

  _hold(number) {
    clearTimeout(this._holding);
    clearInterval(this._held);
    if (this._holds) this.feed.command("question.release", { question: this._holds });
    this._holds = null;
    this._claimed = number;
    if (!number) return;
    const claim = () => {
      const free = !this.feed.claimOf(number) || this.feed.claimOf(number).mark === this.feed.you.mark;
      if (this.feed.status !== "in_step" || !free || !this.feed.may("moderator", "screener", "producer")) return;
      this._holds = number;
      this.feed.command("question.claim", { question: number });
    };
    this._holding = setTimeout(claim, HOLD_AFTER);
    this._held = setInterval(claim, HOLD_AGAIN);
  }

  // Doing

  _back() {
    return { declined: "restore", merged: "split" }[this.opened && this.opened.state] || "return";
  }

  async do(verb) {
    const view = this.opened;
    if (!view) return;
    if (!may(verb, view, this.feed.state.broadcast, this.feed.you.roles)) {
      this.actions.cannot(verb);
      return;
    }
    const next = this.list.beside(view.number);
    this.own.add(view.number);
    const act = { decline: "decline", merge: "merge", ticket: "ticket", note: "note", classify: "classify" }[verb];
    const topics = verb === "classify" ? [valuesOf(this._all(), "topic"), valuesOf(this._all(), "locality")] : [];
    const done = act ? await this.actions[act](view, ...topics) : await this.actions.send(verb, view);
    const leaves = ["shortlist", "decline", "merge", "ticket"].includes(verb);
    if (done && leaves && this.number === view.number) this.open(next === view.number ? null : next, false);
  }

  async add() {
    if (!this.feed.may("moderator", "screener")) return this.actions.cannot("add");
    const number = await this.actions.add();
    if (number) this.open(number);
  }

  _help() {
    const keys = [
      ["↑ ↓", t("open the one before, the next")], ["S", t("to the list")], ["R", t("put back, restore, split off")], ["D", t("decline")],
      ["T", t("ticket")], ["E", t("edit for air")], ["M", t("merge")], ["N", t("note")], ["C", t("topic and place")], ["Z", t("undo")],
      ["A", t("a question by hand")], ["/", t("search")], ["1–5", t("tabs")], ["Home", t("show the new ones")], ["Esc", t("close the question")],
    ];
    ask({ title: t("Keys"), fields: html`<dl class="keys">${keys.map(([key, what]) => html`<dt><kbd>${key}</kbd></dt><dd>${what}</dd>`)}</dl>` });
  }

  // Older questions

  _hasMore(key) {
    const held = this.feed.state.questions.size + this.older.size;
    return !this.exhausted.has(key) && tabCount("all", this.feed.state.counts) > held;
  }

  async _fetchMore(rows, key) {
    const { tab, q, topic, place: locality, source } = this.filter;
    const { states } = TABS[tab];
    try {
      const found = await get(questionsPath(this.slug), {
        state: states ? states[states.length - 1] : "", q, topic, locality, channel: source,
        before: rows.length ? rows[rows.length - 1].number : "", limit: PAGE,
      });
      const held = this.feed.state.questions;
      for (const view of found.questions) if (!held.has(view.number)) this.older.set(view.number, view);
      if (!found.next) this.exhausted.add(key);
      this.requestUpdate();
    } catch (trouble) {
      refusal(trouble.message);
    }
  }
}

customElements.define("live-desk", LiveDesk);
