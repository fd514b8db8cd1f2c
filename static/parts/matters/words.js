/** How a matter is told: how many ask, when residents next hear of it, what became of a word. */

/** @import { MatterView } from "../../generated/protocol.js" */

import { html, nothing } from "lit";
import { icon } from "../icon.js";
import { t, tn } from "../i18n.js";
import { dayAndHours, roughly } from "../time.js";

/** Minutes before the next word is due from which it is marked. */
const NEAR = 30;
const MINUTE = 60000;

/** @param {{ number: number }} matter */
export function matterName({ number }) {
  return t("Situation № {number}", { number });
}

/**
 * "next word by 14:00", near its time or over it marked and said in words; nothing where none was promised.
 *
 * @param {MatterView} matter
 * @param {Date} now
 * @param {string} zone
 */
export function wordDue(matter, now, zone) {
  if (!matter.next_word_at || matter.state !== "open") return nothing;
  const minutes = (Date.parse(matter.next_word_at) - now.getTime()) / MINUTE;
  const state = minutes <= 0 ? "over" : minutes <= NEAR ? "near" : "";
  const words =
    minutes <= 0
      ? t("the word to residents is late by {time}", { time: roughly(Math.ceil(-minutes)) })
      : t("next word by {time}", { time: dayAndHours(matter.next_word_at, zone) });
  return html`<span class="word-due ${state}">${state ? icon("clock-alert") : nothing} ${words}</span>`;
}

/** @param {MatterView} matter */
export function matterCounts(matter) {
  return [
    tn("asked by {n} person|asked by {n} people", matter.askers),
    tn("{n} question|{n} questions", matter.questions),
  ].join(" · ");
}

/** By state: how many of a word's replies. */
const REPLIES = {
  sent: t("delivered"),
  waiting: t("on the way"),
  by_hand: t("to be told by hand"),
  failed: t("not taken"),
  unsure: t("unknown"),
  cancelled: t("taken back"),
};

/**
 * "delivered 78 · to be told by hand 2".
 *
 * @param {Record<string, number>} replies
 */
export function repliesOf(replies) {
  const counts = { ...replies, waiting: (replies.waiting || 0) + (replies.sending || 0) };
  const told = Object.entries(REPLIES).filter(([state]) => /** @type {Record<string, number>} */ (counts)[state]);
  return told.map(([state, label]) => `${label}: ${/** @type {Record<string, number>} */ (counts)[state]}`).join(" · ");
}

/**
 * How a word goes out: what the command's answer says.
 *
 * @param {Record<string, unknown>} answer
 */
export function toldWords(answer) {
  const n = (/** @type {string} */ name) => Number(answer[name]) || 0;
  return [
    n("sent") && tn("{n} reply is on its way.|{n} replies are on their way.", n("sent")),
    n("by_hand") && tn("{n} person is to be told by hand.|{n} people are to be told by hand.", n("by_hand")),
    n("unreachable") &&
      tn("{n} person finds it by the code alone.|{n} people find it by the code alone.", n("unreachable")),
  ]
    .filter(Boolean)
    .join(" ");
}
