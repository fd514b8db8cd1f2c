/** A show that is over, and where to go on from it. */

/** @import { Feed } from "./feed/feed.js" */

import { html, nothing } from "lit";
import { icon } from "./icon.js";
import { t } from "./i18n.js";

const OVER = ["wrapping", "wrapped", "archived"];

/** @param {{ state?: string }} broadcast */
export function isOver({ state }) {
  return OVER.includes(state || "");
}

/** What has become of it, in a heading. @param {{ state?: string, unwrapping?: boolean }} broadcast */
export function overWords({ state, unwrapping }) {
  if (unwrapping) return t("The end of the show is being taken back; its tickets are becoming questions again.");
  return state === "wrapping" ? t("The show is over; its questions are becoming tickets.") : t("The show is over.");
}

/**
 * The report, and the tickets for whoever may open them.
 *
 * @param {Feed} feed
 * @param {string} slug
 */
export function wayOn(feed, slug) {
  return html`<p class="line">
    <a class="button own" href="/b/${encodeURIComponent(slug)}/report">${icon("file-text")} ${t("The report")}</a>
    <a class="button" href="/b/${encodeURIComponent(slug)}/chronicle">${icon("clapperboard")} ${t("Chronicle of the air")}</a>
    ${feed.may("coordinator", "executor", "admin") ? html`<a class="button" href="/tickets">${icon("ticket")} ${t("The tickets")}</a>` : nothing}
  </p>`;
}
