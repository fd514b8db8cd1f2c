/** One ticket of the list, in lines of a fixed height; and the place of one that is still to come. */

/** @import { TicketView } from "../generated/protocol.js" */
/** @import { You } from "../parts/feed/types.js" */
/** @import { Offers } from "./types.js" */

import { html, nothing } from "lit";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { withoutGreeting } from "../parts/questions/opening.js";
import { urgentMark } from "../parts/questions/urgent.js";
import { PRIORITIES, TICKET_KINDS, ticketState } from "../parts/words.js";
import { dueMark, isFinished } from "./due.js";
import { escalationMark } from "./escalated.js";
import { partMark } from "./parts.js";

/**
 * @param {TicketView | undefined} view
 * @param {{ place: number, total: number, open: boolean, picked: boolean, others: string[], writes: string | undefined, now: Date, you: You, offers: Offers }} at
 */
export function row(view, at) {
  if (!view)
    return html`<div class="row" role="option" aria-selected="false" aria-setsize=${at.total} aria-posinset=${at.place + 1}><span class="words quiet">…</span></div>`;
  return html`<div
    class="row ${isFinished(view) ? "gone" : ""}" role="option" id=${`ticket-${view.number}`} data-number=${view.number}
    aria-selected=${at.picked ? "true" : "false"} aria-current=${at.open ? "true" : nothing} aria-setsize=${at.total} aria-posinset=${at.place + 1}
  >
    <span class="pick" aria-hidden="true" title=${t("Select (Space)")}>${at.picked ? icon("check") : nothing}</span>
    <span class="facts">
      <b class="tabular">${view.number}</b>
      <span class="state">${view.approval ? t("waits for approval") : ticketState(view.state)}</span>
      ${view.kind === "unanswered" ? nothing : html`<span class="clip">${TICKET_KINDS[view.kind]}</span>`}
      ${urgentMark(view)}
      ${view.priority === "normal" ? nothing : html`<b>${PRIORITIES[view.priority] || view.priority}</b>`}
      ${partMark(view, at.you, at.now)}
      ${escalationMark(view)}
      ${view.track === "formal" ? html`<b title=${t("formal appeal")}>${icon("scale")}<span class="unseen">${t("formal appeal")}</span></b>` : nothing}
    </span>
    <span class="end">
      ${at.writes ? html`<span class="writes small clip">${icon("pen-line")} ${t("{name} is writing…", { name: at.writes })}</span>` : nothing}
      ${at.others.length && !at.writes ? html`<span class="others" title=${at.others.join(", ")}>${icon("users")}<span class="unseen">${t("here too: {names}", { names: at.others.join(", ") })}</span></span>` : nothing}
      ${dueMark(view, at.now)}
    </span>
    <span class="words clip">${view.promise || withoutGreeting(view.text)}</span>
    <span class="facts about"><span class="clip">${about(view, at.offers)}</span></span>
  </div>`;
}

/**
 * @param {TicketView} view
 * @param {Offers} offers
 */
function about(view, offers) {
  return [departmentName(view, offers) || t("no department"), view.owner, view.locality, view.topic]
    .filter(Boolean)
    .join(" · ");
}

/**
 * A ticket's department, with what the centre's list has to say against it.
 *
 * @param {TicketView} view
 * @param {Offers} offers
 */
export function departmentName({ department }, { listed_departments = [], closed_departments = [] }) {
  if (!department || !listed_departments.length || listed_departments.includes(department)) return department;
  const why = closed_departments.includes(department) ? t("department closed") : t("not in the list");
  return `${department} (${why})`;
}
