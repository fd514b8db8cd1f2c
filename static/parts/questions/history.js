/** What happened to a question, as sentences, and every wording that it had for air. */

import { html, nothing } from "lit";
import { t, tn, word } from "../i18n.js";
import { dayAndHours } from "../time.js";
import { reasonName } from "../words.js";
import { marked } from "./difference.js";

/** `past`: {history, revisions}, undefined while it is being read; `take(text)` puts a wording into the editor. */
export function history({ view, past, trouble, lists, zone, mayEdit, take }) {
  return html`${trouble ? html`<p class="wrong">${trouble}</p>` : nothing}
    ${
      past
        ? html`<ol class="small">${past.history.map((entry) => line(entry, lists, zone))}</ol>${wordings(view, past.revisions, zone, mayEdit, take)}`
        : trouble
          ? nothing
          : html`<p class="quiet small">${t("reading…")}</p>`
    }`;
}

function line(entry, lists, zone) {
  const by = entry.by ? `${entry.by.name}, ${word(entry.by.role)}` : "";
  return html`<li><time class="tabular" datetime=${entry.at}>${dayAndHours(entry.at, zone)}</time>
    <span>${sentence(entry, lists)}</span>${by ? html` <span class="quiet">· ${by}</span>` : nothing}</li>`;
}

const PLAIN = {
  "question.received": t("The question came in"),
  "question.added": t("Written down by hand"),
  "question.edited": t("The text for air was edited"),
  "question.shortlisted": t("Put into the list"),
  "question.moved": t("Moved within the list"),
  "question.taken": t("Taken to air"),
  "question.answered": t("Answered on air"),
  "question.reopened": t("Reopened, back in the list"),
  "question.wanted": t("The head takes it"),
  "question.promised": t("A promise was made"),
  "question.restored": t("Restored"),
  "question.split": t("Split off, stands by itself again"),
  "question.ticketed": t("Has become a ticket"),
  "questions.ticketed": t("Has become a ticket at the end of the show"),
  "question.gathered": t("The number of those who ask has changed"),
  "question.changed_by_author": t("The author has changed the text"),
  "question.deleted_by_author": t("The author has deleted the message"),
  "question.named": t("The author's name became known"),
  "reply.queued": t("A reply in writing was given"),
  "reply.sent": t("The reply is sent"),
  "reply.failed": t("The reply could not be sent"),
  "reply.unsure": t("It is not known whether the reply has arrived"),
  "reply.cancelled": t("The reply was taken back"),
  "graphic.shown": t("The graphic was shown"),
  "graphic.cleared": t("The graphic was taken off"),
};

/** One event of a question's history in plain words. */
export function sentence(entry, lists) {
  switch (entry.type) {
    case "question.declined":
      return t("Declined: {reason}", { reason: reasonName(entry.reason, lists) });
    case "question.merged":
      return t("Merged into № {number}", { number: entry.into });
    case "question.noted":
      return entry.for === "head"
        ? t("The note for the head was changed")
        : t("The note for the presenter was changed");
    case "question.classified":
      return entry.by
        ? t("The topic or the place was changed")
        : t("The topic and the place were determined automatically");
    case "question.returned":
      return entry.was === "on_air" ? t("Put back from the air into the list") : t("Put back out of the list");
    default:
      return PLAIN[entry.type] || word(entry.type);
  }
}

function wordings(view, revisions, zone, mayEdit, take) {
  if (!revisions.length) return nothing;
  const all = [{ air_text: view.text }, ...revisions];
  return html`<h3 class="label">${tn("{n} wording for air|{n} wordings for air", revisions.length)}</h3>
    <ol class="wordings small">
      ${all.map(
        (wording, i) => html`<li>
          <div class="line">
            ${i ? html`<time class="tabular" datetime=${wording.at}>${dayAndHours(wording.at, zone)}</time><span>${wording.by && (wording.by.name || wording.by)}</span>` : html`<span>${t("original")}</span>`}
            <span class="grow"></span>
            ${mayEdit ? html`<button class="button" @click=${() => take(wording.air_text)}>${t("Take into the editor")}</button>` : nothing}
          </div>
          <p class="text">${i ? marked(all[i - 1].air_text, wording.air_text) : wording.air_text}</p>
        </li>`,
      )}
    </ol>`;
}
