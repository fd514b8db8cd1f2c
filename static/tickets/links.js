/** Other tickets beside the open one: in like words, of the same person, answered on the same topic. */

/** @import { Linked, Links } from "./types.js" */

import { html, nothing } from "lit";
import { t } from "../parts/i18n.js";
import { withoutGreeting } from "../parts/questions/opening.js";
import { day } from "../parts/time.js";
import { ticketState } from "../parts/words.js";

const GROUPS = {
  similar: t("In like words"),
  person: t("Of the same person"),
  topic: t("On the same topic, answered"),
};

/**
 * @param {Links} links
 * @param {string} zone
 * @param {(number: string) => unknown} open opens one
 */
export function linked(links, zone, open) {
  const groups = /** @type {[keyof typeof GROUPS, string][]} */ (Object.entries(GROUPS)).filter(
    ([name]) => links[name] && links[name].length,
  );
  if (!groups.length) return nothing;
  return html`<section class="stack links"><h3>${t("Other tickets")}</h3>
    ${groups.map(
      ([name, label]) => html`<div><h4 class="label">${label}</h4>
        <ul>${links[name].map((one) => link(one, zone, open))}</ul></div>`,
    )}
  </section>`;
}

/**
 * @param {Linked} one
 * @param {string} zone
 * @param {(number: string) => unknown} open
 */
function link(one, zone, open) {
  return html`<li>
    <a href=${`?open=${encodeURIComponent(one.number)}`} @click=${(/** @type {Event} */ event) => (event.preventDefault(), open(one.number))}>${one.number}</a>
    <span class="quiet small">${[ticketState(one.state), one.department, day(one.created_at, zone)].filter(Boolean).join(" · ")}</span>
    <p class="clip-two" title=${one.text}>${withoutGreeting(one.text)}</p>
    ${one.answer ? html`<details class="small"><summary>${t("Its answer")}</summary><p class="text">${one.answer}</p></details>` : nothing}
  </li>`;
}
