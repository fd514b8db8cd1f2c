/** The calls: who rings, who is on hold, what they want to ask, and who is to be called back. */

/** @import { PropertyValues } from "lit" */
/** @import { CallView } from "../generated/protocol.js" */
/** @import { FeedEvent } from "../parts/feed/types.js" */
/** @import { CallCard } from "./card.js" */
/** @import { CallsList } from "./list.js" */
/** @import { CallsRing } from "./ring.js" */
/** @import { Act, Field, Written } from "./types.js" */

import { html, nothing } from "lit";
import { FeedElement } from "../parts/element.js";
import { Feed } from "../parts/feed/feed.js";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { KeyListener, Listener } from "../parts/listener.js";
import { ONE_CLICK } from "../parts/one_click.js";
import { place, placed } from "../parts/url_state.js";
import { offers } from "../parts/palette/key.js";
import { verbsOf } from "../parts/palette/verbs.js";
import { refusal } from "../parts/toast.js";
import "../parts/clock.js";
import "../parts/topbar.js";
import { Callers } from "./caller.js";
import { Deeds } from "./commands.js";
import { CallDrafts } from "./draft.js";
import { KEYS, help, keysOf } from "./keys.js";
import { Others } from "./co_editing.js";
import "./card.js";
import "./list.js";
import "./ring.js";

export class LiveCalls extends FeedElement {
  constructor() {
    super();
    this.slug = /** @type {string} */ (document.body.dataset.slug);
    this.feed = new Feed({ broadcast: this.slug, screen: "calls" });
    this.drafts = new CallDrafts(this.feed, this.slug);
    this.others = new Others(this.feed, this.drafts);
    this.callers = new Callers(this.slug);
    this.deeds = new Deeds(this);
    /** @type {Map<number, CallView>} */
    this._gone = new Map(); // calls that the screen holds no longer, as they were last
    /** @type {{ call: number | null, go: (card: CallCard) => void } | null} */
    this._to = null; // where the focus goes once that call's card is there
    /** @type {number | null} */ this.call;
    new Listener(this, () => this.feed, {
      events: ({ detail }) => this._happened(detail),
      reset: () => (this.others.reset(), this._opened()),
    });
    new Listener(this, () => this.drafts, { change: () => this.requestUpdate() });
    new Listener(this, () => window, { popstate: () => (this._read(), this._opened(), this.requestUpdate()) });
    new KeyListener(this, () => keysOf(this));
    offers({ slug: this.slug, verbs: () => verbsOf(this, KEYS) });
    this._read();
  }

  get list() {
    return /** @type {CallsList} */ (this.querySelector("calls-list"));
  }

  get ring() {
    return /** @type {CallsRing} */ (this.querySelector("calls-ring"));
  }

  get card() {
    return /** @type {CallCard} */ (this.querySelector("call-card"));
  }

  get view() {
    return this.call ? this.find(this.call) : null;
  }

  /**
   * A call as it is, or as it was last; of one that only something typed here is left of, what is known.
   *
   * @param {number} call
   * @returns {CallView | null}
   */
  find(call) {
    const view = this.feed.state.calls.get(call);
    const last = this._gone.get(call);
    if (view) return view;
    if (last) return { ...last, state: "ended", call_back: false, missed: false };
    const draft = this.drafts.of(call);
    return draft && { ...UNKNOWN, call, number: draft.caption || null };
  }

  /**
   * What stands in a field of a call: typed here, or kept.
   *
   * @template {Field} F
   * @param {CallView} view
   * @param {F} field
   * @returns {Written[F]}
   */
  valueOf(view, field) {
    const own = this.drafts.value(view.call, field);
    return own === undefined ? view[field] : own;
  }

  _read() {
    this.call = Number(placed("open")) || null;
  }

  /** @param {FeedEvent[]} events */
  _happened(events) {
    this.others.happened(events);
    for (const { type, caller } of events) {
      if (!caller) continue;
      if (!this.feed.state.calls.has(caller.call)) this._gone.set(caller.call, caller);
      if (type === "call.cautioned") this.callers.changed(caller.call);
    }
  }

  _opened() {
    const view = this.view;
    if (view && view.whose && this.feed.state.broadcast) this.callers.read(view.call);
  }

  /** @param {number | null} call */
  open(call, step = true) {
    if (call === this.call) return;
    place({ open: call }, step);
    this._read();
    this._opened();
    this.requestUpdate();
  }

  /**
   * Out of the list and into the card: what is pressed next is meant for it, and the list may move again.
   *
   * @param {number} call
   */
  enter(call) {
    this.open(call);
    this._go(call, (card) => card.focus());
  }

  openRinging() {
    const first = this.ring.ringing[0];
    if (first) this.enter(first.call);
    else refusal(t("Nobody rings."));
  }

  /** @param {number} by */
  step(by) {
    const { order } = this.list;
    const at = this.list.placeOf(this.call);
    const next = at < 0 ? order[0] : order[at + by];
    if (!next) return;
    this.open(next, false);
    this.list.reveal(next);
  }

  /**
   * Into the fields of a call's card, once they are there: to the first that is empty, or to one of them.
   *
   * @param {number | null} [call]
   * @param {string | null} [field]
   */
  write(call = this.call, field = null) {
    this._go(call, (card) => card.enter(field));
  }

  /**
   * @param {number | null} call
   * @param {(card: CallCard) => void} go
   */
  _go(call, go) {
    this._to = { call, go };
    this.requestUpdate();
  }

  updated() {
    const to = this._to;
    if (!to || to.call !== this.call || !this.view) return;
    this._to = null;
    to.go(this.card);
  }

  /** @param {Act} verb */
  act(verb) {
    const { view } = this;
    if (!view) return refusal(t("No call is open."));
    if (!this.feed.may("screener")) return refusal(t("Your role does not allow this."));
    return this.deeds[verb](view);
  }

  /** With no card open, the call that rings longest is meant. */
  takeOpen() {
    if (!this.view && this.ring.ringing.length) this.openRinging();
    return this.act("take");
  }

  add() {
    if (!this.feed.may("screener")) return refusal(t("Your role does not allow this."));
    return this.deeds.open();
  }

  /** @param {PropertyValues<this>} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    // The open card stays as it was last, also where the call ends while the line is cut.
    const view = this.call && this.feed.state.calls.get(this.call);
    if (view) this._gone.set(view.call, view);
  }

  render() {
    const { feed } = this;
    if (!feed.state.broadcast) return html`<live-topbar .feed=${feed} heading=${t("Calls")}></live-topbar>`;
    const { view } = this;
    return html`<live-topbar .feed=${feed} heading=${t("Calls")}></live-topbar>
      <calls-ring .feed=${feed} .screen=${this}></calls-ring>
      <main id="main" class="columns" data-part=${view ? "card" : "list"}>
        <section class="queue" aria-label=${t("Calls")}>
          <div class="over-list">
            ${feed.may("screener") ? html`<button class="button" @click=${() => this.add()}>${icon("plus")} ${t("A call by hand")} <kbd>A</kbd></button>` : nothing}
            <span class="grow"></span><button class="button bare" @click=${help}>${t("Keys")} <kbd>?</kbd></button>
          </div>
          <calls-list class="rows" .feed=${feed} .screen=${this} .opened=${this.call}></calls-list>
        </section>
        <section class="open" aria-label=${t("Open call")} @click=${ONE_CLICK}>
          <button class="button bare back" @click=${() => this.open(null)}>${icon("arrow-left")} ${t("To the calls")}</button>
          <call-card .feed=${feed} .view=${view} .screen=${this}></call-card>
        </section>
      </main>`;
  }
}

/**
 * A call of which nothing is known here but what was typed.
 *
 * @type {Omit<CallView, "call">}
 */
const UNKNOWN = {
  state: "ended",
  version: 0,
  missed: false,
  number: null,
  contact_masked: null,
  whose: null,
  name: null,
  locality: null,
  point: null,
  text: null,
  marks: [],
  consent: null,
  taken_by: null,
  held_at: null,
  call_back: false,
  closed: null,
  earlier: { calls: 0, questions: 0 },
  warnings: 0,
  banned: false,
  recorded: false,
  recording_url: null,
  question: null,
  created_at: null,
  moved_at: null,
};

customElements.define("live-calls", LiveCalls);
