/** What happened to a question, as sentences, and every wording that it had for air. */

/** @import { Envelope, ListsView, QuestionView } from "../../generated/protocol.js" */
/** @import { Zone } from "../time.js" */
/** @typedef {Partial<Pick<ListsView, "reasons" | "hidden_reasons">>} Reasons */
/** @typedef {Envelope & { type: string, reason?: string, into?: number, of_matter?: number, for?: string, was?: string, state?: string, read?: boolean, before?: Before, why?: string | null, from_ticket?: string, as?: string, number?: number, clock?: string, step?: string, kind?: string }} Entry */
/** @typedef {{ text: string | null, department: string | null, due: string | null }} Before  what a promise said */
/** @typedef {{ version: number, air_text: string, by: string | null, at: string }} Revision  a wording for air */
/** @typedef {{ history: Entry[], revisions: Revision[] }} Past */
/** @typedef {(text: string) => void} Take */
/**
 * @typedef {object} Shown
 * @property {QuestionView} view
 * @property {Past | null | undefined} past
 * @property {string | null} [trouble]
 * @property {Reasons} lists
 * @property {Zone} zone
 * @property {boolean} mayEdit
 * @property {Take} take
 */

import { html, nothing } from "lit";
import { t, tn, word } from "../i18n.js";
import { dayAndHours, dayAndYear } from "../time.js";
import { credentialName, reasonName } from "../words.js";
import { marked } from "./difference.js";

/**
 * `past` is undefined while it is being read; `take(text)` puts a wording into the editor.
 *
 * @param {Shown} shown
 */
export function history({ view, past, trouble, lists, zone, mayEdit, take }) {
  return html`${trouble ? html`<p class="wrong">${trouble}</p>` : nothing}
    ${
      past
        ? html`<ol class="small">${past.history.map((entry) => line(entry, lists, zone, entry === spoken(past) ? view.answer?.summary : null))}</ol>${wordings(view, past.revisions, zone, mayEdit, take)}`
        : trouble
          ? nothing
          : html`<p class="quiet small">${t("reading…")}</p>`
    }`;
}

/** Where the answer that was given on air stands: where it was written down last. @param {Past} past */
function spoken(past) {
  return past.history.filter(({ type }) => type === "question.answered" || type === "question.summarised").at(-1);
}

/** @type {(entry: Entry, lists: Reasons, zone: Zone, said?: string | null) => unknown} */
function line(entry, lists, zone, said) {
  const by = entry.by ? [entry.by.name, word(entry.by.role), credentialName(entry.by)].filter(Boolean).join(", ") : "";
  return html`<li><time class="tabular" datetime=${entry.at}>${dayAndHours(entry.at, zone)}</time>
    <span>${sentence(entry, lists)}</span>${by ? html` <span class="quiet">· ${by}</span>` : nothing}${said ? html`<span class="text said">${said}</span>` : nothing}</li>`;
}

/** @type {Record<string, string>} */
const PLAIN = {
  "question.added": t("Written down by hand"),
  "question.edited": t("The text for air was edited"),
  "question.shortlisted": t("Put into the list"),
  "question.moved": t("Moved within the list"),
  "question.planned": t("Its planned length was changed"),
  "question.taken": t("Taken to air"),
  "question.answered": t("Answered on air"),
  "question.summarised": t("What was answered on air was written down"),
  "question.answer_sent": t("The answer given on air is sent to those who have not had it"),
  "question.reopened": t("Reopened, back in the list"),
  "question.wanted": t("The head takes it"),
  "question.unwanted": t("The head does not take it after all"),
  "question.promised": t("A promise was made"),
  "question.split": t("Split off, stands by itself again"),
  "question.stacked": t("Put on a stack with others like it"),
  "question.unstacked": t("Taken off its stack: about something else"),
  "question.ticketed": t("Has become a ticket"),
  "questions.ticketed": t("Has become a ticket at the end of the show"),
  "question.continued": t("The author wrote further, or changed it"),
  "question.gathered": t("The number of those who ask has changed"),
  "question.changed_by_author": t("The author has changed the text"),
  "question.deleted_by_author": t("The author has deleted the message"),
  "question.supplemented": t("The resident has added words or photos"),
  "question.withdrawn": t("Withdrawn by whoever asked"),
  "question.blocked": t("The author was blocked"),
  "question.unfinished": t("New again"),
  "question.unblocked": t("Let out of the blocked ones"),
  "question.unmasked": t("A telephone, an address or the like was let through to the air"),
  "question.masked": t("A telephone, an address or the like was masked on air again"),
  "question.name_allowed": t("Whether the name is said on air was changed"),
  "question.urgency_set": t("Whether it tells of danger was changed"),
  "question.asking_set": t("Whether it asks something was changed"),
  "question.file_shown": t("A picture was let be seen by everybody"),
  "question.file_hidden": t("A picture is seen by staff alone again"),
  "question.named": t("The author's name became known"),
  "question.retold": t("Its times, or the name of its promise's department, have changed"),
  "reply.queued": t("A reply in writing was given"),
  "reply.sent": t("The reply is sent"),
  "reply.failed": t("The reply could not be sent"),
  "reply.unsure": t("It is not known whether the reply has arrived"),
  "reply.cancelled": t("The reply was taken back"),
  "graphic.shown": t("The graphic was shown"),
  "graphic.cleared": t("The graphic was taken off"),
};

/**
 * What residents are told of by itself.
 *
 * @type {Record<string, string>}
 */
const MOMENTS = {
  arrived: t("the question has arrived"),
  shortlisted: t("it is taken into the show"),
  on_air: t("it is on air"),
  answered: t("it was answered on air"),
  summary: t("what was answered on air"),
  ticketed: t("it was handed over"),
  declined: t("it was declined"),
};

/**
 * How far that has come, while it is not simply sent.
 *
 * @type {Record<string, string>}
 */
const REACHED = {
  waiting: t("it waits to be sent"),
  sending: t("it waits to be sent"),
  failed: t("it could not be sent"),
  unsure: t("it is not known whether it has arrived"),
};

/**
 * One event of a question's history in plain words.
 *
 * @param {Entry} entry
 * @param {Reasons} lists
 */
export function sentence(entry, lists) {
  switch (entry.type) {
    case "question.declined":
      return t("Declined: {reason}", { reason: reasonName(entry.reason || "", lists) });
    case "question.merged":
      return t("Merged into № {number}", { number: entry.into });
    case "question.joined":
      return t("Joined to situation № {number}", { number: entry.of_matter });
    case "question.parted":
      return t("Parted from situation № {number}", { number: entry.of_matter });
    case "question.promise_amended":
      return entry.before
        ? t("A promise was corrected; it said: “{before}”. Why: {why}", {
            before: saidBefore(entry.before),
            why: entry.why,
          })
        : t("A promise was corrected");
    case "question.promise_withdrawn":
      return entry.before
        ? t("A promise was withdrawn; it said: “{before}”. Why: {why}", {
            before: saidBefore(entry.before),
            why: entry.why,
          })
        : t("A promise was withdrawn");
    case "question.finished":
      return entry.as === "written" ? t("Answered in writing") : t("It needs no answer");
    case "question.transferred":
      return t("Handed to another broadcast, № {number} there", { number: entry.number });
    case "question.escalated":
      return entry.clock === "reaction"
        ? entry.step === "near"
          ? t("Little time was left to take it up")
          : t("The time to take it up was over")
        : entry.step === "near"
          ? t("Little time was left to resolve it")
          : t("The time to resolve it was over");
    case "question.recalled":
      return t("Ticket {ticket} was made a question again", { ticket: entry.from_ticket });
    case "question.restored":
      return entry.state === "ticketed" ? t("Restored after the show, as a ticket") : t("Restored");
    case "question.noted":
      return entry.for === "head"
        ? t("The note for the head was changed")
        : t("The note for the presenter was changed");
    case "question.received":
      return entry.read
        ? t("The question came in; the topic and the place were determined automatically")
        : t("The question came in");
    case "question.classified":
      return entry.by
        ? t("The topic or the place was changed")
        : t("The topic and the place were determined automatically");
    case "question.returned":
      return entry.was === "on_air" ? t("Put back from the air into the list") : t("Put back out of the list");
    case "resident.told":
      return t("The resident was told: {what} ({state})", {
        what: MOMENTS[entry.kind ?? ""] ?? entry.kind,
        state: REACHED[entry.state ?? ""] ?? t("the message was sent"),
      });
    default:
      return PLAIN[entry.type] || word(entry.type);
  }
}

/** @param {Before} before */
function saidBefore({ text, department, due }) {
  return [text, department, due && t("by {day}", { day: dayAndYear(due, "UTC") })].filter(Boolean).join(" · ");
}

/** @type {(view: QuestionView, revisions: Revision[], zone: Zone, mayEdit: boolean, take: Take) => unknown} */
function wordings(view, revisions, zone, mayEdit, take) {
  if (!revisions.length) return nothing;
  /** @type {(Partial<Revision> & { air_text: string })[]} */
  const all = [{ air_text: view.text }, ...revisions];
  return html`<h3 class="label">${tn("{n} wording for air|{n} wordings for air", revisions.length)}</h3>
    <ol class="wordings small">
      ${all.map(
        (wording, i) => html`<li>
          <div class="line">
            ${i ? html`<time class="tabular" datetime=${wording.at}>${dayAndHours(wording.at, zone)}</time><span>${wording.by}</span>` : html`<span>${t("original")}</span>`}
            <span class="grow"></span>
            ${mayEdit ? html`<button class="button" @click=${() => take(wording.air_text)}>${t("Take into the editor")}</button>` : nothing}
          </div>
          <p class="text">${i ? marked(all[i - 1].air_text, wording.air_text) : wording.air_text}</p>
        </li>`,
      )}
    </ol>`;
}
