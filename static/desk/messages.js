/** What the desk says of its verbs: once done, done to many, and before a decline. */

/** @import { WholeView } from "./types.js" */

import { t, tn } from "../parts/i18n.js";

/** @type {Record<string, string>} */
export const DONE = {
  shortlist: t("№ {number} is in the list."),
  return: t("№ {number} is put back."),
  decline: t("№ {number} is declined."),
  merge: t("№ {number} is merged."),
  restore: t("№ {number} is restored."),
  split: t("№ {number} stands by itself again."),
  unstack: t("№ {number} is about something else: it does not come back onto that stack."),
  ticket: t("№ {number} has become a ticket."),
  recall: t("№ {number} is a question again, its ticket is no more."),
  finish: t("№ {number} is finished."),
  unfinish: t("№ {number} is new again."),
  transfer: t("№ {number} is handed over."),
  classify: t("№ {number}: the topic or the place is changed."),
  edit: t("№ {number}: the text for air is saved."),
  note: t("№ {number}: the note is saved."),
  unmask: t("№ {number}: this is seen on air."),
  mask: t("№ {number}: this is masked on air."),
  block: t("№ {number}: its author is blocked."),
  unblock: t("№ {number} is back in the queue."),
  show_file: t("№ {number}: everybody may see this picture."),
  hide_file: t("№ {number}: nobody but staff sees this picture."),
  set_urgent: t("№ {number}: whether it is urgent is changed."),
  set_asking: t("№ {number}: whether it is a question is changed."),
  allow_name: t("№ {number}: how the author is called on air is changed."),
};

/** @type {Record<string, string>} */
export const MANY_DONE = {
  shortlist: t("Put into the list: {n}."),
  return: t("Put back: {n}."),
  decline: t("Declined: {n}."),
  merge: t("Merged: {n}."),
  restore: t("Restored: {n}."),
  split: t("Split off: {n}."),
  ticket: t("Made tickets: {n}."),
  recall: t("Questions again: {n}."),
  finish: t("Finished: {n}."),
  unfinish: t("New again: {n}."),
  classify: t("Topic or place changed: {n}."),
  note: t("Notes saved: {n}."),
  unblock: t("Back in the queue: {n}."),
};

/** @type {Record<string, string>} */
export const VERBS = {
  set_urgent: t("urgent, or not"),
  set_asking: t("a question, or not"),
  shortlist: t("to the list"),
  return: t("Put back"),
  decline: t("Decline"),
  restore: t("Restore"),
  split: t("Split off"),
  unstack: t("About something else"),
  ticket: t("Ticket"),
  recall: t("Back from the ticket"),
  written: t("Answered in writing"),
  unneeded: t("Needs no answer"),
  finish: t("Answered in writing"),
  unfinish: t("Back to the queue"),
  transfer: t("To another broadcast"),
  merge: t("Merge"),
  note: t("Note"),
  reply: t("Reply in writing"),
  topic: t("Topic"),
  place: t("Place"),
  edit: t("Edit"),
  block: t("Block the author"),
  unblock: t("Back to the queue"),
  add: t("A question by hand"),
};

/**
 * How many are declined with these questions; empty where nobody is.
 *
 * @param {WholeView[]} views
 */
export function askersWarning(views) {
  const askers = views.reduce((sum, view) => sum + view.askers, 0);
  if (!views.some((view) => view.askers > 1)) return "";
  return views.length === 1
    ? tn(
        "It was asked by {n} person; all are declined with it.|It was asked by {n} people; all are declined with it.",
        askers,
      )
    : tn(
        "They were asked by {n} person; all are declined with them.|They were asked by {n} people; all are declined with them.",
        askers,
      );
}
