/** The open question and the situations of the centre: the one that it stands in, or those that it may be about. */

/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { Hints } from "./hints.js" */
/** @import { WholeView } from "./types.js" */

import { html, nothing } from "lit";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { maySteer } from "../parts/matters/commands.js";
import { matterChip, matterHints } from "../parts/matters/hints.js";

/** As many people asking one thing are a trouble: then the button stands out. */
const MANY = 5;

/** @param {string} slug */
export function matterBase(slug) {
  return `/api/v1/broadcasts/${slug}`;
}

/**
 * @param {WholeView} view
 * @param {Hints} hints
 */
export function alikeTo(view, hints) {
  return hints.number === view.number ? hints.found.matters : [];
}

/**
 * `join(number)` joins the open question; without a number it asks, or takes the likely one.
 *
 * @param {{ view: WholeView, feed: Feed, slug: string, hints: Hints, join: (number?: number) => unknown }} shown
 */
export function matterPart({ view, feed, slug, hints, join }) {
  if (view.matter) return matterChip(feed, matterBase(slug), view.matter);
  if (!maySteer(feed) || ["declined", "blocked"].includes(view.state)) return nothing;
  return html`${matterHints(alikeTo(view, hints), join)}
    <div class="line"><button class="button ${view.askers >= MANY ? "own" : ""}" @click=${() => join()}>${icon("layers")} ${t("To a situation")} <kbd>Y</kbd></button></div>`;
}
