/** A stack of like questions: its row's count, what is told of it over the open question, and its keys. */

/** @import { LiveDesk } from "./desk.js" */
/** @import { WholeView } from "./types.js" */

import { html, nothing } from "lit";
import { get, questionsPath } from "../parts/api.js";
import { icon } from "../parts/icon.js";
import { t, tn } from "../parts/i18n.js";
import { note, refusal } from "../parts/toast.js";
import { mayAct } from "./moves.js";
import { isCovered, stacksAreOn, turnStacks } from "./stack_switch.js";

/**
 * How many like it a row stands for.
 *
 * @param {WholeView} view
 */
export function stackMark(view) {
  if (isCovered(view))
    return html`<span title=${t("on a stack with others like it")}>${icon("copy")}<span class="unseen">${t("on a stack with others like it")}</span></span>`;
  if (!view.stacked) return nothing;
  return html`<b class="stacked tabular">${icon("copy")} ${moreWords(view)}</b>`;
}

/** @param {WholeView} view */
function moreWords({ stacked }) {
  return tn("{n} more like it|{n} more like it", stacked);
}

/**
 * Over the open question: how many are like it, and what is done with all of them.
 *
 * @param {WholeView} view
 * @param {EventTarget} part which tells what is asked for, by "stack"
 * @param {(verb: "merge" | "unstack") => boolean} may
 */
export function stackLine(view, part, may) {
  if (!view.stack) return nothing;
  const tell = (/** @type {string} */ what) => part.dispatchEvent(new CustomEvent("stack", { detail: what }));
  const words = view.stacked ? moreWords(view) : t("On a stack with others like it");
  return html`<div class="line stack-line" role="group" aria-label=${t("Stack of like questions")}>
    <b>${icon("copy")} ${words}</b>
    <button class="button" @click=${() => tell("show")}>${t("The whole stack")} <kbd>Shift+O</kbd></button>
    ${may("merge") ? html`<button class="button own" @click=${() => tell("merge")}>${icon("merge")} ${t("Merge all into this one")} <kbd>Shift+G</kbd></button>` : nothing}
    ${may("unstack") ? html`<button class="button" @click=${() => tell("part")}>${icon("split")} ${t("About something else")} <kbd>Shift+X</kbd></button>` : nothing}
  </div>`;
}

/** In the list: stacks as one row each, or every question by itself. @param {() => void} turn */
export function stackSwitch(turn) {
  const on = stacksAreOn();
  return html`<button class="button bare stack-switch" aria-pressed=${on ? "true" : "false"} title=${t("Like questions as one row, or each by itself")} @click=${turn}>
    ${icon("copy")} <span class="stack-word">${t("Stacks")}</span> <kbd>Shift+L</kbd>
  </button>`;
}

/**
 * Why nothing can be done to the stack of the open question; empty where something can.
 *
 * @param {LiveDesk} desk
 */
export function whyNoStack({ opened }) {
  if (!opened) return t("Open a question first.");
  return opened.stack ? "" : t("№ {number} has no others like it on a stack.", { number: opened.number });
}

/** The whole stack of the open question in the list, or everything again. @param {LiveDesk} desk */
export function showStack(desk) {
  if (desk.filter.stack) return desk.showEverything();
  const why = whyNoStack(desk);
  if (why) return refusal(why);
  desk.choose({ stack: String(desk.opened?.stack) });
}

/** All of its stack into the open question. @param {LiveDesk} desk */
export async function mergeStack(desk) {
  const view = desk.opened;
  const why = whyNoStack(desk);
  if (!view || why) return refusal(why);
  if (!mayAct("merge", view, desk.feed)) return desk.actions.cannot("merge", view);
  try {
    /** @type {{ numbers: number[] }} */
    const { numbers } = await get(`${questionsPath(desk.slug)}/numbers`, { state: "new", stack: String(view.stack) });
    const others = numbers.filter((number) => number !== view.number);
    await desk.deeds.many("merge", { into: view.number }, others);
  } catch (trouble) {
    refusal(/** @type {Error} */ (trouble).message);
  }
}

/** The open question is about something else than its stack, for good. @param {LiveDesk} desk */
export async function partFromStack(desk) {
  const why = whyNoStack(desk);
  if (why) return refusal(why);
  await desk.do("unstack");
}

/** What the line over the open question asks for. @type {Record<string, (desk: LiveDesk) => unknown>} */
export const OF_LINE = { show: showStack, merge: mergeStack, part: partFromStack };

/** Stacks as one row each, or every question by itself. @param {LiveDesk} desk */
export function switchStacks(desk) {
  note(turnStacks() ? t("Like questions stand as one row.") : t("Each question stands by itself."));
  desk.choose({});
}
