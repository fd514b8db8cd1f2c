/** How a deadline is said: which one a ticket runs against, how long is left, and whether it is near or over. */

import { html, nothing } from "lit";
import { t } from "../parts/i18n.js";
import { roughly } from "../parts/time.js";

const FINISHED = ["resolved", "closed"];

/** From this part of its time on, what is left is called near. */
const NEAR = 0.25;

export function isFinished(ticket) {
  return FINISHED.includes(ticket.state);
}

/** The deadline that a ticket runs against now, or null where its clock stands: first the reaction, then the answer. */
export function running(ticket) {
  if (isFinished(ticket) || ticket.state === "on_hold") return null;
  return (!ticket.reacted_at && ticket.reaction_due) || ticket.resolution_due;
}

/** "over", "near" or "" for a deadline of a ticket. */
export function urgency(ticket, due, now) {
  if (!due) return "";
  const [end, start] = [Date.parse(due), Date.parse(ticket.clock_from || ticket.created_at)];
  if (end < now) return "over";
  return end - now < NEAR * (end - start) ? "near" : "";
}

export function dueWords(moment, now) {
  const minutes = Math.floor((Date.parse(moment) - now) / 60000);
  return minutes < 0 ? t("late by {time}", { time: roughly(-minutes) }) : t("{time} left", { time: roughly(minutes) });
}

/** How a ticket stands by its clock, in a word or two. */
export function dueMark(ticket, now) {
  if (ticket.state === "on_hold")
    return html`<span class="due">${ticket.waits ? t("waits for the resident") : t("the clock stands")}</span>`;
  const due = running(ticket);
  if (!due) return nothing;
  return html`<span class="due tabular ${urgency(ticket, due, now)}">${dueWords(due, now)}</span>`;
}
