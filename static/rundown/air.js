/** On air, next, and what is done to them: the centre of the rundown. */

/** @import { Previous, QuestionVerb, QuestionView } from "../generated/protocol.js" */
/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { Deeds } from "./commands.js" */

import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { may } from "../parts/moves.js";
import { inPicture } from "../parts/polls.js";
import { covered } from "../parts/questions/covered.js";
import { underWay } from "../parts/questions/under_way.js";
import { readingTime } from "../parts/time.js";
import { airText, askerLine, sourceMark } from "../parts/words.js";
import { lengthOf } from "./forecast.js";

/**
 * @param {QuestionView | null} air
 * @param {Feed} feed
 */
export function onAirCard(air, feed) {
  if (!air)
    return html`<section class="card idle" aria-label=${t("On air now")}><p class="quiet">${t("Nothing is on air.")}</p></section>`;
  return html`<section class="card air" aria-label=${t("On air now")} aria-live="polite" aria-busy=${feed.pending.has(air.number) ? "true" : nothing}>
    <div class="line">
      <span class="chip air">${icon("radio")} ${t("On air")}</span>${coming(air, feed)}
      <b class="tabular">№ ${air.number}</b>${sourceMark(air.source)}<span class="clip" title=${askerLine(air)}>${askerLine(air)}</span>${unnamed(air)}
      ${air.moved ? html`<rundown-timer aria-live="off" .feed=${feed} .since=${air.moved.at} .length=${lengthOf(air, feed.state.broadcast)}></rundown-timer>` : nothing}
    </div>
    <p class="aloud text" tabindex="0">${covered(airText(air), air)}</p>
    ${forPresenter(air)}
    ${air.author_change ? html`<p class="small next-text">${air.author_change.deleted ? t("The author has deleted the message") : t("The author has changed the text")}${air.author_change.text ? `: ${air.author_change.text}` : ""}</p>` : nothing}
    ${air.caller ? html`<p class="small">${icon("phone")} ${air.caller.gone ? t("The caller is gone") : t("The caller is on the line")}</p>` : nothing}
    ${(air.promises || []).map((one) => html`<p class="small">${icon("flag")} ${one.text}</p>`)}
  </section>`;
}

/**
 * @param {QuestionView | undefined} next
 * @param {Feed} feed
 */
export function nextCard(next, feed) {
  if (!next) return nothing;
  return html`<section class="card next" aria-label=${t("Next")} aria-busy=${feed.pending.has(next.number) ? "true" : nothing}>
    <div class="line">
      <span class="chip next">${t("Next")}</span>${coming(next, feed)}<b class="tabular">№ ${next.number}</b>${sourceMark(next.source)}
      <span class="clip" title=${askerLine(next)}>${askerLine(next)}</span>${unnamed(next)}<span class="quiet small">${t("{n} s to read", { n: readingTime(airText(next)) })}</span>
    </div>
    <p class="text" tabindex="0">${covered(airText(next), next)}</p>
    ${forPresenter(next)}
  </section>`;
}

/**
 * What is under way with it: for the eye alone, the ear is told once, of what came of it.
 *
 * @param {QuestionView} view
 * @param {Feed} feed
 */
function coming(view, feed) {
  const verb = feed.pending.of(view.number);
  return verb ? html`<span class="chip coming" aria-hidden="true">${underWay(verb, view)}</span>` : nothing;
}

/** That the name is not said on air, where there is one. @param {QuestionView} view */
function unnamed(view) {
  return view.author?.name && !view.name_on_air
    ? html`<span class="chip" title=${t("The name is not said: “a resident” stands in its place.")}>${icon("eye-off")} ${t("no name on air")}</span>`
    : nothing;
}

/** @param {QuestionView} view */
function forPresenter(view) {
  return view.notes && view.notes.presenter
    ? html`<p class="small quiet">${icon("sticky-note")} ${view.notes.presenter}</p>`
    : nothing;
}

/**
 * The three great buttons, and beside them what is rarer; each always in its place.
 *
 * @param {Deeds} deeds
 * @param {() => void} draw
 */
export function acts(deeds, draw) {
  const { feed, air, ready } = deeds;
  const next = deeds.list[0];
  const { broadcast } = feed.state;
  const shown = inPicture(feed.state);
  /** @type {(verb: QuestionVerb, view: QuestionView | null | undefined) => boolean} */
  const can = (verb, view) => ready && may(verb, view, broadcast, feed.you.roles);
  return html`${air ? html`${summary(deeds, air)} ${previous(deeds, air, draw)}` : nothing}
    <div class="great-ones" role="group" aria-label=${t("Air")}>
      <button class="button great next" ?disabled=${!can("take", next)} @click=${() => deeds.take()}>${icon("radio")} ${t("To air")} <kbd>V</kbd></button>
      <button class="button great done" ?disabled=${!can("answer", air)} @click=${() => deeds.answer()}>${icon("check")} ${t("Answered")} <kbd>A</kbd></button>
      <button class="button great" ?disabled=${!can("return", air)} @click=${() => deeds.putBack()}>${icon("undo-2")} ${t("Return")} <kbd>R</kbd></button>
    </div>
    <div class="line lesser" role="group" aria-label=${t("Graphic, answer, promise")}>
      <button class="button clear-graphic" ?disabled=${!shown || feed.status !== "in_step"} @click=${() => deeds.clearGraphic()}>${icon("captions-off")} ${t("Clear the graphic")} <kbd>G</kbd></button>
      <button class="button" ?disabled=${!air || shown === "question" || feed.status !== "in_step"} @click=${() => deeds.send("graphic.show")}>${icon("captions")} ${t("Show the graphic")}</button>
      <button class="button" ?disabled=${!can("answer", air)} @click=${() => deeds.answerInPart()}>${t("Answered in part…")} <kbd>Shift+A</kbd></button>
      <button class="button" ?disabled=${!air || !can("promise", air)} @click=${() => deeds.promise(air)}>${icon("flag")} ${t("Promise…")} <kbd>P</kbd></button>
    </div>`;
}

/**
 * A line for what is being answered, while it is; it goes along with whatever ends the turn. Enter in it is “Answered”.
 *
 * @param {Deeds} deeds
 * @param {QuestionView} air
 */
function summary(deeds, { number }) {
  const { draft, keep } = deeds.draft(`answer/${number}`);
  /** @param {InputEvent & { target: HTMLInputElement }} event */
  const typed = ({ target }) => keep({ summary: target.value });
  /** @param {KeyboardEvent & { target: HTMLInputElement }} event */
  const pressed = (event) => {
    if (event.key === "Escape") event.target.blur();
    if (event.key !== "Enter" || event.isComposing || event.repeat) return;
    event.preventDefault();
    deeds.answer();
  };
  return html`<label class="summary line">
    <span class="label">${t("The answer in a sentence")} <kbd>S</kbd></span>
    <input class="input grow" name="summary" maxlength="2000" autocomplete="off" placeholder=${t("may stay empty")} .value=${live(draft.summary || "")} @input=${typed} @keydown=${pressed} />
  </label>`;
}

/** @type {[Previous["as"], string][]} */
const ENDS = [
  ["answered", t("is answered")],
  ["returned", t("goes back to the list")],
];

/**
 * @param {Deeds} deeds
 * @param {QuestionView} air
 * @param {() => void} draw
 */
function previous(deeds, air, draw) {
  return html`<fieldset class="previous line">
    <legend class="label">${t("When the next goes to air, № {number}", { number: air.number })}</legend>
    ${ENDS.map(
      ([value, label]) =>
        html`<label class="choice"><input type="radio" name="before" value=${value} .checked=${deeds.before === value} @change=${() => ((deeds.before = value), draw())} /><span>${label}</span></label>`,
    )}
  </fieldset>`;
}

/**
 * What becomes of the question on air when another is taken, in words; null where nothing is on air.
 *
 * @param {Deeds} deeds
 */
export function leaving({ air, before }) {
  if (!air) return null;
  return before === "answered"
    ? t("№ {number} is then answered.", { number: air.number })
    : t("№ {number} then goes back to the list.", { number: air.number });
}
