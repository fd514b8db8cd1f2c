/** The desk: every question as it arrives; the moderator reads, tidies, shortlists, declines, merges. */

/** @import { PropertyValues } from "lit" */
/** @import { Filter } from "./filter_state.js" */
/** @import { DeskList } from "./list.js" */
/** @import { Act, Alarm, DeskEvent, Fields, WholeView } from "./types.js" */

import { html, nothing } from "lit";
import { FeedElement } from "../parts/element.js";
import { Feed } from "../parts/feed/feed.js";
import { onAir, shortlist } from "../parts/feed/in_order.js";
import { icon } from "../parts/icon.js";
import { t, tn } from "../parts/i18n.js";
import { KeyListener, Listener } from "../parts/listener.js";
import { ONE_CLICK } from "../parts/one_click.js";
import { MOST } from "../parts/list/selection.js";
import { place, placed } from "../parts/url_state.js";
import { News } from "../parts/news.js";
import { offers } from "../parts/palette/key.js";
import { verbsOf } from "../parts/palette/verbs.js";
import { note, refusal } from "../parts/toast.js";
import "../parts/clock.js";
import "../parts/topbar.js";
import { Actions } from "./commands.js";
import { Deeds } from "./shortcuts.js";
import { EVERYTHING, readFilter } from "./filter_state.js";
import { KEYS, keysOf } from "./help.js";
import { found as finds } from "./offered.js";
import { Hold } from "../parts/claim.js";
import { Listing } from "./list_order.js";
import { SelectedQuestions, selectionBar } from "./selection.js";
import { Views } from "./loader.js";
import { OF_LINE, switchStacks } from "./stack.js";
import { alarmWords, alarms, isToMe, loudest } from "./clocks.js";
import { arrived } from "./arrived.js";
import { matterBase } from "./matter.js";
import "../parts/duty/duty.js";
import "../parts/matters/list.js";
import "./filter_bar.js";
import "./list.js";
import "./mentions.js";
import "./saved_filters.js";
import "./pane.js";
import "./shortlist.js";
import "./sources.js";

/** Milliseconds between two drawings of a stream of arrivals: nobody reads faster. */
const CALM = 80;

/** Milliseconds within which nobody has read what came up by itself: a second tap of a finger belongs to what was before. */
const REACTION = 150;

export class LiveDesk extends FeedElement {
  constructor() {
    super();
    this.slug = /** @type {string} */ (document.body.dataset.slug);
    this.feed = new Feed({ broadcast: this.slug, screen: "desk" });
    this.views = new Views(this.feed, this.slug, () => this._redraw());
    this.listing = new Listing(this.feed, this.slug, () => Boolean(this.list && this.list.held));
    this.selection = new SelectedQuestions((number) => this.find(number));
    this.actions = new Actions(this.feed, (number) => this.find(number), this.slug);
    this.actions.wayTo = (number) => (number === this.number ? undefined : () => this.open(number));
    this.hold = new Hold(this.feed);
    this.shownAt = 0; // since when a key can be meant for the question that came up by itself
    this.deeds = new Deeds(this);
    this.news = new News(this, "desk");
    /** @type {(() => number | null | undefined) | null} */ this._choose = null; // says what is opened once the list is there
    /** @type {Filter} */ this.filter;
    /** @type {number | null} */ this.number; // of the open question
    /** @type {string} */ this.column; // the part in sight where there is one at a time
    new Listener(this, () => this.feed, {
      events: ({ detail }) => this._happened(detail),
      reset: () => this._reset(),
      sent: ({ detail }) => (this._redraw(), this.deeds.sent(detail)), // a key is answered at once, in a stream too
    });
    new Listener(this, () => this.listing, { change: () => (this._listed(), this.beat.soon()) });
    new Listener(this, () => this.selection, { change: () => this.requestUpdate() });
    new Listener(this, () => window, { popstate: () => (this._read(), this._opened(), this.beat.soon()) });
    new KeyListener(this, () => keysOf(this));
    offers({ slug: this.slug, verbs: () => verbsOf(this, KEYS), ...finds(this) });
    this._read();
  }

  connectedCallback() {
    super.connectedCallback();
    this._opened();
  }

  get list() {
    return /** @type {DeskList} */ (this.querySelector("desk-list"));
  }

  get pane() {
    return /** @type {import("./pane.js").DeskPane} */ (this.querySelector("desk-pane"));
  }

  get filters() {
    return /** @type {import("./filter_bar.js").DeskFilters} */ (this.querySelector("desk-filters"));
  }

  get matters() {
    return /** @type {import("../parts/matters/list.js").LiveMatters} */ (this.querySelector("live-matters"));
  }

  get ownViews() {
    return /** @type {import("./saved_filters.js").DeskOwnViews} */ (this.querySelector("desk-own-views"));
  }

  get duty() {
    return /** @type {import("../parts/duty/duty.js").LiveDuty | null} */ (this.querySelector("live-duty"));
  }

  get mentions() {
    return /** @type {import("./mentions.js").DeskMentions} */ (this.querySelector("desk-mentions"));
  }

  get opened() {
    return this.number ? this.find(this.number) : null;
  }

  /** Something is different that neither the feed nor the listing tells the list and the open question of. */
  _redraw() {
    for (const part of [this, this.list, this.pane]) part?.requestUpdate();
  }

  /**
   * A question's present view, as far as it is known.
   *
   * @param {number} number
   */
  find(number) {
    return this.views.find(number);
  }

  _read() {
    this.filter = readFilter();
    this.number = Number(placed("open")) || null;
    this.column = placed("part", this.number ? "pane" : "list");
    this.listing.turn(placed("order") === "oldest");
    this.listing.choose(this.filter);
  }

  /**
   * @param {Partial<Filter> & { open?: number | null, part?: string, order?: string }} changes
   * @param {boolean} [step]
   */
  _write(changes, step) {
    place(changes, step);
    this._read();
    this._redraw();
  }

  /** @param {DeskEvent[]} events */
  _happened(events) {
    this.views.happened(events);
    this.listing.happened(events);
    const late = alarms(events);
    this.news.tell(
      arrived(events, this.feed.you) + late.length,
      late.some((event) => isToMe(event, this.feed.you)),
    );
    if (late.length) this._alarm(loudest(late, this.feed.you), late.length - 1);
  }

  /** One message at a time: of the others it says how many there are. @type {(event: Alarm, others: number) => void} */
  _alarm(event, others) {
    const number = Number(event.question);
    const said = alarmWords(event, this.feed.you);
    const words = others ? `${said} ${tn("And {n} more alarm.|And {n} more alarms.", others)}` : said;
    if (number) note(words, t("Open № {number}", { number }), () => this.open(number));
    else note(words, t("Show"), () => this._write({ tab: "new", [String(event.kind)]: String(event.about) }, true));
  }

  _reset() {
    this.views.reset();
    this.listing.reset();
    this._opened();
  }

  /** @param {PropertyValues} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    this.views.remember([...(this.number ? [this.number] : []), ...this.selection.numbers]);
  }

  updated() {
    this.beat.calm = this.pane ? CALM : 0; // what a person waits for is drawn at once
    if (!this._rising || !this.pane) return;
    this._rising = false;
    const shown = () => !this._rising && (this.shownAt = performance.now() + REACTION);
    this.pane.updateComplete.then(() => requestAnimationFrame(shown)); // by the next frame it has been painted
  }

  /** The open question is dealt with, or as good as: the next one comes up by itself. */
  onwards() {
    const { listing, number, feed } = this;
    this._openListed(() => number && listing.order.next(number, feed.pending));
  }

  render() {
    const { feed, listing } = this;
    if (!feed.state.broadcast) return html`<live-topbar .feed=${feed} heading=${t("Desk")}></live-topbar>`;
    const onLine = feed.state.broadcast.kind === "standing"; // there is no air, and no list for it
    const change = (/** @type {CustomEvent<Partial<Filter>>} */ event) => this.choose(event.detail);
    const open = (/** @type {CustomEvent<number>} */ event) => this.open(event.detail);
    const act = (/** @type {CustomEvent<{ verb: Act, fields?: Fields }>} */ { detail }) =>
      this.do(detail.verb, detail.fields);
    const matter = (/** @type {CustomEvent<number | undefined>} */ event) => this.deeds.toMatter(event.detail);
    const merge = (/** @type {CustomEvent<{ view: WholeView, into: number }>} */ event) =>
      this.deeds.merge(event.detail);
    return html`<live-topbar .feed=${feed} heading=${t("Desk")}></live-topbar>
      <main id="main" class="columns ${onLine ? "two" : ""}" data-part=${this.column}>
        <section class="queue" aria-label=${t("Queue")}>
          ${onLine ? html`<live-duty .feed=${feed}></live-duty>` : nothing}
          <desk-sources .feed=${feed} slug=${this.slug}></desk-sources>
          <live-matters .feed=${feed} .base=${matterBase(this.slug)}></live-matters>
          <desk-filters .feed=${feed} .filter=${this.filter} .listing=${listing} @filter=${change} @leave=${() => this._leaveSearch()}></desk-filters>
          <div class="over-list">
            <desk-own-views .slug=${this.slug} .filter=${this.filter} @filter=${change}></desk-own-views>
            <desk-mentions .feed=${feed} @open=${open}></desk-mentions>
            <button class="button bare" @click=${() => this.add()}>${icon("plus")} ${t("By hand")} <kbd>A</kbd></button>
          </div>
          <desk-list
            class="row-list" .feed=${feed} .listing=${listing} .views=${this.views} .selection=${this.selection} .open=${this.number} .tab=${this.filter.tab}
            @open=${open} @merge=${merge} @turn=${() => this.turn()} @stacks=${() => switchStacks(this)}
          ></desk-list>
          ${selectionBar(
            this.selection,
            feed,
            listing.order,
            (verb) => this.deeds.many(verb),
            () => this.deeds.toMatter(),
          )}
        </section>
        <section class="open" aria-label=${t("Open question")} @click=${ONE_CLICK}>
          <button class="button bare back" @click=${() => this.open(null)}>${icon("arrow-left")} ${t("To the queue")}</button>
          <desk-pane .feed=${feed} .view=${this.opened} .idle=${listing.status === "ready" && !listing.order.length} .awaited=${this.views.awaited(this.number)} .slug=${this.slug} .actions=${this.actions} .sought=${this.filter.q}
            @open=${open} @act=${act} @matter=${matter} @stack=${(/** @type {CustomEvent<string>} */ { detail }) => OF_LINE[detail](this)}></desk-pane>
        </section>
        ${
          onLine
            ? nothing
            : html`<desk-shortlist .questions=${shortlist(feed.state)} .air=${onAir(feed.state)} .pending=${feed.pending} .open=${this.number} .takes=${() => this.deeds.shortlists(this.list.drag.view)}
          @open=${open} @take=${() => this.deeds.take(this.list.drag)}></desk-shortlist>`
        }
      </main>
      <nav class="parts" aria-label=${t("Parts of the screen")}>
        ${[["list", t("Queue")], ["pane", t("Question")], ...(onLine ? [] : [["shortlist", t("List")]])].map(
          ([part, label]) =>
            html`<button class="button bare" aria-current=${this.column === part ? "true" : nothing} @click=${() => this._write({ part })}>${label}</button>`,
        )}
      </nav>`;
  }

  // Moving about

  /**
   * Changes the filter, or a part of it.
   *
   * @param {Partial<Filter>} changes
   */
  choose(changes) {
    const changed = { ...changes, ...(changes.tab === "new" ? { tab: "" } : {}), part: "list" };
    this._write(changed, !("q" in changes) || changes.q === "");
  }

  /** The oldest first, or the newest again. */
  turn() {
    this._write({ order: this.listing.oldestFirst ? "" : "oldest" });
    this.list.begin();
  }

  showEverything() {
    this.choose(EVERYTHING);
  }

  /** @param {number | null} number */
  open(number, step = true) {
    if (this._choose) this._arrive();
    if (number === this.number && this.column === "pane") return;
    this._write({ open: number, part: number ? "pane" : "" }, step);
    this._opened();
  }

  /** @param {number} by */
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
    const { listing } = this;
    this.list.focus();
    this._openListed(() => (listing.status === "ready" ? listing.order.at(0) : undefined));
  }

  /**
   * Opens what stands on the list by then: at once, or when the list is there. Keys typed ahead are meant for it.
   *
   * @param {() => number | null | undefined} choose  undefined: what is open stays
   */
  _openListed(choose) {
    this.shownAt = Infinity;
    this._choose = choose;
    this._listed();
  }

  _listed() {
    const choose = this._choose;
    if (!choose || this.listing.status === "loading") return;
    this._arrive();
    const number = choose();
    if (number !== undefined) this.open(number, false);
  }

  /** What was waited for is there, or is waited for no longer: keys count again once it is in sight. */
  _arrive() {
    this._choose = null;
    this._rising = true;
    this.requestUpdate();
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
      if (number === this.number) refusal(/** @type {Error} */ (trouble).message);
    }
  }

  // Selecting

  toggle() {
    if (this.number) this.selection.toggle(this.number);
  }

  /**
   * Selects on, or back again, from the open question.
   *
   * @param {number} by
   */
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

  /** @param {Act | "back"} verb */
  act(verb) {
    return this.deeds.act(verb);
  }

  /**
   * @param {Act} verb
   * @param {Fields} [fields]
   */
  do(verb, fields) {
    return this.deeds.do(verb, fields);
  }

  async add() {
    if (!this.feed.may("moderator", "screener")) return this.actions.cannot("add");
    const number = await this.actions.add();
    if (number) this.open(number);
  }
}

customElements.define("live-desk", LiveDesk);
