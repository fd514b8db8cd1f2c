/** The questions on the head's screen, each with what was prepared for it: on air, answered just now, the next ones. */

import { html, nothing } from "lit";
import { icon } from "../parts/icon.js";
import { t, tn } from "../parts/i18n.js";
import { dayAndYear, span } from "../parts/time.js";
import { airText, askerLine, sourceMark, ticketState } from "../parts/words.js";
import { today } from "./due.js";

const LIKEST = 2; // of earlier questions that are shown at once
const LONG = 700; // letters of a text that is given a place of its own to be scrolled in

/**
 * `screen`: {feed, earlier, target, acts}; `acts` is whether this person may do anything here, and so choose a question
 * to do it with.
 */
export function airCard(screen, view) {
  if (!view)
    return html`<section class="card idle" aria-label=${t("On air now")}><p class="quiet">${t("Nothing is on air.")}</p></section>`;
  const since = view.moved ? Date.parse(view.moved.at) : null;
  return html`<section class="card air stack ${chosen(screen, view)}" aria-label=${t("On air now")}>
    ${choosing(
      screen,
      view,
      html`<span class="chip air">${icon("radio")} ${t("On air")}</span>${who(view)}`,
      since
        ? html`<live-tick class="own-clock" .feed=${screen.feed} .text=${(now) => span((now - since) / 1000)}></live-tick>`
        : nothing,
    )}
    ${words(view, "aloud")} ${prepared(screen, view)}
  </section>`;
}

/** What has just left the air: an assignment is often given when the answer is over. */
export function lastCard(screen, view) {
  if (!view) return nothing;
  return html`<section class="card last ${chosen(screen, view)}" aria-label=${t("Just answered")}>
    ${choosing(screen, view, html`<span class="chip done">${t("Just answered")}</span><b class="tabular">№ ${view.number}</b><span class="clip">${airText(view)}</span>`)}
  </section>`;
}

/** `place` is its place in the list, from 1; `open` is whether all of it is shown. */
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
          : html`<span class="clip-two">${airText(view)}</span>
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

/** The head of a card: a button that makes it the one acted on, where anything may be done. */
function choosing(screen, view, facts, clock = nothing) {
  const inside = html`<span class="line">${facts}</span>${clock}`;
  if (!screen.acts) return html`<div class="top">${inside}</div>`;
  return html`<button class="pick top" aria-pressed=${screen.target.is(view)} @click=${() => screen.target.choose(view.number)}>${inside}</button>`;
}

function chosen(screen, view) {
  return screen.acts && screen.target.is(view) ? "chosen" : "";
}

function who(view) {
  const asker = askerLine(view);
  return html`<b class="tabular">№ ${view.number}</b>${sourceMark(view.source)} ${asker ? html`<span>${asker}</span>` : nothing}
    ${view.topic ? html`<span class="chip topic">${view.topic}</span>` : nothing}
    ${view.askers > 1 ? html`<b>${tn("asked by {n} person|asked by {n} people", view.askers)}</b>` : nothing}`;
}

function words(view, size) {
  const text = airText(view);
  return text.length > LONG
    ? html`<p class="text long ${size}" tabindex="0" role="region" aria-label=${t("Question")}>${text}</p>`
    : html`<p class="text ${size}">${text}</p>`;
}

function prepared(screen, view) {
  const note = view.notes && view.notes.head;
  const contact = view.author && view.author.contact;
  return html`${contact ? html`<p class="small quiet">${t("To answer: {contact}", { contact: contact.replace(/^\w+:/, "") })}</p>` : nothing}
    ${note ? html`<section class="brief" aria-label=${t("Facts")}><h3 class="label">${t("Facts")}</h3><p class="text">${note}</p></section>` : nothing}
    ${promises(screen, view)} ${past(screen, view)}`;
}

function promises(screen, view) {
  return (view.promises || []).map(
    (promise) => html`<p class="promise">${icon("flag")} ${promiseWords(screen, promise)}</p>`,
  );
}

/** A promise with its date and department; one whose day has passed says so, unless its ticket is done. */
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

function beforeWords(before) {
  return before.some((question) => question.promises.length) ? t("promised before") : t("asked before");
}

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

/** What became of it then, besides promises. */
function outcome({ state, answer, ticket }) {
  const said = answer || (ticket && ticket.answer);
  return html`<p class="outcome">
    ${state === "answered" ? html`<span class="done-text">${t("answered")}</span>` : nothing}
    ${ticket ? html`<span class="quiet">${t("ticket")}: ${ticketState(ticket.state)}${ticket.department ? html` · ${ticket.department}` : nothing}</span>` : nothing}
    ${said ? html`<span class="text">${said}</span>` : nothing}
  </p>`;
}
