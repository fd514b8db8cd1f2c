/** The open call. Its moves stand still at the foot of the card, each in a place of its own. */

/** @import { CallVerb, CallView } from "../generated/protocol.js" */
/** @import { LiveCalls } from "./calls.js" */
/** @import { CallFields } from "./fields.js" */

import { html, nothing } from "lit";
import { FeedElement } from "../parts/element.js";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { Listener } from "../parts/listener.js";
import { urgentMark } from "../parts/questions/urgent.js";
import { rudeMark, rudely } from "../parts/questions/rude.js";
import { dayAndHours } from "../parts/time.js";
import { airText, sourceMark, stateChip } from "../parts/words.js";
import { banBand, cautionMarks, earlierWords } from "./caller.js";
import { same } from "./draft.js";
import { caller, isToCallBack, stateTone, stateWords, waiting } from "./words.js";
import "../parts/shown_contact.js";
import "./fields.js";
import "./recording.js";
import "./wait.js";

export class CallCard extends FeedElement {
  static properties = {
    ...FeedElement.properties,
    view: { attribute: false },
    screen: { attribute: false },
  };

  constructor() {
    super();
    /** @type {CallView | null} */ this.view;
    /** @type {LiveCalls} */ this.screen;
    for (const told of /** @type {const} */ (["drafts", "callers", "deeds"]))
      new Listener(this, () => this.screen?.[told], { change: () => this.requestUpdate() });
  }

  /**
   * Into the fields, once they are there: to the first that is empty, or to one of them.
   *
   * @param {string | null} field
   */
  async enter(field) {
    const call = this.view?.call;
    await this.updateComplete;
    const fields = /** @type {CallFields | null} */ (this.querySelector("call-fields"));
    await fields?.updateComplete;
    if (!fields || this.view?.call !== call) return; // another has been opened meanwhile
    if (field) fields.focusField(field);
    else fields.focusFirst();
  }

  /** What is pressed next is meant for this card. */
  async focus() {
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector("h2"))?.focus({ preventScroll: true });
  }

  render() {
    const { view, screen, feed } = this;
    if (!view)
      return html`<p class="empty">${t("Open a call from the list.")}<br /><span class="small">${t("A call that nobody sees here is opened by hand.")} <kbd>A</kbd></span></p>`;
    const known = screen.callers.of(view.call);
    const { zone } = feed.state.broadcast;
    const ended = view.state === "ended";
    return html`<div class="sheet">
        <header class="head">
          ${banBand(view, known, zone)}
          <h2 class="number tabular" tabindex="-1">${caller(view)}</h2>
          ${view.whose ? html`<p><shown-contact .feed=${feed} .type=${"call.contact"} .fields=${{ call: view.call }} .masked=${view.contact_masked}></shown-contact></p>` : nothing}
          <p class="line">
            ${sourceMark("phone")}
            <span class="chip ${stateTone(view)}">${stateWords(view)}</span>
            ${ended ? html`<span class="quiet small">${dayAndHours(view.created_at, zone)}</span>` : html`<call-wait class="tabular wait" .feed=${feed} .since=${waiting(view).since} .limit=${waiting(view).limit}></call-wait>`}
            ${view.state === "held" && view.taken_by ? html`<span class="quiet small">${view.taken_by}</span>` : nothing}
          </p>
          <p class="line"><b>${earlierWords(view)}</b> ${cautionMarks(view)}</p>
        </header>
        ${view.recorded ? html`<p class="recording"><call-recording .feed=${feed} .call=${view.call}></call-recording></p>` : nothing}
        ${this._question(view)} ${ended ? this._ended(view) : nothing}
        <div class="both">
          <call-fields .feed=${feed} .view=${view} .drafts=${screen.drafts} .others=${screen.others} .deeds=${screen.deeds} .closed=${ended || !feed.may("screener")} @keydown=${(/** @type {KeyboardEvent} */ event) => this._keys(event)}></call-fields>
          <call-caller class="stack" .feed=${feed} .view=${view} .known=${known} .deeds=${screen.deeds}></call-caller>
        </div>
      </div>
      ${this._foot(view, ended)}`;
  }

  /**
   * What has become of its question.
   *
   * @param {CallView} view
   */
  _question(view) {
    if (view.question === null) return nothing;
    const question = this.feed.state.questions.get(view.question);
    return html`<section class="panel handed">
      <h3 class="label line"><span>${t("Question")} № ${view.question}</span>${question ? html`${stateChip(question.state)} ${urgentMark(question)} ${rudeMark(question)}` : nothing}</h3>
      ${question ? html`<p class="text">${rudely(airText(question), question)}</p>` : nothing}
      ${question && view.text && same(view.text) !== same(question.text) ? html`<p class="small next-text">${t("Written on the card, and not in the question: {text}", { text: view.text })}</p>` : nothing}
      ${view.state === "on_air" ? html`<p class="small air-text">${t("On air. The producer ends the call with its question.")}</p>` : nothing}
    </section>`;
  }

  /**
   * The caller has gone: nothing of what was typed goes with them.
   *
   * @param {CallView} view
   */
  _ended(view) {
    const { screen, feed } = this;
    const draft = screen.drafts.of(view.call);
    const text = screen.valueOf(view, "text") || "";
    const rescued = screen.deeds.rescued.has(view.call);
    return html`${
      draft && draft.refused
        ? html`<section class="panel unsent" role="alert">
        <p><b>${t("The call ended before this was kept; it stands here, on this device.")}</b></p>
        <div class="line"><button class="button" @click=${() => screen.drafts.drop(view.call)}>${icon("trash-2")} ${t("Drop it")}</button></div>
      </section>`
        : nothing
    }
      ${
        text.trim() && view.question === null && feed.may("screener") && !rescued
          ? html`<section class="panel unsent"><p>${t("The caller is gone, and the question is written down.")}</p>
            <div class="line"><button class="button own" @click=${() => screen.deeds.rescue(view, text)}>${icon("send")} ${t("To the desk without the call")}</button></div>
          </section>`
          : nothing
      }`;
  }

  /**
   * @param {CallView} view
   * @param {boolean} ended
   */
  _foot(view, ended) {
    const { screen, feed } = this;
    if (!feed.may("screener")) return nothing;
    const { deeds } = screen;
    if (ended) {
      return html`<footer class="moves" role="group" aria-label=${t("Actions")}>${
        isToCallBack(view)
          ? html`<button class="button own" @click=${() => deeds.close(view)}>${icon("circle-check")} ${t("Close the call")} <kbd>C</kbd></button>
            <button class="button" @click=${() => deeds.openAgain(view)}>${icon("phone-outgoing")} ${t("A new card for this number")}</button>`
          : html`<span class="quiet small">${view.closed ? t("Closed by {name}, {time}", { name: view.closed.by, time: dayAndHours(view.closed.at, feed.state.broadcast.zone) }) : t("This call has ended.")} ${view.closed ? view.closed.note : ""}</span>`
      }</footer>`;
    }
    const busy = deeds.busy.has(view.call);
    /**
     * @param {string} place
     * @param {string} verb
     * @param {unknown} sign
     * @param {string} label
     * @param {string} keys
     * @param {string} tone
     * @param {() => unknown} act
     */
    const move = (place, verb, sign, label, keys, tone, act) =>
      html`<button class="button ${tone}" .style="grid-area:${place}" ?disabled=${busy} data-move=${verb} @click=${act}>${sign} ${label} <kbd>${keys}</kbd></button>`;
    /** @param {CallVerb} verb */
    const may = (verb) => deeds.may(verb, view);
    return html`<footer class="moves" role="group" aria-label=${t("Actions")}>
      ${may("take") ? move("first", "take", icon("phone"), t("Take"), "T", "own", () => deeds.take(view)) : nothing}
      ${may("hold") ? move("first", "hold", icon("pause"), t("Hold"), "H", "", () => deeds.hold(view)) : nothing}
      ${may("take") && deeds.present(view) ? move("second", "swap", icon("pause"), t("Hold and take"), "Shift+T", "", () => deeds.swap(view)) : nothing}
      ${may("hand") ? move("third", "hand", icon("send"), t("Hand over"), "Ctrl+Enter", view.state === "screening" ? "own" : "", () => deeds.hand(view)) : nothing}
      ${may("end") ? move("fourth", "end", icon("phone-off"), t("End"), "E", "", () => deeds.end(view)) : nothing}
      <span class="saved small" role="status">${this._saved(view, busy)}</span>
    </footer>`;
  }

  /**
   * @param {CallView} view
   * @param {boolean} busy
   */
  _saved(view, busy) {
    const { drafts } = this.screen;
    if (busy && this.feed.status !== "in_step") return html`<b class="next-text">${t("waits for the connection")}</b>`;
    switch (drafts.status(view.call)) {
      case "refused":
        return html`<b class="next-text">${t("Not kept by the server: {why}", { why: drafts.of(view.call)?.refused })}</b>`;
      case "unsent":
        return html`<b class="next-text">${t("Kept on this device; goes when the connection is back.")}</b>`;
      case "sending":
        return html`<span class="quiet">${t("being kept…")}</span>`;
      default:
        return html`<span class="quiet">${t("kept")}</span>`;
    }
  }

  /** @param {KeyboardEvent} event */
  _keys(event) {
    const target = /** @type {HTMLInputElement} */ (event.target);
    if (event.isComposing) return;
    // The arrows choose among what may be chosen; they open no other call from here.
    if (target.type === "radio" && event.code.startsWith("Arrow")) event.stopPropagation();
    if (event.code === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      if (!event.repeat) this.screen.deeds.hand(/** @type {CallView} */ (this.view));
    } else if (event.code === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      target.blur();
    }
  }
}

customElements.define("call-card", CallCard);
