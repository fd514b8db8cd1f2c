/** Topic, place and kind of the open question, and whether it is urgent: what is said, marked where it is a guess, and what else it may be. */

/** @import { Act, Fields, WholeView } from "./types.js" */

import { html, nothing } from "lit";
import { t } from "../parts/i18n.js";
import { notAsking } from "./not_asking.js";
import { whyTopic } from "./why.js";
import { urgentReason } from "../parts/questions/urgent.js";

/**
 * @typedef {object} Shown
 * @property {WholeView} view
 * @property {(verb: Act) => boolean} may
 * @property {(kind: "topics" | "localities") => string[]} guesses
 * @property {(verb: Act, fields?: Fields) => void} act
 * @property {(fields: Fields) => void} choose
 */

/** @param {Shown} shown */
export function kinds(shown) {
  return html`<div class="kinds">
    ${kind(shown, "topic", "topic", t("Topic"), t("no topic"), "C", shown.guesses("topics"))}
    ${kind(shown, "place", "locality", t("Place"), t("no place"), "L", shown.guesses("localities"))}
    ${urgency(shown)} ${notAsking(shown)}
  </div>`;
}

/**
 * Whether it tells of danger to people, by which words, and the way to say otherwise.
 *
 * @param {Shown} shown
 */
function urgency({ view, may, act }) {
  const { urgent, urgent_words: words } = view;
  if (!urgent && !may("set_urgent")) return nothing;
  const said = urgent ? t("urgent now") : t("not urgent");
  const guessed = (view.guessed || []).includes("urgent");
  return html`<div class="line kind" role="group" aria-label=${t("Urgency of the question")}>
    <span class="label">${t("Danger")}</span>
    ${
      may("set_urgent")
        ? html`<button class="button present ${guessed ? "guessed" : ""}" aria-pressed=${urgent ? "true" : "false"} @click=${() => act("set_urgent", { urgent: !urgent })}>
          ${said}${guessed ? html`<b aria-hidden="true">?</b><span class="unseen">${t("a guess")}</span>` : nothing}<kbd>Shift+S</kbd>
        </button>`
        : html`<span class="chip">${said}</span>`
    }
    ${urgent ? html`<span class="small">${urgentReason(view)}</span>` : words.length ? html`<span class="quiet small">${t("taken off; words: {words}", { words: words.map((one) => `«${one}»`).join(", ") })}</span>` : nothing}
  </div>`;
}

/**
 * @param {Shown} shown
 * @param {"topic" | "place"} verb
 * @param {"topic" | "locality"} key
 * @param {string} label
 * @param {string} none how none is called
 * @param {string} letter of the key
 * @param {string[]} others
 */
function kind({ view, may, act, choose }, verb, key, label, none, letter, others) {
  const guessed = (view.guessed || []).includes(key);
  const value = view[key];
  const can = may(verb);
  return html`<div class="line kind" role="group" aria-label=${label}>
    <span class="label">${label}</span>
    ${
      can
        ? html`<button class="button present ${guessed ? "guessed" : ""}" @click=${() => act(verb)}>
          <span class="clip" title=${value || nothing}>${value || none}</span>${guessed ? html`<b aria-hidden="true">?</b><span class="unseen">${t("a guess")}</span>` : nothing}<kbd>${letter}</kbd>
        </button>`
        : html`<span class="chip">${value || none}${guessed ? " ?" : ""}</span>`
    }
    ${guessed && verb === "topic" && whyTopic(view) ? html`<span class="why quiet small">${whyTopic(view)}</span>` : nothing}
    ${
      can
        ? others.map(
            (name, i) => html`<button class="button bare other" @click=${() => choose({ [key]: name })}>
            <span class="clip">${name}</span>${verb === "topic" ? html`<kbd>Shift+${i + 1}</kbd>` : nothing}
          </button>`,
          )
        : nothing
    }
  </div>`;
}
