/** The questions on the head's screen, each with what was prepared for it: on air, answered just now, the next ones. */

/** @import { TemplateResult } from "lit" */
/** @import { PromiseView, QuestionView } from "../generated/protocol.js" */
/** @import { EarlierQuestion, EarlierTicket, Screen } from "./types.js" */

import { html, nothing } from "lit";
import { icon } from "../parts/icon.js";
import { t, tn } from "../parts/i18n.js";
import { dayAndYear, span } from "../parts/time.js";
import { aloud, askerAloud, sourceMark, ticketState } from "../parts/words.js";
import { today } from "./due.js";
import "../parts/shown_contact.js";

const LIKEST = 2; // of earlier questions that are shown at once
const LONG = 700; // letters of a text that is given a place of its own to be scrolled in

/**
 * @param {Screen} screen
 * @param {QuestionView | null} view
 */
export function airCard(screen, view) {
  if (!view)
    return html`<section class="card idle" aria-label=${t("On air now")}><p class="quiet">${t("Nothing is on air.")}</p></section>`;
  const since = view.moved && view.moved.at ? Date.parse(view.moved.at) : null;
  return html`<section class="card air stack ${chosen(screen, view)}" aria-label=${t("On air now")}>
    ${choosing(
      screen,
      view,
      html`<span class="chip air">${icon("radio")} ${t("On air")}</span>${who(view)}`,
      since
        ? html`<live-tick class="own-clock" .feed=${screen.feed} .text=${/** @param {Date} now */ (now) => span((now.getTime() - since) / 1000)}></live-tick>`
        : nothing,
    )}
    ${words(view, "aloud")} ${prepared(screen, view)}
  </section>`;
}

/**
 * What has just left the air: an assignment is often given when the answer is over.
 *
 * @param {Screen} screen
 * @param {QuestionView | null} view
 */
export function lastCard(screen, view) {
  if (!view) return nothing;
  return html`<section class="card last ${chosen(screen, view)}" aria-label=${t("Just answered")}>
    ${choosing(screen, view, html`<span class="chip done">${t("Just answered")}</span><b class="tabular">№ ${view.number}</b><span class="clip">${aloud(view)}</span>`)}
  </section>`;
}

/**
 * `place` is its place in the list, from 1; `open` is whether all of it is shown.
 *
 * @param {Screen} screen
 * @param {QuestionView} view
 * @param {number} place
 * @param {boolean} open
 */
export function nextCard(screen, view, place, open) {
  const before = screen.earlier.of(view);
  const note = view.notes && view.notes.head;
  return html`<section class="card next-one ${place === 1 ? "next" : ""} ${chosen(screen, view)}" aria-label="№ ${view.number}">
    <button class="pick" aria-expanded=${open} @click=${() => screen.target.choose(view.number)}>
      <span class="line">
        ${place === 1 ? html`<span class="chip next">${t("Next")}</span>` : html`<b class="place tabular">${place}</b>`}${who(view)}
        ${view.wanted ? html`<span class="chip own">${icon("star")} ${screen.feed.may("head") ? t("you take it") : t("the head takes it")}</span>` : nothing}
      </span>
      ${
        open
          ? nothing
          : html`<span class="clip-two">${aloud(view)}</span>
            ${
              note || before.length
                ? html`<span class="line small quiet">
                  ${note ? html`<span>${icon("file-text")} ${t("facts prepared")}</span>` : nothing}
                  ${before.length ? html`<span>${icon("history")} ${beforeWords(before)}</span>` : nothing}
                </span>`
                : nothing
            }`
      }
    </button>
    ${open ? html`<div class="stack inside">${words(view, place === 1 ? "soon" : "")} ${prepared(screen, view)}</div>` : nothing}
  </section>`;
}

/**
 * The head of a card: a button that makes it the one acted on, where anything may be done.
 *
 * @param {Screen} screen
 * @param {QuestionView} view
 * @param {TemplateResult} facts
 * @param {TemplateResult | typeof nothing} clock
 */
function choosing(screen, view, facts, clock = nothing) {
  const inside = html`<span class="line">${facts}</span>${clock}`;
  if (!screen.acts) return html`<div class="top">${inside}</div>`;
  return html`<button class="pick top" aria-pressed=${screen.target.is(view)} @click=${() => screen.target.choose(view.number)}>${inside}</button>`;
}

/**
 * @param {Screen} screen
 * @param {QuestionView} view
 */
function chosen(screen, view) {
  return screen.acts && screen.target.is(view) ? "chosen" : "";
}

/** @param {QuestionView} view */
function who(view) {
  const asker = askerAloud(view);
  return html`<b class="tabular">№ ${view.number}</b>${sourceMark(view.source)} ${asker ? html`<span>${asker}</span>` : nothing}
    ${view.topic ? html`<span class="chip topic">${view.topic}</span>` : nothing}
    ${view.askers && view.askers > 1 ? html`<b>${tn("asked by {n} person|asked by {n} people", view.askers)}</b>` : nothing}`;
}

/**
 * @param {QuestionView} view
 * @param {string} size
 */
function words(view, size) {
  const text = aloud(view);
  return text.length > LONG
    ? html`<p class="text long ${size}" tabindex="0" role="region" aria-label=${t("Question")}>${text}</p>`
    : html`<p class="text ${size}">${text}</p>`;
}

/**
 * @param {Screen} screen
 * @param {QuestionView} view
 */
function prepared(screen, view) {
  const note = view.notes && view.notes.head;
  const masked = (view.author && view.author.contact_masked) || null;
  return html`${masked ? html`<p class="small quiet line">${t("To answer:")} <shown-contact .feed=${screen.feed} .type=${"question.contact"} .fields=${{ question: view.number }} .masked=${masked}></shown-contact></p>` : nothing}
    ${note ? html`<section class="brief" aria-label=${t("Facts")}><h3 class="label">${t("Facts")}</h3><p class="text">${note}</p></section>` : nothing}
    ${promises(screen, view)} ${past(screen, view)}`;
}

/**
 * @param {Screen} screen
 * @param {QuestionView} view
 */
function promises(screen, view) {
  return (view.promises || []).map(
    (promise) => html`<p class="promise">${icon("flag")} ${promiseWords(screen, promise)}</p>`,
  );
}

/**
 * A promise with its date and department; one whose day has passed says so, unless its ticket is done.
 *
 * @param {Screen} screen
 * @param {PromiseView} promise
 * @param {EarlierTicket | null} ticket
 */
export function promiseWords(screen, promise, ticket = null) {
  const now = today(screen.feed.now(), screen.feed.state.broadcast.zone);
  const done = ticket && ["resolved", "closed"].includes(ticket.state);
  const late = promise.due && promise.due < now && !done;
  return html`<span class="text">${promise.text}</span>
    <span class="small quiet"
      >${promise.due ? html`<span class="due ${late ? "next-text" : ""}">${t("by {day}", { day: dayAndYear(promise.due, "UTC") })}${late ? html`, ${t("the day has passed")}` : nothing}</span>` : t("no date")}
      ${promise.department ? html`· ${promise.department}` : nothing} ${promise.by ? html`· ${promise.by}` : nothing}
      ${ticket ? html`· <span class=${done ? "done-text" : ""}>${ticketState(ticket.state)}</span>` : nothing}</span
    >`;
}

/** @param {EarlierQuestion[]} before */
function beforeWords(before) {
  return before.some((question) => question.promises.length) ? t("promised before") : t("asked before");
}

/**
 * @param {Screen} screen
 * @param {QuestionView} view
 */
function past(screen, view) {
  const before = screen.earlier.of(view);
  if (!before.length) return nothing;
  return html`<section class="before" aria-label=${t("In earlier broadcasts")}>
    <h3 class="label">${icon("history")} ${t("In earlier broadcasts")}</h3>
    <ul>${before.slice(0, LIKEST).map((one) => pastOne(screen, one))}</ul>
    ${
      before.length > LIKEST
        ? html`<details><summary>${tn("and {n} more|and {n} more", before.length - LIKEST)}</summary><ul>${before.slice(LIKEST).map((one) => pastOne(screen, one))}</ul></details>`
        : nothing
    }
  </section>`;
}

/**
 * @param {Screen} screen
 * @param {EarlierQuestion} one
 */
function pastOne(screen, one) {
  return html`<li>
    <p class="small quiet">
      ${dayAndYear(one.broadcast.at, one.broadcast.zone)} · ${one.broadcast.title} ${one.locality ? html`· ${one.locality}` : nothing}
      ${one.askers > 1 ? html`· ${tn("asked by {n} person|asked by {n} people", one.askers)}` : nothing}
    </p>
    <p class="clip-two">${one.text}</p>
    ${outcome(one)}
    ${one.promises.map((promise) => html`<p class="promise">${icon("flag")} ${promiseWords(screen, promise, promise.ticket)}</p>`)}
  </li>`;
}

/**
 * What became of it then, besides promises.
 *
 * @param {EarlierQuestion} question
 */
function outcome({ state, answer, ticket }) {
  const said = answer || (ticket && ticket.answer);
  return html`<p class="outcome">
    ${state === "answered" ? html`<span class="done-text">${t("answered")}</span>` : nothing}
    ${ticket ? html`<span class="quiet">${t("ticket")}: ${ticketState(ticket.state)}${ticket.department ? html` · ${ticket.department}` : nothing}</span>` : nothing}
    ${said ? html`<span class="text">${said}</span>` : nothing}
  </p>`;
}
