/** The rundown: the producer orders the list, takes to air, closes with an answer, and talks to the presenter. */

/** @import { QuestionView, SegmentView } from "../generated/protocol.js" */
/** @import { Place } from "./items.js" */
/** @import { RundownOrder } from "./order.js" */

import { html, nothing } from "lit";
import { FeedElement } from "../parts/element.js";
import { Feed } from "../parts/feed/feed.js";
import { t } from "../parts/i18n.js";
import { KeyListener, Listener } from "../parts/listener.js";
import { may } from "../parts/moves.js";
import { place, placed } from "../parts/url_state.js";
import { offers } from "../parts/palette/key.js";
import { verbsOf } from "../parts/palette/verbs.js";
import "../parts/clusters.js";
import "../parts/topbar.js";
import "./after_show.js";
import { isOver } from "../parts/after_show.js";
import { acts, leaving, nextCard, onAirCard } from "./air.js";
import { airedList, promiseList } from "./aired.js";
import "./clock.js";
import { Deeds } from "./commands.js";
import "./health.js";
import { KEYS, TABS, help, keysOf } from "./help.js";
import "./links.js";
import { keyOf, placeBefore } from "./items.js";
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
    new Listener(this, () => window, { popstate: () => (this._read(), this.requestUpdate()) });
    new KeyListener(this, () => keysOf(this));
    offers({ slug: this.slug, verbs: () => verbsOf(this, KEYS), known: (query) => known(this, query) });
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

  // Drawing

  render() {
    const { feed, deeds } = this;
    const { broadcast } = feed.state;
    const topbar = html`<live-topbar .feed=${feed} heading=${t("Rundown")}></live-topbar>`;
    if (!broadcast) return topbar;
    const { air, list } = deeds;
    const over = isOver(broadcast);
    return html`${topbar} ${rehearsalBand(broadcast)}
      <rundown-health .feed=${feed} slug=${this.slug}></rundown-health>
      <main id="main" class="columns">
        <div class="left-side">${this._tabs()} ${this._turned(list, over)}</div>
        <div class="centre">
          <rundown-clock aria-label=${t("The show's clock")} .feed=${feed} .pace=${this.soFar.pace} .list=${list} .air=${air}></rundown-clock>
          <div class="cards">
            ${over ? html`<rundown-after-show .feed=${feed} .deeds=${deeds} .soFar=${this.soFar} slug=${this.slug}></rundown-after-show>` : html`${onAirCard(air, feed)} ${nextCard(list[0], feed)}`}
          </div>
          ${feed.may("producer") && !over ? html`<div class="hands">${acts(deeds, () => this.requestUpdate())}</div>` : nothing}
        </div>
        <aside class="side">
          ${over ? nothing : html`<rundown-talk class="stack wide" .deeds=${deeds} .air=${air} .next=${list[0]}></rundown-talk>`}
          <live-clusters .feed=${feed} slug=${this.slug}></live-clusters>
          <rundown-polls .feed=${feed} .deeds=${deeds} slug=${this.slug}></rundown-polls>
          ${showBox(deeds, this.soFar)} ${rehearsalBox(deeds)}
          <rundown-prompters .feed=${feed} .deeds=${deeds}></rundown-prompters>
          <rundown-links .feed=${feed} .deeds=${deeds} slug=${this.slug}></rundown-links>
          <button class="button bare keys-button" @click=${help}>${t("Keys")} <kbd>?</kbd></button>
        </aside>
      </main>`;
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
