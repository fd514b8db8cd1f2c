/** What is selected for acting on many at once, and the bar that says so and offers the acts. */

/** @import { QuestionVerb } from "../generated/protocol.js" */
/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { Order } from "./order.js" */
/** @import { Act, RefusedOne, WholeView } from "./types.js" */
/** @import { TemplateResult } from "lit" */

import { html, nothing } from "lit";
import { icon } from "../parts/icon.js";
import { t, tn } from "../parts/i18n.js";
import { may } from "../parts/moves.js";
import { refusal } from "../parts/toast.js";

/** As many as one command takes. */
export const MOST = 500;

/**
 * [the act, its key, its sign, its label].
 *
 * @type {Array<[Act | "back", string, TemplateResult, string]>}
 */
const VERBS = [
  ["shortlist", "S", icon("list-plus"), t("To the list")],
  ["decline", "D", icon("ban"), t("Decline")],
  ["merge", "M", icon("merge"), t("Merge")],
  ["ticket", "T", icon("ticket"), t("Ticket")],
  ["topic", "C", icon("tag"), t("Topic")],
  ["place", "L", icon("map-pin"), t("Place")],
  ["note", "N", icon("sticky-note"), t("Note")],
  ["back", "R", icon("undo-2"), t("Put back")],
];

/**
 * A question's state → the verb that takes it back.
 *
 * @type {Record<string, QuestionVerb>}
 */
export const BACK = { declined: "restore", merged: "split", shortlisted: "return", on_air: "return" };

/** @type {Partial<Record<Act, QuestionVerb>>} */
const MOVE = { topic: "classify", place: "classify" };

export class Selection {
  /**
   * `find`: number → view; `changed()` is called with every change.
   *
   * @param {(number: number) => WholeView | undefined} find
   * @param {() => void} changed
   */
  constructor(find, changed) {
    this.find = find;
    this.onChange = changed;
    /** @type {number | null} */
    this.last = null; // selected last: where a range begins
    /** @type {Map<number, string | undefined>} */
    this._picked = new Map(); // number → the state that it had
  }

  get size() {
    return this._picked.size;
  }

  get numbers() {
    return [...this._picked.keys()];
  }

  /** @param {number} number */
  has(number) {
    return this._picked.has(number);
  }

  /** @param {number} number */
  toggle(number) {
    if (this._picked.delete(number)) this.onChange();
    else this.add([number]);
  }

  /** @param {number[]} numbers */
  add(numbers) {
    for (const number of numbers) {
      if (this._picked.size >= MOST && !this._picked.has(number)) {
        refusal(t("No more than {n} at once.", { n: MOST }));
        break;
      }
      if (!this._picked.has(number)) this._picked.set(number, this._state(number));
      this.last = number;
    }
    this.onChange();
  }

  /** @param {number[]} numbers */
  drop(numbers) {
    for (const number of numbers) this._picked.delete(number);
    this.onChange();
  }

  clear() {
    this._picked.clear();
    this.last = null;
    this.onChange();
  }

  /**
   * Whether somebody has moved it on since it was selected.
   *
   * @param {number} number
   */
  changed(number) {
    if (!this._picked.has(number)) return false;
    const was = this._picked.get(number);
    const now = this._state(number);
    if (was === undefined) this._picked.set(number, now);
    return was !== undefined && now !== undefined && was !== now;
  }

  /** @param {number} number */
  _state(number) {
    const view = this.find(number);
    return view && view.state;
  }
}

/**
 * The bar under the list: under, because nothing above a list may push it down.
 *
 * @param {Selection} selection
 * @param {Feed} feed
 * @param {Order} order
 * @param {(verb: Act | "back") => void} act
 */
export function selectionBar(selection, feed, order, act) {
  if (!selection.size) return nothing;
  const views = selection.numbers.map((number) => selection.find(number)).filter((view) => view !== undefined);
  const apart = selection.numbers.filter((number) => !order.shows(number)).length;
  const changed = selection.numbers.filter((number) => selection.changed(number)).length;
  const can = (/** @type {Act | "back"} */ verb) =>
    views.some((view) =>
      verb === "back"
        ? BACK[view.state]
        : may(MOVE[verb] || /** @type {QuestionVerb} */ (verb), view, feed.state.broadcast, feed.you.roles),
    );
  return html`<div class="selection" role="region" aria-label=${t("Selection")}>
    <p class="line">
      <b class="grow tabular">${t("Selected: {n}", { n: selection.size })}</b>
      ${changed ? html`<span class="next-text small">${tn("{n} has changed|{n} have changed", changed)}</span>` : nothing}
      ${apart ? html`<span class="quiet small">${t("not in this list: {n}", { n: apart })}</span>` : nothing}
      <button class="button bare" @click=${() => selection.clear()}>${icon("x")} ${t("Drop")} <kbd>Esc</kbd></button>
    </p>
    <div class="line" role="group" aria-label=${t("Act on the selected")}>
      ${VERBS.filter(([verb]) => can(verb)).map(
        ([verb, key, sign, label]) =>
          html`<button class="button" @click=${() => act(verb)}>${sign} ${label} ${selection.size > 1 ? html`<kbd>${key}</kbd>` : nothing}</button>`,
      )}
    </div>
  </div>`;
}

/**
 * One sentence for what was refused of many, and why.
 *
 * @param {number} done
 * @param {RefusedOne[]} refused
 */
export function sayRefused(done, refused) {
  if (!refused.length) return;
  /** @type {Map<string, number[]>} */
  const reasons = new Map();
  for (const { question, error } of refused) {
    const why = error.detail || error.code;
    reasons.set(why, [...(reasons.get(why) || []), question]);
  }
  const why = [...reasons]
    .map(([reason, numbers]) => `№ ${numbers.slice(0, 5).join(", ")}${numbers.length > 5 ? "…" : ""}: ${reason}`)
    .join(" ");
  refusal(t("Done: {done}, refused: {n}; these stay selected.", { done, n: refused.length }) + ` ${why}`);
}
