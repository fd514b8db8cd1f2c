/** A question's two times between shows: until somebody has taken it up, and until it is resolved. Pure but for drawing. */

/** @import { Alarm, DeskEvent, WholeView } from "./types.js" */

import { html, nothing } from "lit";
import { dueWords } from "../parts/due.js";
import { t } from "../parts/i18n.js";
import { clock, dayAndHours } from "../parts/time.js";

/** @typedef {Pick<WholeView, "state" | "react_due" | "resolve_due" | "reacted_at" | "alarm">} Clocked */

const OPEN = ["new", "shortlisted", "on_air", "blocked"];

/**
 * The time that a question runs against now, or null where it has none or is decided: first the reaction.
 *
 * @param {Clocked} view
 */
export function running(view) {
  if (!OPEN.includes(view.state)) return null;
  return (!view.reacted_at && view.react_due) || view.resolve_due;
}

/**
 * "over", "near" or "" for one of its times. Near is what was told to be: the last quarter of working time, which only the
 * server's calendar knows.
 *
 * @param {Clocked} view
 * @param {string} due
 * @param {Date} now
 */
export function urgency(view, due, now) {
  if (Date.parse(due) <= now.getTime()) return "over";
  return view.alarm === "near" && due === running(view) ? "near" : "";
}

/**
 * In a row: how long is left, or by how much it is late.
 *
 * @param {WholeView} view
 * @param {Date} now
 */
export function dueMark(view, now) {
  const due = running(view);
  if (!due) return nothing;
  const which = due === view.resolve_due ? t("to resolve it") : t("to take it up");
  return html`<span class="due tabular ${urgency(view, due, now)}" title=${which}>${dueWords(due, now)}</span>`;
}

/**
 * Both times of the open question, in words.
 *
 * @param {WholeView} view
 * @param {string} zone
 * @param {Date} now
 */
export function dueLines(view, zone, now) {
  if (!view.react_due || !view.resolve_due) return nothing;
  const open = OPEN.includes(view.state);
  const left = (/** @type {string} */ due) =>
    open ? html` <span class="due tabular ${urgency(view, due, now)}">${dueWords(due, now)}</span>` : nothing;
  return html`<ul class="small clocks">
    <li>${t("Take it up by {time}", { time: dayAndHours(view.react_due, zone) })}
      ${view.reacted_at ? html`<span class="quiet">${t("taken up {time}", { time: clock(view.reacted_at, zone) })}</span>` : left(view.react_due)}</li>
    <li>${t("Resolve it by {time}", { time: dayAndHours(view.resolve_due, zone) })} ${left(view.resolve_due)}</li>
  </ul>`;
}

/**
 * Which events are alarms: a time of a question is near, or over; or much is asked about a topic or a place.
 *
 * @param {DeskEvent[]} events
 */
export function alarms(events) {
  const late = events.filter(
    ({ type, view }) => (type === "question.escalated" && view?.alarm) || type === "duty.alarmed",
  );
  return /** @type {Alarm[]} */ (late);
}

/**
 * Whether an alarm is told to who sits here, as the one on duty.
 *
 * @param {Pick<Alarm, "to">} event
 * @param {{ account?: number | null }} you
 */
export function isToMe({ to }, { account }) {
  return account != null && Array.isArray(to) && to.includes(account);
}

/**
 * Of several alarms that come at once the one that is said: one to who sits here, else what is asked about furthest
 * above the usual, else the last.
 *
 * @param {Alarm[]} late
 * @param {{ account?: number | null }} you
 */
export function loudest(late, you) {
  const mine = late.filter((event) => isToMe(event, you));
  const heard = mine.length ? mine : late;
  /** @param {Alarm} event */
  const above = ({ many, usual }) => Number(many || 0) - Number(usual || 0);
  return heard.reduce((loud, event) => (above(event) >= above(loud) ? event : loud));
}

/**
 * What an alarm says; to the one on duty it says that it is theirs.
 *
 * @param {Pick<Alarm, "question" | "step" | "clock" | "to" | "about" | "many" | "usual">} event
 * @param {{ account?: number | null }} [you]
 */
export function alarmWords(event, you = {}) {
  const words = event.about ? whatRises(event) : whatIsLate(event);
  return isToMe(event, you) ? t("To you, on duty: {words}", { words }) : words;
}

/** @param {Pick<Alarm, "about" | "many" | "usual">} event */
function whatRises({ about, many, usual }) {
  return t("More than usual: {name}, {n} within an hour, usually {usual}", {
    name: String(about),
    n: Number(many),
    usual: Math.round(Number(usual)),
  });
}

/** @param {Pick<Alarm, "question" | "step" | "clock">} event */
function whatIsLate({ question, step, clock: which }) {
  const number = question;
  if (step === "near")
    return which === "reaction"
      ? t("№ {number}: little time is left to take it up.", { number })
      : t("№ {number}: little time is left to resolve it.", { number });
  return which === "reaction"
    ? t("№ {number}: the time to take it up is over.", { number })
    : t("№ {number}: the time to resolve it is over.", { number });
}
