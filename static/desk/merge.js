/** Choosing the question that stays: a likely double by digit, one of those selected, or any by its number. */

/** @import { Hints } from "./hints.js" */
/** @import { WholeView } from "./types.js" */

import { html, nothing } from "lit";
import { LiveElement } from "../parts/element.js";
import { get, questionsPath } from "../parts/api.js";
import { ask } from "../parts/dialog.js";
import { t } from "../parts/i18n.js";
import { Listener } from "../parts/listener.js";
import { withoutGreeting } from "../parts/questions/opening.js";
import { askerLine, stateChip } from "../parts/words.js";
import { pickByDigit } from "./forms.js";
import { per } from "./doubles.js";

const SETTLED = 200;

/**
 * A question that may take in another.
 *
 * @typedef {Pick<WholeView, "number" | "state" | "text" | "air_text" | "author" | "locality" | "topic" | "askers">
 *   & { score?: number }} Offered
 */

/**
 * Asks which question takes in `text`; resolves with its number, or null. `offered`: views, perhaps with a `score`;
 * `hints`: where likely doubles may still come from; `find`: number → a view that is at hand.
 *
 * @param {object} asked
 * @param {string} asked.title
 * @param {string} [asked.text]
 * @param {number[]} [asked.own]
 * @param {Offered[]} [asked.offered]
 * @param {Hints} [asked.hints]
 * @param {(number: number) => WholeView | undefined} asked.find
 * @param {string} asked.slug
 */
export async function askInto({ title, text, own = [], offered = [], hints, find, slug }) {
  const fields = await ask({
    title,
    text,
    fields: html`<desk-into .offered=${offered} .hints=${hints} .find=${find} .slug=${slug}></desk-into>`,
    confirm: t("Merge"),
    check: ({ into }) => {
      if (!Number(into)) return t("Choose a question, or type its number.");
      if (own.length === 1 && own.includes(Number(into))) return t("A question cannot be merged into itself.");
      const known = find(Number(into));
      return known && known.state === "declined"
        ? t("№ {number} is declined and takes no others in.", { number: into })
        : "";
    },
  });
  return fields ? Number(fields.into) : null;
}

class DeskInto extends LiveElement {
  static properties = {
    offered: { attribute: false },
    hints: { attribute: false },
    find: { attribute: false },
    slug: { attribute: false },
    _picked: { state: true },
    _typed: { state: true },
    _preview: { state: true },
  };

  constructor() {
    super();
    /** @type {Offered[]} */ this.offered;
    /** @type {Hints | undefined} */ this.hints;
    /** @type {(number: number) => WholeView | undefined} */ this.find;
    /** @type {string} */ this.slug;
    this._picked = 0;
    this._typed = "";
    /** @type {Offered | string | null} */
    this._preview = null; // or why there is none
    new Listener(this, () => this.hints, { change: () => this.requestUpdate() });
  }

  firstUpdated() {
    const first = this.querySelector("input[type=radio]") || this.querySelector("input[inputmode]");
    /** @type {HTMLInputElement} */ (first).focus();
  }

  get _offers() {
    return this.hints ? this.hints.found.similar : this.offered;
  }

  render() {
    const offers = this._offers;
    const looking = this.hints && this.hints.status === "looking";
    return html`${
      offers.length
        ? html`<fieldset class="into" @keydown=${pickByDigit} @change=${this._pick}>
            <legend class="label">${this.hints ? t("Likely doubles") : t("Of those selected")}</legend>
            ${offers.slice(0, 9).map((view, i) => this._offer(view, i))}
          </fieldset>`
        : looking
          ? html`<p class="quiet small">${t("looking for doubles…")}</p>`
          : nothing
    }
      <label class="field"><span class="label">${t("Number of the question that stays")}</span>
        <input class="input" inputmode="numeric" autocomplete="off" maxlength="9" .value=${this._typed} @input=${this._write} />
      </label>
      <div class="preview small" aria-live="polite">${this._shown()}</div>
      <input type="hidden" name="into" .value=${String(this._typed ? Number(this._typed) || "" : this._picked || "")} />`;
  }

  /**
   * @param {Offered} view
   * @param {number} i
   */
  _offer(view, i) {
    return html`<label class="choice">
      <input type="radio" name="offer" value=${view.number} .checked=${!this._typed && this._picked === view.number} />
      <span><span class="line"><kbd>${i + 1}</kbd><b class="tabular">№ ${view.number}</b>${view.score ? html`<span class="tabular">${per(view.score)}</span>` : nothing}${facts(view)}</span>
        <span class="clip-two">${withoutGreeting(view.air_text || view.text)}</span></span>
    </label>`;
  }

  _shown() {
    if (!this._typed) return nothing;
    const view = this._preview;
    if (typeof view === "string") return html`<p class="wrong">${view}</p>`;
    if (!view) return html`<p class="quiet">…</p>`;
    return html`<p class="line">${facts(view)}</p><p class="clip-four">${view.air_text || view.text}</p>`;
  }

  /** @param {Event} event */
  _pick(event) {
    this._picked = Number(/** @type {HTMLInputElement} */ (event.target).value);
    this._typed = "";
  }

  /** @param {Event} event */
  _write(event) {
    const field = /** @type {HTMLInputElement} */ (event.target);
    this._typed = field.value.replace(/\D/g, "");
    field.value = this._typed;
    const number = Number(this._typed);
    this._preview = this.find(number) || null;
    clearTimeout(this._soon);
    if (number && !this._preview) this._soon = setTimeout(() => this._fetch(number), SETTLED);
  }

  /** @param {number} number */
  async _fetch(number) {
    /** @type {Promise<WholeView>} */
    const reading = get(questionsPath(this.slug, number));
    const view = await reading.catch((/** @type {Error} */ trouble) => trouble.message);
    if (Number(this._typed) === number) this._preview = view;
  }
}

/**
 * What tells one question from another, besides its text.
 *
 * @param {Offered} view
 */
function facts(view) {
  const told = [view.topic, askerLine(view), view.askers > 1 ? `×${view.askers}` : ""].filter(Boolean).join(" · ");
  return html`${stateChip(view.state)}<span class="quiet">${told}</span>`;
}

customElements.define("desk-into", DeskInto);
