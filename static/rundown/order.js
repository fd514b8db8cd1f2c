/** The list in its order: dragged, moved by keys and buttons; when each is due, and for how long it is planned. */

/** @import { PropertyValues } from "lit" */
/** @import { QuestionView, SegmentView } from "../generated/protocol.js" */
/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { Pending } from "../parts/feed/pending.js" */
/** @import { Item } from "./items.js" */
/** @typedef {{ text: string, late: boolean }} Due  when a question goes to air, and whether that is past the plan */

import { html, nothing } from "lit";
import { classMap } from "lit/directives/class-map.js";
import { repeat } from "lit/directives/repeat.js";
import Sortable from "sortablejs";
import { LiveElement } from "../parts/element.js";
import { Every } from "../parts/every.js";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { covered } from "../parts/questions/covered.js";
import { withoutGreeting } from "../parts/questions/opening.js";
import { underWay } from "../parts/questions/under_way.js";
import { hours, readingTime, span } from "../parts/time.js";
import { airText, askerLine, sourceMark } from "../parts/words.js";
import { forecastOf, lengthOf, plannedEnd } from "./forecast.js";
import { itemsOf, keyOf, placeDropped, placeMoved, underTitle } from "./items.js";
import { titleRow } from "./title_row.js";

const QUICK = 140; // ms

export class RundownOrder extends LiveElement {
  static properties = {
    feed: { attribute: false },
    questions: { attribute: false },
    segments: { attribute: false },
    air: { attribute: false },
    pending: { attribute: false },
    chosen: { attribute: false },
    steers: { attribute: false },
    takes: { attribute: false },
    over: { attribute: false },
    leaving: { attribute: false },
  };

  constructor() {
    super();
    /** @type {Feed} */ this.feed;
    /** @type {QuestionView[]} */ this.questions;
    /** @type {SegmentView[]} */ this.segments;
    /** @type {QuestionView | null} */ this.air;
    /** @type {Pending} */ this.pending;
    /** @type {number | null} */ this.chosen;
    /** @type {boolean} */ this.steers;
    /** @type {boolean} */ this.takes; // whether a question may go to air now
    /** @type {boolean} */ this.over; // whether the show is
    /** @type {string | null} */ this.leaving; // what becomes of the one on air then, in words
    /** @type {Sortable | null | undefined} */ this._sortable;
    /** @type {Item | null | undefined} */ this._dragged; // as it was when it was taken into the hand
    /** @type {string} */ this._told; // the times that are drawn
    /** @type {string | null} */ this._opened = null; // the title whose buttons are shown
    /** @type {Node | null} */ this._home; // before which the dragged row stood
    /** @type {boolean} */ this._left; // the dragging was broken off
    // The times move with the clock and with what is on air, which no event tells.
    new Every(this, 1000, () => toldOf(this._dues()) !== this._told && this.requestUpdate());
  }

  get items() {
    return itemsOf(this.questions, this.segments);
  }

  render() {
    const { items } = this;
    const { kind } = this.feed.state.broadcast;
    const dues = this._dues();
    this._told = toldOf(dues);
    const add = html`<button class="button bare small-one" @click=${() => this._tell("add-title", null)}>${icon("plus")} ${t("Block of the order")} <kbd>B</kbd></button>`;
    return html`<h2 class="line label"><span class="grow">${t("Order")}</span>${this.steers && !this.over && kind !== "standing" ? add : nothing}<span>${t("to air, length")}</span></h2>
      <ol aria-label=${t("List")}>
        ${repeat(
          items,
          ({ key }) => key,
          (item) => (item.view ? this._row(item.view, items, dues) : this._title(item, items, dues)),
        )}
      </ol>
      ${this.questions.length ? nothing : html`<p class="empty">${this._empty()}</p>`}`;
  }

  /** When each question of the list is due, by number; where no start is known, how long after it. */
  _dues() {
    const { broadcast } = this.feed.state;
    const told = forecastOf(broadcast, this.questions, this.air, this.feed.now());
    const end = plannedEnd(broadcast);
    let after = 0;
    /** @type {Map<number, Due>} */
    const dues = new Map();
    this.questions.forEach((view, i) => {
      const due = told && told.dues[i];
      const late = due !== null && end !== null && due >= end;
      dues.set(view.number, { text: due === null ? `+${span(after)}` : hours(due, broadcast.zone), late });
      after += lengthOf(view, broadcast);
    });
    return dues;
  }

  /**
   * @param {Item} item
   * @param {Item[]} items
   * @param {Map<number, Due>} dues
   */
  _title(item, items, dues) {
    const under = underTitle(items, item.key);
    const seconds = under.reduce((sum, view) => sum + lengthOf(view, this.feed.state.broadcast), 0);
    const first = under.length ? dues.get(under[0].number) : undefined;
    return titleRow(item, {
      times: `${first ? `${first.text} · ` : ""}${span(seconds)}`,
      steers: this.steers,
      opened: item.key === this._opened,
      open: () => this._open(item.key),
      place: (by) => placeMoved(items, item.key, by),
      tell: (what, detail) => this._tell(what, detail),
    });
  }

  _empty() {
    if (this.over) return t("The show is over: nothing is left in the list.");
    return t("The list is empty. Moderators put questions into it.");
  }

  /** What is done to a title is shown, or no longer. @param {string} key */
  _open(key) {
    this._opened = key === this._opened ? null : key;
    this.requestUpdate();
  }

  /**
   * @param {QuestionView} view
   * @param {Item[]} items
   * @param {Map<number, Due>} dues
   */
  _row(view, items, dues) {
    const first = view.number === this.questions[0].number;
    const due = /** @type {Due} */ (dues.get(view.number));
    const length = span(lengthOf(view, this.feed.state.broadcast));
    const chosen = view.number === this.chosen;
    const verb = this.pending.of(view.number);
    const pending = verb !== undefined;
    return html`<li class=${classMap({ place: true, first, chosen, pending })} data-key=${keyOf(view.number)} data-number=${view.number} aria-busy=${pending ? "true" : nothing}>
      ${this.steers ? html`<span class="grip" title=${t("Drag to another place")}>${icon("grip-vertical")}</span>` : nothing}
      <button class="pick" aria-pressed=${chosen ? "true" : "false"} @click=${() => this._tell("choose", chosen ? null : view.number)}>
        <span class="facts">
          <b class="tabular">${view.number}</b>${sourceMark(view.source)}
          ${first ? html`<b class="next-text">${t("next")}</b>` : nothing}
          ${verb ? html`<span class="coming">${underWay(verb, view)}</span>` : nothing}
          <span class="clip" title=${askerLine(view)}>${askerLine(view)}</span>
          ${view.wanted ? html`<span class="own-mark" title=${t("The head takes it")}>${icon("star")}<span class="unseen">${t("The head takes it")}</span></span>` : nothing}
          ${view.author_change ? html`<span title=${t("The author changed it")}>${icon("pencil-line")}<span class="unseen">${t("The author changed it")}</span></span>` : nothing}
          <span class="end tabular" title=${t("{n} s to read", { n: readingTime(airText(view)) })}><span class=${due.late ? "next-text" : ""}>${due.text}</span> · ${view.planned ? html`<b>${length}</b>` : length}</span>
        </span>
        ${chosen ? html`<span class="words">${covered(airText(view), view)}</span>` : html`<span class="words clip-two">${withoutGreeting(airText(view))}</span>`}
      </button>
      ${chosen && this.steers ? this._tools(view, items) : nothing}
    </li>`;
  }

  /**
   * @param {QuestionView} view
   * @param {Item[]} items
   */
  _tools(view, items) {
    /** @param {number | "top"} by */
    const stuck = (by) => placeMoved(items, keyOf(view.number), by) === null;
    return html`<div class="tools line" role="group" aria-label=${t("№ {number}", { number: view.number })}>
      <button class="button next take-this" ?disabled=${!this.takes} @click=${() => this._tell("take", view)}>${icon("radio")} ${t("To air")} <kbd>Shift+V</kbd></button>
      <button class="button" ?disabled=${stuck("top")} @click=${() => this.shift(view.number, "top")}>${icon("chevrons-up")} ${t("Next up")} <kbd>N</kbd></button>
      <button class="button square" aria-label=${t("One up")} title="Alt+↑" ?disabled=${stuck(-1)} @click=${() => this.shift(view.number, -1)}>${icon("arrow-up")}</button>
      <button class="button square" aria-label=${t("One down")} title="Alt+↓" ?disabled=${stuck(1)} @click=${() => this.shift(view.number, 1)}>${icon("arrow-down")}</button>
      <button class="button" @click=${() => this._tell("plan", view)}>${icon("clock")} ${t("Length…")} <kbd>L</kbd></button>
      <button class="button" @click=${() => this._tell("to-desk", view)}>${icon("inbox")} ${t("To the desk")} <kbd>Del</kbd></button>
      ${this.leaving ? html`<p class="small next-text leaving">${this.leaving}</p>` : nothing}
    </div>`;
  }

  /**
   * Moves a question by one place or to the top: tells the screen where it should stand.
   *
   * @param {number} number
   * @param {number | "top"} by
   */
  shift(number, by) {
    const place = placeMoved(this.items, keyOf(number), by);
    const view = this.questions.find((one) => one.number === number);
    if (view && place) this._tell("move", { view, place });
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
        this._dragged = this.items.find(({ key }) => key === item.dataset.key);
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
    const dragged = /** @type {Item} */ (this._dragged);
    const rows = keysIn(list);
    list.insertBefore(item, this._home);
    this._dragged = null;
    this.requestUpdate();
    if (this._left || keysIn(list).join() === rows.join()) return;
    const { view, segment, key } = dragged;
    const place = placeDropped(this.items, rows, key);
    this._tell(segment ? "move-title" : "move", { view, segment, place });
  }
}

/** @param {HTMLElement} list */
function keysIn(list) {
  return [...list.querySelectorAll("li")].map((row) => row.dataset.key ?? "");
}

/** What is told of times, to see whether it is another than a second ago. @param {Map<number, Due>} dues */
function toldOf(dues) {
  return [...dues.values()].map(({ text, late }) => `${text}${late}`).join();
}

customElements.define("rundown-order", RundownOrder);
