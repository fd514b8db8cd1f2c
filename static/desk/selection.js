/** The questions that are selected, and what may be done to all of them. */

/** @import { QuestionVerb } from "../generated/protocol.js" */
/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { Order } from "./order.js" */
/** @import { Act, RefusedOne, WholeView } from "./types.js" */
/** @import { TemplateResult } from "lit" */

import { html, nothing } from "lit";
import { icon } from "../parts/icon.js";
import { t, tn } from "../parts/i18n.js";
import { Selection, actOf, barOf } from "../parts/list/selection.js";
import { maySteer } from "../parts/matters/commands.js";
import { refusal } from "../parts/toast.js";
import { mayAct } from "./moves.js";

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
  ["written", "P", icon("mail-check"), t("Answered in writing")],
  ["unneeded", "U", icon("check"), t("Needs no answer")],
  ["back", "R", icon("undo-2"), t("Put back")],
];

/**
 * A question's state → the verb that takes it back.
 *
 * @type {Record<string, QuestionVerb>}
 */
const BACK = {
  declined: "restore",
  merged: "split",
  shortlisted: "return",
  on_air: "return",
  blocked: "unblock",
  ticketed: "recall",
};

/**
 * The verb that takes a question back; what was answered on air the rundown reopens.
 *
 * @param {Pick<WholeView, "state" | "how"> | null | undefined} view
 * @returns {QuestionVerb}
 */
export function backOf(view) {
  if (view?.state === "answered" && view.how !== "air") return "unfinish";
  return BACK[view?.state || ""] || "return";
}

/** @extends {Selection<number, string>} */
export class SelectedQuestions extends Selection {
  /** @param {(number: number) => WholeView | undefined} find a question's present view */
  constructor(find) {
    super((number) => find(number)?.state);
    this.find = find;
  }

  /**
   * Whether somebody has moved it on since it was selected.
   *
   * @param {number} number
   */
  changed(number) {
    if (!this.has(number)) return false;
    const was = this._picked.get(number);
    const now = this._note(number);
    if (was === undefined) this._picked.set(number, now);
    return was !== undefined && now !== undefined && was !== now;
  }
}

/**
 * @param {SelectedQuestions} selection
 * @param {Feed} feed
 * @param {Order} order
 * @param {(verb: Act | "back") => void} act
 * @param {() => void} toMatter
 */
export function selectionBar(selection, feed, order, act, toMatter) {
  const { numbers, size } = selection;
  const views = numbers.map((number) => selection.find(number)).filter((view) => view !== undefined);
  const apart = numbers.filter((number) => !order.shows(number)).length;
  const changed = numbers.filter((number) => selection.changed(number)).length;
  const can = (/** @type {Act | "back"} */ verb) =>
    views.some((view) => mayAct(verb === "back" ? backOf(view) : verb, view, feed));
  return barOf(
    selection,
    html`${changed ? html`<span class="next-text small">${tn("{n} has changed|{n} have changed", changed)}</span>` : nothing}
      ${apart ? html`<span class="quiet small">${t("not in this list: {n}", { n: apart })}</span>` : nothing}`,
    [
      ...VERBS.filter(([verb]) => can(verb)).map(([verb, key, sign, label]) =>
        actOf(sign, label, size > 1 ? key : "", () => act(verb)),
      ),
      ...(maySteer(feed) && size > 1 ? [actOf(icon("layers"), t("To a situation"), "Y", toMatter)] : []),
    ],
  );
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
