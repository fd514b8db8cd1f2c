/** How far up a ticket's deadline was told of: the mark on its row and on the open ticket. */

/** @import { TicketView } from "../generated/protocol.js" */

import { html, nothing } from "lit";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { isFinished } from "./due.js";

/** @type {Record<string, string>} */
const STEPS = {
  near: t("the deadline is near"),
  over: t("over the deadline"),
  approval: t("the approval is late"),
  chief: t("over the deadline: the chief is told"),
};

/** @param {TicketView} ticket */
export function escalationMark(ticket) {
  if (!ticket.escalated || isFinished(ticket)) return nothing;
  const step = ticket.escalated.clock === "approval" ? "approval" : String(ticket.escalated.step);
  return html`<span class="chip escalated ${step === "near" ? "" : "next"}" title=${STEPS[step]}>${icon("triangle-alert")} <span class="clip">${STEPS[step]}</span></span>`;
}
