/** The lists beside the list: what has been on air, to be reopened; and what was promised today. */

/** @import { QuestionVerb } from "../generated/protocol.js" */
/** @import { Deeds } from "./commands.js" */
/** @import { SoFar } from "./so_far.js" */

import { html, nothing } from "lit";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { may } from "../parts/moves.js";
import { withoutGreeting } from "../parts/questions/opening.js";
import { promiseActs } from "../parts/questions/promise.js";
import { underWay } from "../parts/questions/under_way.js";
import { dayAndYear, hours, span } from "../parts/time.js";
import { airText, askerLine, sourceMark } from "../parts/words.js";

/**
 * @param {Deeds} deeds
 * @param {SoFar} soFar
 */
export function airedList(deeds, soFar) {
  const { broadcast } = deeds.feed.state;
  /** @param {QuestionVerb} verb */
  const can = (verb) => may(verb, { state: "answered" }, broadcast, deeds.feed.you.roles);
  return html`<section class="aired" aria-label=${t("Have been on air")}>
    ${trouble(soFar)}
    <ol>
      ${soFar.aired.map(
        (
          one,
        ) => html`<li class="done-one" data-number=${one.number} aria-busy=${deeds.feed.pending.has(one.number) ? "true" : nothing}>
          <span class="facts line small quiet">
            <b class="tabular">${one.number}</b>${sourceMark(one.source)}<span class="clip" title=${askerLine(one)}>${askerLine(one)}</span>
            <span class="end tabular">${one.from ? `${hours(one.from, broadcast.zone)} · ${span(one.seconds)}` : ""}</span>
          </span>
          <span class="clip-two" title=${airText(one)}>${withoutGreeting(airText(one))}</span>
          ${one.answer && one.answer.summary ? html`<span class="small quiet">${one.answer.summary}</span>` : nothing}
          <span class="line">
            <span class="small ${one.answer && !one.answer.fully ? "next-text" : "done-text"}">${one.answer && !one.answer.fully ? t("answered in part, the rest is a ticket") : t("answered")}</span>
            <span class="grow"></span>${coming(deeds, one.number)}
            ${can("promise") ? html`<button class="button small-one" @click=${() => deeds.promise({ ...one, state: "answered" })}>${icon("flag")} ${t("Promise…")}</button>` : nothing}
            ${can("reopen") ? html`<button class="button small-one" @click=${() => deeds.reopen({ ...one, state: "answered" })}>${icon("undo-2")} ${t("Into the list")}</button>` : nothing}
          </span>
        </li>`,
      )}
    </ol>
    ${soFar.aired.length ? nothing : html`<p class="empty">${t("Nothing has been answered on air yet.")}</p>`}
  </section>`;
}

/**
 * @param {Deeds} deeds
 * @param {SoFar} soFar
 */
export function promiseList(deeds, soFar) {
  const { broadcast } = deeds.feed.state;
  return html`<section class="promised" aria-label=${t("Promises")}>
    ${trouble(soFar)}
    <ol>
      ${soFar.promises.map(
        (one) => html`<li class="done-one">
          <span>${one.text}</span>
          <span class="line small quiet">
            <b class="tabular">№ ${one.number}</b>
            ${one.due ? html`<span class="next-text">${t("by {date}", { date: dayAndYear(one.due, "UTC") })}</span>` : html`<span>${t("no date")}</span>`}
            ${one.department ? html`<span>${one.department}</span>` : nothing}
            <span class="end tabular">${one.by}, ${hours(one.at, broadcast.zone)}</span>
          </span>
          ${promiseActs(deeds.feed, one)}
        </li>`,
      )}
    </ol>
    ${soFar.promises.length ? nothing : html`<p class="empty">${t("Nothing has been promised yet.")}</p>`}
  </section>`;
}

/**
 * @param {Deeds} deeds
 * @param {number} number
 */
function coming({ feed }, number) {
  const verb = feed.pending.of(number);
  return verb ? html`<span class="coming small">${underWay(verb, { state: "answered" })}</span>` : nothing;
}

/** @param {SoFar} soFar */
function trouble(soFar) {
  return soFar.trouble
    ? html`<p class="small next-text" role="status">${icon("triangle-alert")} ${soFar.trouble} ${t("It is read again by itself.")}</p>`
    : nothing;
}
