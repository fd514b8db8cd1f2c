/** Follow-up: the board of tickets, and the open one. */

/** @import { PartView, TicketView } from "../generated/protocol.js" */
/** @import { FeedEvent } from "../parts/feed/types.js" */
/** @import { TicketDetail } from "./detail.js" */
/** @import { TicketsFilters } from "./filter_bar.js" */
/** @import { TicketsList } from "./list.js" */
/** @import { Act, Changes, Counts, Filter, Offers, PartAct } from "./types.js" */

import { html, nothing } from "lit";
import { FeedElement } from "../parts/element.js";
import { Every } from "../parts/every.js";
import { Feed } from "../parts/feed/feed.js";
import { Hold } from "../parts/claim.js";
import { get } from "../parts/api.js";
import { icon } from "../parts/icon.js";
import { counted, t, tn } from "../parts/i18n.js";
import { MOST } from "../parts/list/selection.js";
import { KeyListener, Listener } from "../parts/listener.js";
import { place, placed } from "../parts/url_state.js";
import { News } from "../parts/news.js";
import { offers } from "../parts/palette/key.js";
import { verbsOf } from "../parts/palette/verbs.js";
import { Reading } from "../parts/polled_resource.js";
import { note, refusal } from "../parts/toast.js";
import "../parts/topbar.js";
import { arrived } from "./arrived.js";
import { Actions, mayDo } from "./commands.js";
import { IN_BULK, SelectedTickets, selectionBar } from "./bulk.js";
import { assignByTopic } from "./by_topic.js";
import { NOTHING, TABS, isNarrowed, queryOf, readFilter, tabsOf } from "./filter_state.js";
import { KEYS, keysOf } from "./help.js";
import { Listing } from "./list_order.js";
import { found } from "./offered.js";
import { Page } from "./page.js";
import { isFinished } from "./due.js";
import { PartActs, mayAsk } from "./part_acts.js";
import { ownPart } from "./parts.js";
import { join, maySteer, toMatter } from "../parts/matters/commands.js";
import { showMatter } from "../parts/matters/sheet.js";
import "../parts/duty/duty.js";
import "../parts/matters/list.js";
import "./by_hand.js";
import "./detail.js";
import "./filter_bar.js";
import "./list.js";

const COUNTED = 2000; // ms at least between two countings
const BASE = "/api/v1/tickets"; // below it situations are read
const MINUTE = 60000; // after which time alone has made some late

export class LiveTickets extends FeedElement {
  constructor() {
    super();
    /** @type {Filter} */ this.filter;
    /** @type {string} */ this.number;
    /** @type {string | undefined} */ this._asked;
    this.feed = new Feed({ broadcast: "tickets", screen: "tickets" });
    this.listing = new Listing(this.feed);
    this.page = new Page(this.feed);
    this.hold = new Hold(this.feed, "ticket");
    this.news = new News(this, "tickets");
    this.selection = new SelectedTickets((number) => this.find(number));
    /** @type {Offers} */
    this.offers = {};
    this.actions = new Actions(
      this.feed,
      () => this.offers,
      () => this.page.told,
    );
    this.parts = new PartActs(
      this.feed,
      () => this.offers,
      () => this.page.told,
    );
    /** @type {Counts} */
    this.counts = {};
    /** @type {Reading<Counts>} */
    this._counting = new Reading(
      this.feed,
      "/api/v1/tickets/counts",
      (counts) => ((this.counts = counts), this.requestUpdate()),
      COUNTED,
    );
    new Listener(this, () => this.feed, {
      reset: () => this._begin(),
      events: (/** @type {CustomEvent<FeedEvent[]>} */ { detail }) => {
        this._counting.read();
        this.news.tell(arrived(detail, this.feed.you));
        if (detail.some(({ type }) => type === "ticket.department_changed")) this._readOffers();
      },
    });
    new Listener(this, () => this.page, { change: () => this.requestUpdate() });
    new Listener(this, () => this.selection, { change: () => this.requestUpdate() });
    new Listener(this, () => window, { popstate: () => this._read() });
    new KeyListener(this, () => keysOf(this));
    offers({ verbs: () => verbsOf(this, KEYS), ...found(this) });
    new Every(this, MINUTE, () => this._counting.read());
  }

  /** Who one is, and so which tab comes first, is known with the first snapshot. */
  _begin() {
    this._counting.read();
    this._read();
    this._readOffers();
  }

  async _readOffers() {
    try {
      this.offers = /** @type {Offers} */ (await get("/api/v1/tickets/offers"));
    } catch {
      return; // What is typed still does; it is asked again with the next snapshot.
    }
    this.requestUpdate();
  }

  _read() {
    this.filter = readFilter(this.feed.you);
    this.number = placed("open");
    const query = queryOf(this.filter, this.feed.you);
    if (query && JSON.stringify(query) !== this._asked) {
      this._asked = JSON.stringify(query);
      this.listing.ask(query);
      if (this.list) this.list.begin();
    }
    this.page.open(this.number || null);
    this.hold.open(this.number || null);
    this.requestUpdate();
  }

  /** @param {Changes} changes */
  go(changes, step = true) {
    place(changes, step);
    this._read();
  }

  get list() {
    return /** @type {TicketsList} */ (this.querySelector("tickets-list"));
  }

  /** The list of tickets gives its place to another. */
  get apart() {
    return TABS[this.filter.tab].apart;
  }

  /**
   * A ticket's newest view at hand: the feed's, the list's, or that of its own page.
   *
   * @param {string} number
   * @returns {TicketView | undefined}
   */
  find(number) {
    const told = this.page.number === number ? this.page.told : null;
    const known = [this.feed.state.tickets.get(number), this.listing.find(number), told].filter(Boolean);
    return /** @type {TicketView[]} */ (known).sort((a, b) => b.version - a.version)[0];
  }

  get open() {
    return this.number ? this.find(this.number) : undefined;
  }

  get duty() {
    return /** @type {import("../parts/duty/duty.js").LiveDuty | null} */ (this.querySelector("live-duty"));
  }

  render() {
    const { feed, filter } = this;
    const bar = html`<live-topbar .feed=${feed} heading=${t("Tickets")}></live-topbar>`;
    if (!feed.state.broadcast || !filter) return bar;
    return html`${bar}
      <main id="main" class="columns" data-part=${this.number ? "detail" : "list"}>
        <section class="queue" aria-label=${t("Tickets")}>
          <live-duty .feed=${feed}></live-duty>
          ${maySteer(feed) ? html`<live-matters .feed=${feed} .base=${BASE}></live-matters>` : nothing}
          <tickets-filters .feed=${feed} .filter=${filter} .counts=${this.counts} .offers=${this.offers} @filter=${this._filtered}></tickets-filters>
          ${this.apart ? html`<tickets-by-hand class="stack" .feed=${feed} @open=${this._opened}></tickets-by-hand>` : nothing}
          <tickets-list class="row-list" ?hidden=${this.apart} .feed=${feed} .listing=${this.listing} .selection=${this.selection} .open=${this.number} .narrowed=${isNarrowed(filter)} .offers=${this.offers} @open=${this._opened}></tickets-list>
          ${selectionBar(this.selection, {
            feed,
            offers: this.offers,
            total: this.apart ? 0 : this.listing.total,
            act: (verb) => this.act(verb),
            byTopic: () => this.assignByTopic(),
            all: () => this.selectAll(),
          })}
        </section>
        <section class="open" aria-label=${t("Open ticket")} @open=${this._opened} @matter=${(/** @type {CustomEvent<number | undefined>} */ event) => this.toMatter(event.detail)} @act=${(/** @type {CustomEvent<Act>} */ event) => this.open && this.actions.act(event.detail, this.open)} @part=${(/** @type {CustomEvent<{ verb: PartAct, part?: PartView }>} */ { detail }) => this.open && this.parts.act(detail.verb, this.open, detail.part)}>
          <button class="button bare back" @click=${() => this.go({ open: "" })}>${icon("arrow-left")} ${t("To the list of tickets")}</button>
          <ticket-detail class="stack" .feed=${feed} .ticket=${this.open} .page=${this.page} .offers=${this.offers}></ticket-detail>
        </section>
      </main>`;
  }

  /** @param {CustomEvent<Changes>} event */
  _filtered(event) {
    const { detail } = event;
    // Another tab is a step back to be found; what is typed into the search is not, letter by letter.
    this.go("tab" in detail ? { ...detail, sort: "", open: "" } : detail, !("q" in detail) || detail === NOTHING);
  }

  /** @param {CustomEvent<string>} event */
  _opened(event) {
    this.go({ open: event.detail });
  }

  // What the keys do

  /** @param {Act} verb */
  act(verb) {
    if (this.selection.size && IN_BULK.includes(verb)) this.actions.actOnMany(verb, this.selection);
    else if (this.open) this.actions.act(verb, this.open);
  }

  /**
   * What is selected, or the open ticket, is about a situation: the offered one, one that is chosen, or a new one.
   *
   * @param {number} [number]
   */
  async toMatter(number) {
    const { feed, open, selection, page } = this;
    const tickets = selection.size ? selection.numbers : open ? [open.number] : [];
    if (!maySteer(feed)) return refusal(t("Only a moderator or a coordinator joins questions to a situation."));
    if (!tickets.length) return refusal(t("Open a ticket first."));
    if (!selection.size && open?.matter) return showMatter(feed, BASE, open.matter);
    if (number) return join(feed, number, { tickets });
    const alike = selection.size ? [] : page.matters?.alike || [];
    if (await toMatter(feed, { tickets }, alike, tn("{n} ticket|{n} tickets", tickets.length))) selection.clear();
  }

  /** The open situations are shown. */
  async showMatters() {
    /** @type {import("../parts/matters/list.js").LiveMatters | null} */ (this.querySelector("live-matters"))?.show();
  }

  get mayAskPart() {
    return mayAsk(this.open, this.feed);
  }

  askPart() {
    if (this.open && this.mayAskPart) this.parts.act("ask_part", this.open);
  }

  /** The part that is asked of one's own department. */
  get ownPart() {
    const { open, feed } = this;
    return open && !isFinished(open) && feed.may("executor") ? ownPart(open, feed.you) : undefined;
  }

  givePart() {
    const { open, ownPart: part } = this;
    if (open && part) this.parts.act("give_part", open, part);
  }

  collectParts() {
    /** @type {TicketDetail | null} */ (this.querySelector("ticket-detail"))?.collect();
  }

  get mayReopen() {
    return mayDo("reopen", this.open, this.feed.you);
  }

  writeAnswer() {
    /** @type {TicketDetail | null} */ (this.querySelector("ticket-detail"))?.write();
  }

  /** @param {number} by */
  step(by) {
    if (this.apart) return;
    const next = this.list.beside(by);
    if (next) this.go({ open: next.number }, false);
  }

  /** @param {number} n */
  turn(n) {
    const tab = tabsOf(this.feed.you)[n - 1];
    if (tab) this.go({ tab, sort: "", open: "" });
  }

  async search() {
    if (this.apart) return;
    if (!this.list.offsetParent) this.go({ open: "" });
    await this.updateComplete;
    /** @type {TicketsFilters} */ (this.querySelector("tickets-filters")).focus();
  }

  showEverything() {
    this.go(NOTHING);
  }

  toggle() {
    if (this.number) this.selection.toggle(this.number);
  }

  /** Of the filter, not only what has come into sight: as many as one command takes. */
  async selectAll() {
    if (this.apart) return;
    try {
      const views = await this.listing.first(MOST);
      this.selection.add(views.map(({ number }) => number));
    } catch (trouble) {
      return refusal(/** @type {Error} */ (trouble).message);
    }
    const { total } = this.listing;
    if (total > MOST)
      note(
        t("The first {n} of {total} are selected: act on them, then select again.", {
          n: MOST,
          total: counted(total),
        }),
      );
  }

  assignByTopic() {
    if (!this.selection.size) return refusal(t("Select tickets first: Ctrl+A takes all of the filter."));
    return assignByTopic(this.feed, this.selection, this.offers);
  }

  escape() {
    if (this.selection.size) this.selection.clear();
    else if (this.number) this.go({ open: "" });
  }
}

customElements.define("live-tickets", LiveTickets);
