/** Which sources speak, each as a mark of one line: the network or the telephone, and whether anything comes by it. */

import { html, nothing } from "lit";
import { icon } from "./icon.js";
import { t } from "./i18n.js";
import { clock, hours } from "./time.js";
import { sourceMark, sourceName } from "./words.js";

/** @typedef {{ source: string, last_at: string | null, state: string }} SourceHealth */

/** @type {Record<string, string>} */
const STATES = { alive: t("alive"), silent: t("silent"), never: t("nothing yet") };
/** @type {Record<string, string>} */
const TONES = { alive: "done-text", silent: "next-text", never: "gone-text" };

/** Where there is no room for words, what is well is told by a sign. */
export const WELL = html`<span class="sign done-text">${icon("check")}</span>`;
/** @type {Record<string, unknown>} */
const SIGNS = { alive: WELL, never: html`<span class="sign">${icon("minus")}</span>` };

/** Of what was well when the server last answered nobody knows now. */
export const UNKNOWN = html`<span class="quiet"><span aria-hidden="true">?</span><span class="unseen">${t("not known")}</span></span>`;

/**
 * @param {SourceHealth} health
 * @param {string} zone
 * @param {boolean} lost  whether the server has ceased to answer since
 */
export function sourceHealth({ source, last_at, state }, zone, lost) {
  if (lost)
    return html`<span class="mark" data-source=${source} data-state="unknown" title=${sourceName(source)}>${sourceMark(source)} ${UNKNOWN}</span>`;
  const since = last_at && state !== "alive" ? t("since {time}", { time: hours(last_at, zone) }) : "";
  const last = last_at && t("the last at {time}", { time: clock(last_at, zone) });
  const title = [sourceName(source), STATES[state], last].filter(Boolean).join(", ");
  return html`<span class="mark ${TONES[state] || ""}" data-source=${source} data-state=${state} title=${title}>
    ${sourceMark(source)} ${SIGNS[state] ?? nothing}<span class="words"><span class="state">${STATES[state]}</span> ${since}</span>
  </span>`;
}
