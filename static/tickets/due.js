/** How a deadline is said: which one a ticket runs against, how long is left, and whether it is near or over. */

/** @import { TicketView } from "../generated/protocol.js" */

import { html, nothing } from "lit";
import { dueWords } from "../parts/due.js";
import { t } from "../parts/i18n.js";

const FINISHED = ["resolved", "closed"];

/** From this part of its time on, what is left is called near. */
const NEAR = 0.25;

/** @param {Pick<TicketView, "state">} ticket */
export function isFinished(ticket) {
  return FINISHED.includes(ticket.state);
}

/**
 * The deadline that a ticket runs against now, or null where its clock stands: first the reaction, then the answer.
 *
 * @param {TicketView} ticket
 */
export function running(ticket) {
  if (isFinished(ticket) || ticket.state === "on_hold") return null;
  return (!ticket.reacted_at && ticket.reaction_due) || ticket.resolution_due;
}

/**
 * "over", "near" or "" for a deadline of a ticket.
 *
 * @param {TicketView} ticket
 * @param {string | null} due
 * @param {Date} now
 */
export function urgency(ticket, due, now) {
  if (!due) return "";
  const began = /** @type {string} */ (ticket.clock_from || ticket.created_at);
  const [end, start, at] = [Date.parse(due), Date.parse(began), now.getTime()];
  if (end < at) return "over";
  return end - at < NEAR * (end - start) ? "near" : "";
}

/**
 * How a ticket stands by its clock, in a word or two.
 *
 * @param {TicketView} ticket
 * @param {Date} now
 */
export function dueMark(ticket, now) {
  if (ticket.state === "on_hold")
    return html`<span class="due">${ticket.waits ? t("waits for the resident") : t("the clock stands")}</span>`;
  const due = running(ticket);
  if (!due) return nothing;
  return html`<span class="due tabular ${urgency(ticket, due, now)}">${dueWords(due, now)}</span>`;
}
