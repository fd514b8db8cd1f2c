/** The list in its order: dragged, moved by keys and buttons; reading time and the running total of each. */

/** @import { PropertyValues } from "lit" */
/** @import { QuestionView } from "../generated/protocol.js" */
/** @import { Pending } from "../parts/feed/pending.js" */

import { html, nothing } from "lit";
import { classMap } from "lit/directives/class-map.js";
import { repeat } from "lit/directives/repeat.js";
import Sortable from "sortablejs";
import { LiveElement } from "../parts/element.js";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { covered } from "../parts/questions/covered.js";
import { withoutGreeting } from "../parts/questions/opening.js";
import { underWay } from "../parts/questions/under_way.js";
import { readingTime, span } from "../parts/time.js";
import { airText, askerLine, sourceMark } from "../parts/words.js";

const QUICK = 140; // ms

export class RundownOrder extends LiveElement {
  static properties = {
    questions: { attribute: false },
    pending: { attribute: false },
    chosen: { attribute: false },
    steers: { attribute: false },
    takes: { attribute: false },
    over: { attribute: false },
    leaving: { attribute: false },
  };

  constructor() {
    super();
    /** @type {QuestionView[]} */ this.questions;
    /** @type {Pending} */ this.pending;
    /** @type {number | null} */ this.chosen;
    /** @type {boolean} */ this.steers;
    /** @type {boolean} */ this.takes; // whether a question may go to air now
    /** @type {boolean} */ this.over; // whether the show is
    /** @type {string | null} */ this.leaving; // what becomes of the one on air then, in words
    /** @type {Sortable | null | undefined} */ this._sortable;
    /** @type {QuestionView | null | undefined} */ this._dragged;
    /** @type {Node | null} */ this._home; // before which the dragged row stood
    /** @type {boolean} */ this._left; // the dragging was broken off
  }

  render() {
    let total = 0;
    return html`<h2 class="line label"><span class="grow">${t("Order")}</span><span>${t("reading, total")}</span></h2>
      <ol aria-label=${t("List")}>
        ${repeat(
          this.questions,
          (view) => view.number,
          (view, i) => this._row(view, i, (total += readingTime(airText(view)))),
        )}
      </ol>
      ${this.questions.length ? nothing : html`<p class="empty">${this._empty()}</p>`}`;
  }

  _empty() {
    if (this.over) return t("The show is over: nothing is left in the list.");
    return t("The list is empty. Moderators put questions into it.");
  }

  /**
   * @param {QuestionView} view
   * @param {number} i
   * @param {number} total
   */
  _row(view, i, total) {
    const chosen = view.number === this.chosen;
    const verb = this.pending.of(view.number);
    const pending = verb !== undefined;
    return html`<li class=${classMap({ place: true, first: i === 0, chosen, pending })} data-number=${view.number} aria-busy=${pending ? "true" : nothing}>
      ${this.steers ? html`<span class="grip" title=${t("Drag to another place")}>${icon("grip-vertical")}</span>` : nothing}
      <button class="pick" aria-pressed=${chosen ? "true" : "false"} @click=${() => this._tell("choose", chosen ? null : view.number)}>
        <span class="facts">
          <b class="tabular">${view.number}</b>${sourceMark(view.source)}
          ${i === 0 ? html`<b class="next-text">${t("next")}</b>` : nothing}
          ${verb ? html`<span class="coming">${underWay(verb, view)}</span>` : nothing}
          <span class="clip" title=${askerLine(view)}>${askerLine(view)}</span>
          ${view.wanted ? html`<span class="own-mark" title=${t("The head takes it")}>${icon("star")}<span class="unseen">${t("The head takes it")}</span></span>` : nothing}
          ${view.author_change ? html`<span title=${t("The author changed it")}>${icon("pencil-line")}<span class="unseen">${t("The author changed it")}</span></span>` : nothing}
          <span class="end tabular">${span(readingTime(airText(view)))} · ${span(total)}</span>
        </span>
        ${chosen ? html`<span class="words">${covered(airText(view), view)}</span>` : html`<span class="words clip-two">${withoutGreeting(airText(view))}</span>`}
      </button>
      ${chosen && this.steers ? this._tools(view, i) : nothing}
    </li>`;
  }

  /**
   * @param {QuestionView} view
   * @param {number} i
   */
  _tools(view, i) {
    const last = this.questions.length - 1;
    return html`<div class="tools line" role="group" aria-label=${t("№ {number}", { number: view.number })}>
      <button class="button next take-this" ?disabled=${!this.takes} @click=${() => this._tell("take", view)}>${icon("radio")} ${t("To air")} <kbd>Shift+V</kbd></button>
      <button class="button" ?disabled=${i === 0} @click=${() => this.shift(view.number, "top")}>${icon("chevrons-up")} ${t("Next up")} <kbd>N</kbd></button>
      <button class="button square" aria-label=${t("One up")} title="Alt+↑" ?disabled=${i === 0} @click=${() => this.shift(view.number, -1)}>${icon("arrow-up")}</button>
      <button class="button square" aria-label=${t("One down")} title="Alt+↓" ?disabled=${i === last} @click=${() => this.shift(view.number, 1)}>${icon("arrow-down")}</button>
      <button class="button" @click=${() => this._tell("to-desk", view)}>${icon("inbox")} ${t("To the desk")} <kbd>Del</kbd></button>
      ${this.leaving ? html`<p class="small next-text leaving">${this.leaving}</p>` : nothing}
    </div>`;
  }

  /**
   * Moves a question by one place or to the top: tells the screen before which number it should stand.
   *
   * @param {number} number
   * @param {number | "top"} by
   */
  shift(number, by) {
    const order = this.questions;
    const at = order.findIndex((view) => view.number === number);
    if (at < 0) return;
    const to = by === "top" ? 0 : at + by;
    if (to < 0 || to >= order.length || to === at) return;
    const before = order[to > at ? to + 1 : to];
    this._tell("move", { view: order[at], before: before ? before.number : null });
  }

  /**
   * With a name of its own: what Sortable fires bubbles up as "choose" and "move" too.
   *
   * @param {string} what
   * @param {unknown} detail
   */
  _tell(what, detail) {
    this.dispatchEvent(new CustomEvent(`order-${what}`, { detail }));
  }

  // Dragging: the rows stand still under the hand whatever happens meanwhile, and the server says the order after it.

  shouldUpdate() {
    return !this._dragged;
  }

  /** @param {PropertyValues} changed */
  updated(changed) {
    if (this.steers && !this._sortable)
      this._sortable = this._dragging(/** @type {HTMLElement} */ (this.querySelector("ol")));
    if (changed.has("chosen") && this.chosen) this._show(this.chosen);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    if (this._sortable) this._sortable.destroy();
    this._sortable = null;
  }

  /** @param {number} number */
  _show(number) {
    const row = this.querySelector(`li[data-number="${number}"]`);
    if (row && this.offsetParent) row.scrollIntoView({ block: "nearest" });
  }

  /** @param {HTMLElement} list */
  _dragging(list) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    /** @param {KeyboardEvent} event */
    const escape = (event) => {
      if (event.code !== "Escape") return;
      event.preventDefault();
      event.stopImmediatePropagation();
      this._left = true;
      document.dispatchEvent(new PointerEvent("pointercancel"));
    };
    return Sortable.create(list, {
      handle: ".grip",
      draggable: "li",
      animation: still ? 0 : QUICK,
      forceFallback: true, // the same by mouse, pen and finger, and Escape is ours
      fallbackOnBody: true,
      fallbackTolerance: 3,
      scroll: this,
      bubbleScroll: true,
      ghostClass: "held-place",
      fallbackClass: "in-hand",
      onStart: ({ item }) => {
        this._left = false;
        this._dragged = this.questions.find((view) => view.number === Number(item.dataset.number));
        this._home = item.nextSibling;
        addEventListener("keydown", escape, true);
      },
      onEnd: ({ item }) => {
        removeEventListener("keydown", escape, true);
        this._dropped(list, item);
      },
    });
  }

  /**
   * Puts the row back where the screen's own drawing expects it, and tells where it was let go.
   *
   * @param {HTMLElement} list
   * @param {HTMLElement} item
   */
  _dropped(list, item) {
    const view = /** @type {QuestionView} */ (this._dragged);
    const numbers = [...list.querySelectorAll("li")].map((row) => Number(row.dataset.number));
    list.insertBefore(item, this._home);
    this._dragged = null;
    this.requestUpdate();
    if (this._left) return;
    const after = numbers.slice(numbers.indexOf(view.number) + 1);
    const before = numbers[numbers.indexOf(view.number) - 1];
    const was = [...list.querySelectorAll("li")].map((row) => Number(row.dataset.number));
    if (was.join() === numbers.join()) return;
    // What has left the list meanwhile is no place to stand before.
    const there = new Set(this.questions.map(({ number }) => number));
    const follows = after.find((number) => there.has(number));
    const behind = there.has(before)
      ? this.questions[this.questions.findIndex(({ number }) => number === before) + 1]
      : null;
    const target = follows ?? (behind && behind.number !== view.number ? behind.number : null);
    this._tell("move", { view, before: target });
  }
}

customElements.define("rundown-order", RundownOrder);
