/**
 * Live calls in one list, and below them who is to be called back. While the pointer or the focus is in it, no row
 * changes its place: a new call is put below the others, one that has ended stays, and they are put in order afterwards.
 */

/** @import { PropertyValues } from "lit" */
/** @import { CallView } from "../generated/protocol.js" */
/** @import { LiveCalls } from "./calls.js" */

import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { FeedElement } from "../parts/element.js";
import { t, word } from "../parts/i18n.js";
import { Listener } from "../parts/listener.js";
import { callBackRow } from "./callback.js";
import { cautionMarks, earlierWords } from "./caller.js";
import { callBacks, caller, isToCallBack, liveCalls, stateTone, stateWords, together, waiting } from "./words.js";
import "./wait.js";

/** @type {Record<string, string>} */
const EDGES = { ringing: "next", screening: "own", on_air: "air" };

export class CallsList extends FeedElement {
  static properties = {
    ...FeedElement.properties,
    screen: { attribute: false },
    opened: { attribute: false },
  };

  constructor() {
    super();
    /** @type {LiveCalls} */ this.screen;
    /** @type {number | null} */ this.opened;
    /** @type {number[]} */
    this.live = [];
    /** @type {number[]} */
    this.back = []; // of the calls of one number, the one that its row was made for
    for (const type of ["pointerleave", "focusout"])
      new Listener(this, () => this, { [type]: () => this.requestUpdate() });
    new Listener(this, () => this.screen?.drafts, { change: () => this.requestUpdate() });
  }

  /** Whether nothing may move now. */
  get held() {
    const pointed = this.matches(":hover") && matchMedia("(hover: hover)").matches;
    return pointed || (this.contains(document.activeElement) && document.activeElement?.matches(":focus-visible"));
  }

  /** The calls as they stand, from the top. */
  get order() {
    return [...this.live, ...this.back];
  }

  /**
   * Where a call stands from the top, be it in the row of another of its number; −1 where it does not.
   *
   * @param {number | null} call
   */
  placeOf(call) {
    const exact = this.order.indexOf(/** @type {number} */ (call));
    if (exact >= 0) return exact;
    const at = this.back.findIndex((lead) => this._group(lead).some((view) => view.call === call));
    return at < 0 ? -1 : this.live.length + at;
  }

  /**
   * Scrolls the row of a call into sight.
   *
   * @param {number} call
   */
  reveal(call) {
    this.querySelector(`[data-call="${call}"]`)?.scrollIntoView({ block: "nearest" });
  }

  /**
   * The calls of a row of those to be called back, the latest on top.
   *
   * @param {number} lead
   */
  _group(lead) {
    const views = [...this.feed.state.calls.values()];
    const last = this.screen.find(lead);
    // Closed from elsewhere while its row holds still: what is left of its number stands in it.
    const rest = callBacks(views).find((group) => last?.whose && group[0].whose === last.whose);
    return rest || (last ? together(last, views) : []);
  }

  /** @param {PropertyValues<this>} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    const views = [...this.feed.state.calls.values()];
    const still = this.held;
    this.live = still ? kept(this.live, liveCalls(views)) : liveCalls(views).map((view) => view.call);
    // One that has just ended stands in its old place until the list may move.
    const groups = callBacks(views);
    const leads = groups
      .filter((group) => !still || !group.some((view) => this._stands(view)))
      .map(([latest]) => latest);
    this.back = (still ? kept(this.back, leads) : leads.map((view) => view.call)).filter(
      (call) => !this.live.includes(call),
    );
  }

  /**
   * Whether a row stands for this call already: its own, or one of its number.
   *
   * @param {CallView} view
   */
  _stands(view) {
    return this.back.some((lead) => lead === view.call || (view.whose && this.screen.find(lead)?.whose === view.whose));
  }

  render() {
    const views = [...this.feed.state.calls.values()];
    const { zone } = this.feed.state.broadcast;
    const may = this.feed.may("screener");
    const waitingBack = callBacks(views).length;
    return html`<h2 class="label line"><span>${t("Live calls")}</span><span class="count">${views.filter((view) => view.state !== "ended").length}</span></h2>
      <ol aria-label=${t("Live calls")}>${repeat(
        this.live,
        (call) => call,
        (call) => this._row(this.screen.find(call)),
      )}</ol>
      ${this.live.length ? nothing : html`<p class="empty">${t("Nobody is on the line.")}</p>`}
      <h2 class="label line"><span>${t("To be called back")}</span><span class="count">${waitingBack}</span></h2>
      <ol class="back-list" aria-label=${t("To be called back")}>${repeat(
        this.back,
        (call) => call,
        (lead) => {
          const group = this._group(lead);
          return group.length
            ? callBackRow(lead, group, {
                open: group.some(({ call }) => call === this.opened),
                zone,
                screen: this.screen,
                may: may && isToCallBack(group[0]),
              })
            : nothing;
        },
      )}</ol>
      ${this.back.length ? nothing : html`<p class="empty">${t("Nobody waits for a call.")}</p>`}
      ${this._unsent()}`;
  }

  /** @param {CallView | null} view */
  _row(view) {
    if (!view) return nothing;
    const question = view.state === "handed" && this.feed.state.questions.get(/** @type {number} */ (view.question));
    const about = [question && word(question.state), view.name, view.locality, view.point].filter(Boolean).join(" · ");
    const { since, limit } = waiting(view);
    const unsent = this.screen.drafts.of(view.call);
    return html`<li>
      <button class="row ${EDGES[view.state] || (view.state === "ended" ? "gone" : "")}" data-call=${view.call} data-state=${view.state} aria-current=${view.call === this.opened ? "true" : nothing} @click=${() => this.screen.enter(view.call)}>
        <span class="facts"><b class="number tabular">${caller(view)}</b>${cautionMarks(view, true)}
          ${view.state === "ended" ? nothing : html`<call-wait class="end tabular" .feed=${this.feed} .since=${since} .limit=${limit}></call-wait>`}</span>
        <span class="facts"><span class="chip ${stateTone(view)}">${stateWords(view)}</span><span class="clip">${about || earlierWords(view)}</span>
          ${unsent && unsent.refused ? html`<b class="next-text end">${t("not kept")}</b>` : nothing}</span>
      </button>
    </li>`;
  }

  /** Cards that are gone, though something typed on them was never kept. */
  _unsent() {
    const left = this.screen.drafts.calls.filter(
      (call) => this.screen.drafts.of(call)?.refused && !this.order.includes(call),
    );
    if (!left.length) return nothing;
    return html`<h2 class="label">${t("Typed and not kept")}</h2>
      <ol>${left.map(
        (
          call,
        ) => html`<li><button class="row" data-call=${call} aria-current=${call === this.opened ? "true" : nothing} @click=${() => this.screen.enter(call)}>
        <span class="facts"><b class="tabular">${this.screen.drafts.of(call)?.caption || t("number not known")}</b></span>
        <span class="clip">${Object.values(this.screen.drafts.of(call)?.fields ?? {})
          .filter((value) => typeof value === "string")
          .join(" · ")}</span>
      </button></li>`,
      )}</ol>`;
  }
}

/**
 * The order as it stood, without what is no longer known, and the new ones below.
 *
 * @param {number[]} order
 * @param {CallView[]} views
 */
function kept(order, views) {
  return [...order, ...views.map((view) => view.call).filter((call) => !order.includes(call))];
}

customElements.define("calls-list", CallsList);
