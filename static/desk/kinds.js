/** Topic and place of the open question: what is said, marked where the machine guesses it, and what else it may be. */

/** @import { Act, Fields, WholeView } from "./types.js" */

import { html, nothing } from "lit";
import { t } from "../parts/i18n.js";
import { whyTopic } from "./why.js";

/**
 * @typedef {object} Shown
 * @property {WholeView} view
 * @property {(verb: Act) => boolean} may
 * @property {(kind: "topics" | "localities") => string[]} guesses
 * @property {(verb: Act) => void} act
 * @property {(fields: Fields) => void} choose
 */

/** @param {Shown} shown */
export function kinds(shown) {
  return html`<div class="kinds">
    ${kind(shown, "topic", "topic", t("Topic"), t("no topic"), "C", shown.guesses("topics"))}
    ${kind(shown, "place", "locality", t("Place"), t("no place"), "L", shown.guesses("localities"))}
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
