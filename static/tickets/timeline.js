/** What happened to a ticket and to its question before, as sentences; and the notes of those who work on it. */

/** @import { Entry as Past } from "../parts/questions/history.js" */
/** @import { Entry } from "./types.js" */

import { html, nothing } from "lit";
import { sentence as ofQuestion } from "../parts/questions/history.js";
import { icon } from "../parts/icon.js";
import { t, word } from "../parts/i18n.js";
import { dayAndHours } from "../parts/time.js";
import { credentialName } from "../parts/words.js";

/** @type {Record<string, string>} */
const TOLD = {
  near: t("The owner was told that the deadline is near"),
  over: t("The owner was told that the deadline has passed"),
  chief: t("The chief was told that the deadline has passed"),
};

/** @type {Record<string, string>} */
const APPROVED = {
  approve: t("The answer is approved and sent"),
  correct: t("The answer is corrected, approved and sent"),
};

/** @type {Record<string, string>} */
const PARTS = {
  "ticket.part_asked": t("Asked for a part of the answer: {department}"),
  "ticket.part_given": t("Has given a part of the answer: {department}"),
  "ticket.part_declined": t("Has declined to give a part of the answer: {department}"),
  "ticket.part_dropped": t("No more asked for a part of the answer: {department}"),
  "ticket.part_moved": t("The department that was asked for a part is now called, or part of: {department}"),
};

/** @type {Record<string, string>} */
const PLAIN = {
  "ticket.submitted": t("The answer was written and waits for approval"),
  "ticket.answer_returned": t("The answer was returned with a note"),
  "ticket.answer_withdrawn": t("The answer was withdrawn"),
  "ticket.opened": t("The ticket was made"),
  "ticket.taken": t("Taken"),
  "ticket.started": t("Taken into work"),
  "ticket.held": t("Put on hold, the clock stands"),
  "ticket.resumed": t("Resumed, the clock runs on"),
  "ticket.resolved": t("Resolved"),
  "ticket.closed": t("Closed"),
  "ticket.reopened": t("Taken up again"),
  "ticket.supplemented": t("The resident has added words or photos"),
};

/** @param {Entry} entry */
function sentence(entry) {
  if (entry.type === "ticket.assigned") {
    return entry.from && entry.from !== entry.department
      ? t("Given over: {from} → {department}", { from: entry.from, department: entry.department })
      : t("Assigned: {department}", { department: entry.department });
  }
  if (entry.type === "ticket.department_changed")
    return t("The department is now called, or part of: {department} (before: {from})", {
      department: entry.department,
      from: entry.from,
    });
  if (entry.type === "ticket.escalated" && entry.clock === "part")
    return t("Told that the part of the answer is late: {name}", { name: String(entry.to) });
  if (entry.type === "ticket.escalated")
    return entry.clock === "approval"
      ? t("The coordinators were told that the approval is late")
      : TOLD[String(entry.step)];
  if (entry.type in PARTS) return t(PARTS[entry.type], { department: entry.of });
  if (entry.type === "ticket.resolved" && entry.how) return APPROVED[entry.how];
  return (
    PLAIN[entry.type] ||
    (entry.type.startsWith("ticket") ? capital(word(entry.type)) : ofQuestion(/** @type {Past} */ (entry), {}))
  );
}

/** @param {string} words */
function capital(words) {
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

/**
 * Whose name says all, such as the resident's, is not named twice.
 *
 * @param {NonNullable<Entry["by"]>} by
 */
function who(by) {
  const called = by.role && word(by.role);
  const role = called && called !== by.name.toLowerCase() && called;
  return [by.name, role, credentialName(by)].filter(Boolean).join(", ");
}

/**
 * The newest first: what was done last is what one looks for.
 *
 * @param {Entry[]} entries
 * @param {string} zone
 */
export function timeline(entries, zone) {
  return html`<ol class="past small">${[...entries].reverse().map((entry) => {
    const by = entry.by ? who(entry.by) : "";
    return html`<li class=${entry.text ? "noted" : ""}>
      <time class="tabular" datetime=${entry.at}>${dayAndHours(entry.at, zone)}</time>
      ${entry.text ? html`${icon("sticky-note")} <span class="text">${entry.text}</span>` : html`<span>${sentence(entry)}</span>`}
      ${by ? html`<span class="quiet">· ${by}</span>` : nothing}
    </li>`;
  })}</ol>`;
}
