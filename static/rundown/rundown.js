/** The rundown: the producer orders the list, takes to air, closes with an answer, and talks to the presenter. */

/** @import { QuestionView, SegmentView } from "../generated/protocol.js" */
/** @import { Place } from "./items.js" */
/** @import { Part } from "./layouts.js" */
/** @import { RundownOrder } from "./order.js" */

import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { FeedElement } from "../parts/element.js";
import { Feed } from "../parts/feed/feed.js";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { KeyListener, Listener } from "../parts/listener.js";
import { may } from "../parts/moves.js";
import { place, placed } from "../parts/url_state.js";
import { offers } from "../parts/palette/key.js";
import { verbsOf } from "../parts/palette/verbs.js";
import "../parts/clusters.js";
import { styled } from "../parts/styled.js";
import { refusal } from "../parts/toast.js";
import "../parts/topbar.js";
import "./after_show.js";
import { isOver } from "../parts/after_show.js";
import { acts, leaving, nextCard, onAirCard } from "./air.js";
import { airedList, promiseList } from "./aired.js";
import { Arrangement } from "./arrangement.js";
import "./clock.js";
import { Deeds } from "./commands.js";
import "./health.js";
import { TABS, groupsOf, help, keysOf } from "./help.js";
import "./links.js";
import { keyOf, placeBefore } from "./items.js";
import { PARTS, chooseLayout, monitor } from "./layout_list.js";
import { partsOf, styleOf } from "./layouts.js";
import { known } from "./offered.js";
import "./order.js";
import { addTitle, moveTitle, planLength, removeTitle, renameTitle } from "./order_deeds.js";
import "./polls.js";
import "./prompters.js";
import { rehearsalBand, rehearsalBox, showBox } from "./show.js";
import { SoFar } from "./so_far.js";
import "./presenter_messages.js";

export class LiveRundown extends FeedElement {
  constructor() {
    super();
    /** @type {number | null} */ this.chosen;
    /** @type {string} */ this.tab;
    this.slug = /** @type {string} */ (document.body.dataset.slug);
    this.feed = new Feed({ broadcast: this.slug, screen: "rundown" });
    this.deeds = new Deeds(this.feed, () => this.requestUpdate());
    this.soFar = new SoFar(this.feed, this.slug, () => this.requestUpdate());
    this.arrangement = new Arrangement(this, this.slug);
    new Listener(this, () => window, { popstate: () => (this._read(), this.requestUpdate()) });
    new KeyListener(this, () => keysOf(this));
    offers({
      slug: this.slug,
      verbs: () => verbsOf(this, groupsOf(this)),
      known: (query) => (this.steers ? known(this, query) : []),
    });
    if (!this.steers) document.title = `${monitor(this.arrangement.number)} · ${document.title}`;
    this._read();
  }

  // What is chosen, kept in the address

  get chosenView() {
    return this.deeds.list.find(({ number }) => number === this.chosen) || null;
  }

  _read() {
    this.chosen = Number(placed("chosen")) || null;
    this.tab = TABS.includes(placed("tab")) ? placed("tab") : TABS[0];
  }

  /** @param {number | null} number */
  choose(number) {
    place({ chosen: number });
    this._read();
    this.requestUpdate();
  }

  /** @param {string} tab */
  turn(tab) {
    place({ tab: tab === TABS[0] ? null : tab });
    this._read();
    this.requestUpdate();
  }

  /**
   * A question of the list, in sight.
   *
   * @param {number} number
   */
  show(number) {
    if (this.tab !== TABS[0]) this.turn(TABS[0]);
    this.choose(number);
  }

  /** @param {number} by */
  step(by) {
    const order = this.deeds.list.map((view) => view.number);
    if (!order.length) return;
    if (this.tab !== TABS[0]) this.turn(TABS[0]);
    const at = this.chosen === null ? -1 : order.indexOf(this.chosen);
    this.choose(order[at < 0 ? (by > 0 ? 0 : order.length - 1) : Math.min(order.length - 1, Math.max(0, at + by))]);
  }

  /** @param {number | "top"} by */
  shift(by) {
    const order = /** @type {RundownOrder | null} */ (this.querySelector("rundown-order"));
    if (order && this.chosen && this.feed.may("producer")) order.shift(this.chosen, by);
  }

  /** A title before the chosen question, else at the end. */
  addTitle() {
    const { deeds, chosen } = this;
    return addTitle(deeds, placeBefore(deeds.items.find(({ key }) => chosen !== null && key === keyOf(chosen))));
  }

  // Where it stands

  /** Whether the order and the hands are in this window: on the first monitor alone. */
  get steers() {
    return this.arrangement.number === 1;
  }

  /** To the line of messages, where this window has it. */
  write() {
    const line = /** @type {HTMLElement | null} */ (this.querySelector("rundown-talk input"));
    if (line) line.focus();
    else refusal(t("The messages to the presenter stand in another layout, or on another monitor."));
  }

  // Drawing

  render() {
    const { feed } = this;
    const { broadcast } = feed.state;
    const heading = this.steers ? t("Rundown") : `${t("Rundown")} · ${monitor(this.arrangement.number)}`;
    const topbar = html`<live-topbar .feed=${feed} heading=${heading}></live-topbar>`;
    if (!broadcast) return topbar;
    const { layout, grid } = this.arrangement;
    return html`${topbar} ${rehearsalBand(broadcast)}
      ${this.steers ? this._upper() : nothing}
      <main id="main" class="columns" data-layout=${layout.name} ${styled(styleOf(grid))}>
        ${repeat(
          partsOf(grid),
          (part) => part,
          (part) => this._part(part),
        )}
      </main>`;
  }

  _upper() {
    return html`<div class="upper">
      <rundown-health .feed=${this.feed} slug=${this.slug}></rundown-health>
      <button class="button bare small-one layouts-button" @click=${() => chooseLayout(this)}>${icon("layout-grid")} ${t("Layout")} <kbd>W</kbd></button>
    </div>`;
  }

  /** @param {Part} part */
  _part(part) {
    const over = isOver(this.feed.state.broadcast);
    const area = styled({ "--area": part });
    if (part === "order")
      return html`<div class="left-side" ${area}>${this._tabs()} ${this._turned(this.deeds.list, over)}</div>`;
    if (part === "air" || part === "now")
      return html`<div class="centre" ${area}>${this._centre(part === "air", over)}</div>`;
    const beside = part === "side" ? [this._talk(over), this._asked(), this._show()] : this._beside(part, over);
    return html`<aside class="side" ${area} aria-label=${PARTS[part]}>${beside}</aside>`;
  }

  /**
   * The clock, what is on air, and the hands that change it.
   *
   * @param {boolean} hands
   * @param {boolean} over
   */
  _centre(hands, over) {
    const { feed, deeds, soFar } = this;
    const { air, list } = deeds;
    return html`<rundown-clock aria-label=${t("The show's clock")} .feed=${feed} .pace=${soFar.pace} .list=${list} .air=${air}></rundown-clock>
      <div class="cards">
        ${over ? html`<rundown-after-show .feed=${feed} .deeds=${deeds} .soFar=${soFar} slug=${this.slug}></rundown-after-show>` : html`${onAirCard(air, feed)} ${nextCard(list[0], feed)}`}
      </div>
      ${hands && feed.may("producer") && !over ? html`<div class="hands">${acts(deeds, () => this.requestUpdate())}</div>` : nothing}`;
  }

  /** @type {(part: Part, over: boolean) => unknown} */
  _beside(part, over) {
    if (part === "talk") return this._talk(over);
    return part === "asked" ? this._asked() : this._show();
  }

  /** @param {boolean} over */
  _talk(over) {
    const { deeds } = this;
    return over
      ? nothing
      : html`<rundown-talk class="stack wide" .deeds=${deeds} .air=${deeds.air} .next=${deeds.list[0]}></rundown-talk>`;
  }

  _asked() {
    const { feed, deeds, slug } = this;
    return html`<live-clusters .feed=${feed} slug=${slug}></live-clusters>
      <rundown-polls .feed=${feed} .deeds=${deeds} slug=${slug}></rundown-polls>`;
  }

  _show() {
    const { feed, deeds, slug } = this;
    return html`${showBox(deeds, this.soFar)} ${rehearsalBox(deeds)}
      <rundown-prompters .feed=${feed} .deeds=${deeds}></rundown-prompters>
      <rundown-links .feed=${feed} .deeds=${deeds} slug=${slug}></rundown-links>
      <button class="button bare keys-button" @click=${() => help(this)}>${t("Keys")} <kbd>?</kbd></button>`;
  }

  _tabs() {
    const { list } = this.deeds;
    const { aired, promises } = this.soFar;
    /** @type {Record<string, [string, number]>} */
    const names = {
      list: [t("List"), list.length],
      aired: [t("Were on air"), aired.length],
      promises: [t("Promises"), promises.length],
    };
    return html`<nav class="tabs" aria-label=${t("Lists")}>
      ${TABS.map((tab) => html`<button class="tab" aria-current=${this.tab === tab ? "true" : nothing} @click=${() => this.turn(tab)}>${names[tab][0]} <span class="count">${names[tab][1]}</span></button>`)}
    </nav>`;
  }

  /**
   * @param {QuestionView[]} list
   * @param {boolean} over
   */
  _turned(list, over) {
    const { feed, deeds, soFar } = this;
    if (this.tab === "aired") return airedList(deeds, soFar);
    if (this.tab === "promises") return promiseList(deeds, soFar);
    const takes = deeds.ready && list.length > 0 && may("take", list[0], feed.state.broadcast, feed.you.roles);
    /** @param {CustomEvent<number | null>} event */
    const choose = ({ detail }) => this.choose(detail);
    /** @param {CustomEvent<{ view: QuestionView, place: Place }>} event */
    const move = ({ detail }) => deeds.move(detail.view, detail.place);
    /** @param {CustomEvent<QuestionView>} event */
    const take = ({ detail }) => deeds.take(detail);
    /** @param {CustomEvent<QuestionView>} event */
    const toDesk = ({ detail }) => deeds.toDesk(detail);
    /** @param {CustomEvent<QuestionView>} event */
    const plan = ({ detail }) => planLength(deeds, detail);
    /** @param {CustomEvent<{ segment: SegmentView, place: Place }>} event */
    const moveTitled = ({ detail }) => moveTitle(deeds, detail.segment, detail.place);
    /** @param {CustomEvent<SegmentView>} event */
    const rename = ({ detail }) => renameTitle(deeds, detail);
    /** @param {CustomEvent<SegmentView>} event */
    const remove = ({ detail }) => removeTitle(deeds, detail);
    return html`<rundown-order class="order" .feed=${feed} .questions=${list} .segments=${over ? [] : feed.state.segments} .air=${deeds.air} .pending=${feed.pending} .chosen=${this.chosen} .steers=${feed.may("producer")} .takes=${takes} .over=${over} .leaving=${takes ? leaving(deeds) : null}
      @order-choose=${choose} @order-move=${move}
      @order-take=${take} @order-to-desk=${toDesk} @order-plan=${plan} @order-add-title=${() => this.addTitle()}
      @order-move-title=${moveTitled} @order-rename-title=${rename} @order-remove-title=${remove}></rundown-order>`;
  }
}

customElements.define("live-rundown", LiveRundown);
