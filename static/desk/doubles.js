/** The likely doubles of the open question, with what they share marked. */

/** @import { Hints } from "./hints.js" */
/** @import { Similar, WholeView } from "./types.js" */

import { html, nothing } from "lit";
import { icon } from "../parts/icon.js";
import { locale, t } from "../parts/i18n.js";
import { age, dayAndHours } from "../parts/time.js";
import { airText, stateChip } from "../parts/words.js";
import { answeredBefore } from "../parts/questions/answered_before.js";
import { withoutGreeting } from "../parts/questions/opening.js";
import { shares, sharing } from "../parts/questions/difference.js";

const percent = new Intl.NumberFormat(locale, { style: "percent" });
/** Likeness from which one key merges: below it strangers stand among the doubles. */
const LIKELY = 0.75;

/**
 * "≈ 90 %": the likeness is a hint and no measurement.
 *
 * @param {number} score
 */
export function per(score) {
  return `≈ ${percent.format(Math.round(score * 10) / 10)}`;
}

/**
 * Whether it is so much like the open one that a key may merge them unasked.
 *
 * @param {Pick<Similar, "score" | "text" | "air_text">} one
 * @param {Pick<WholeView, "text" | "air_text">} view
 */
export function isLikely(one, view) {
  return one.score >= LIKELY && shares(airText(one), airText(view));
}

/**
 * What each of them is shown with. `take(number)` merges the open one into it, `give(view)` it into the open one,
 * `open(number)` opens it.
 *
 * @typedef {object} About
 * @property {WholeView} view
 * @property {Date} now
 * @property {string} zone
 * @property {boolean} mayMerge
 * @property {(number: number) => void} take
 * @property {(view: Similar) => void} give
 * @property {(number: number) => void} open
 */

/** @param {About & { hints: Hints, again: () => void }} shown */
export function doubles({ view, hints, now, zone, mayMerge, take, give, open, again }) {
  const { status, found } = hints;
  const about = { view, now, zone, mayMerge, take, give, open };
  return html`${answeredBefore(hints.before.found)}
    <section class="doubles" aria-label=${t("Likely doubles")}>
    <h3 class="label line"><span>${t("Likely doubles")}</span>
      <span class="quiet" role="status">${status === "looking" ? t("looking for doubles…") : status === "known" && !found.similar.length ? t("none") : ""}</span>
      ${status === "failed" ? html`<span>${t("could not be looked for")}</span> <button class="button bare small" @click=${again}>${t("Again")}</button>` : nothing}
    </h3>
    ${found.similar.length ? html`<ol>${found.similar.map((one, i) => row(one, i, about))}</ol>` : nothing}
  </section>`;
}

/**
 * Why it stands here: of words in common the marks among them say it.
 *
 * @param {Similar} one
 */
function why({ found_by }) {
  if (found_by === "house") return html`<span>${t("about the same house")}</span>`;
  return found_by === "meaning" ? html`<span>${t("near in meaning")}</span>` : nothing;
}

/**
 * @param {Similar} one
 * @param {number} i
 * @param {About} about
 */
function row(one, i, { view, now, zone, mayMerge, take, give, open }) {
  // The older one takes in by default; what already gathers askers, or stands in the list, may stay instead.
  const turns =
    one.number > view.number &&
    (view.askers > 1 || view.state === "shortlisted") &&
    ["new", "shortlisted"].includes(one.state);
  return html`<li class="double" data-number=${one.number}>
    <div class="line small">
      <b class="tabular">№ ${one.number}</b><span class="tabular">${per(one.score)}</span>${why(one)}${stateChip(one.state)}
      ${one.locality ? html`<span>${one.locality}</span>` : nothing}
      ${one.askers > 1 ? html`<b class="tabular">×${one.askers}</b>` : nothing}
      <span class="quiet" title=${dayAndHours(one.received_at, zone)}>${age(one.received_at, now)}</span>
      <span class="grow"></span>
      ${
        mayMerge
          ? html`<button class="button" @click=${() => take(one.number)} title=${t("Merge № {number} into № {into}", { number: view.number, into: one.number })}>
            ${icon("merge")} ${t("№ {into} stays", { into: one.number })} ${i === 0 && isLikely(one, view) ? html`<kbd>G</kbd>` : nothing}
          </button>`
          : nothing
      }
      ${
        mayMerge && turns
          ? html`<button class="button" @click=${() => give(one)} title=${t("Merge № {number} into № {into}", { number: one.number, into: view.number })}>${t("№ {into} stays", { into: view.number })}</button>`
          : nothing
      }
      <button class="button bare" @click=${() => open(one.number)} aria-label=${t("Open № {number}", { number: one.number })}>${t("Open")}</button>
    </div>
    <details>
      <summary class="clip-two">${sharing(withoutGreeting(airText(one)), airText(view))}</summary>
      <div class="texts">
        <div><p class="label">№ ${view.number}</p><p class="text">${sharing(airText(view), airText(one))}</p></div>
        <div><p class="label">№ ${one.number}</p><p class="text">${sharing(airText(one), airText(view))}</p></div>
      </div>
    </details>
  </li>`;
}
