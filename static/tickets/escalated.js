/** How far up a ticket's deadline was told of, and the tickets of which it was. */

import { html, nothing } from "lit";
import { get } from "../parts/api.js";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";

const STEPS = { near: t("the deadline is near"), over: t("over the deadline"), chief: t("over the deadline: the chief is told") };
const FINISHED = ["resolved", "closed"];

export function isEscalated(ticket) {
  return Boolean(ticket.escalated) && !FINISHED.includes(ticket.state);
}

/** The mark on a ticket's row and on the open ticket. */
export function escalationMark(ticket) {
  if (!isEscalated(ticket)) return nothing;
  return html`<span class="chip ${ticket.escalated.step === "near" ? "" : "next"}">${icon("triangle-alert")} ${STEPS[ticket.escalated.step]}</span>`;
}

/** Those at work, by number, also where they are older than what the feed holds. */
export async function escalatedTickets() {
  const { tickets } = await get("/api/v1/tickets/escalated");
  return new Map(tickets.map((ticket) => [ticket.number, ticket]));
}
