/** Choosing one name of a long list: guesses by digit, the others by the beginning of any word. */

/** @typedef {{ name: string, as: string, key?: number }} Offer  a name, how it is offered, and the digit that takes it */
/**
 * @typedef {object} Choice
 * @property {string} title
 * @property {string[]} names
 * @property {string[]} [guesses]
 * @property {string | null} [value]
 * @property {string} none
 */

import { html, nothing } from "lit";
import { LiveElement } from "../element.js";
import { ask } from "../dialog.js";
import { t } from "../i18n.js";
import { found, retyped, same } from "./fuzzy_match.js";

const SHOWN = 100;

/**
 * Asks for a name; resolves with it, with "" for none, or with null when it was left.
 *
 * @param {Choice} choice
 */
export async function choose({ title, names, guesses = [], value = "", none }) {
  const fields = await ask({
    title,
    fields: html`<desk-chooser .names=${names} .guesses=${guesses} .value=${value || ""} .none=${none} .label=${title}></desk-chooser>`,
    confirm: t("Choose"),
  });
  return fields ? fields.choice : null;
}

export class DeskChooser extends LiveElement {
  static properties = {
    names: { attribute: false },
    guesses: { attribute: false },
    value: { attribute: false },
    none: { attribute: false },
    label: { attribute: false },
    _typed: { state: true },
    _at: { state: true },
  };

  constructor() {
    super();
    /** @type {string[]} */ this.names;
    /** @type {string[]} */ this.guesses;
    /** @type {string} */ this.value;
    /** @type {string} */ this.none;
    /** @type {string} */ this.label;
    this._typed = "";
    this._at = 0;
  }

  firstUpdated() {
    /** @type {HTMLInputElement} */ (this.querySelector("input")).focus();
  }

  /** @returns {Offer[]} */
  get _offers() {
    const typed = this._typed.trim();
    const guesses = this.guesses.slice(0, 5);
    const listed = [...guesses, ...this.names.filter((name) => !guesses.includes(name))];
    const offers = found(listed, typed).map((name) => ({ name, as: name, key: typed ? 0 : guesses.indexOf(name) + 1 }));
    if (!typed) return [...offers, ...(this.value ? [{ name: "", as: this.none }] : [])];
    // A name that is not in the list may be written; where the other layout was meant, that one stands first.
    const own = [...new Set([offers.length ? typed : retyped(typed), typed])].filter(
      (name) => !listed.some((other) => same(name, other)),
    );
    return [...offers, ...own.map((name) => ({ name, as: t("“{name}”: not in the list, write it so", { name }) }))];
  }

  render() {
    const offers = this._offers;
    const at = Math.min(this._at, offers.length - 1);
    const chosen = offers[at];
    return html`<label class="field"><span class="label">${t("Begin to type a name")}</span>
        <input class="input" role="combobox" aria-expanded="true" aria-controls="offers" aria-autocomplete="list" autocomplete="off" maxlength="200"
          aria-activedescendant=${chosen ? `offer-${at}` : nothing} .value=${this._typed} @input=${this._write} @keydown=${this._keys} />
      </label>
      <input type="hidden" name="choice" .value=${chosen ? chosen.name : this._typed.trim()} />
      <ul id="offers" role="listbox" class="offers" aria-label=${this.label}>
        ${offers.slice(0, SHOWN).map(
          (
            offer,
            i,
          ) => html`<li id="offer-${i}" role="option" class="offer" aria-selected=${i === at ? "true" : "false"} @click=${() => this._take(i)}>
            ${offer.key ? html`<kbd>${offer.key}</kbd>` : nothing}<span class="grow">${offer.as}</span>
            ${offer.name && offer.name === this.value ? html`<span class="quiet small">${t("now")}</span>` : nothing}
          </li>`,
        )}
      </ul>
      ${offers.length > SHOWN ? html`<p class="quiet small">${t("Type on to narrow the list.")}</p>` : nothing}`;
  }

  updated() {
    const chosen = this.querySelector("[aria-selected=true]");
    if (chosen) chosen.scrollIntoView({ block: "nearest" });
  }

  /** @param {InputEvent} event */
  _write(event) {
    this._typed = /** @type {HTMLInputElement} */ (event.target).value;
    this._at = 0;
  }

  /** @param {KeyboardEvent} event */
  _keys(event) {
    const [, digit] = /^(?:Digit|Numpad)([1-5])$/.exec(event.code) || [];
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (digit && plain && !this._typed && this.guesses[Number(digit) - 1]) {
      event.preventDefault();
      this._take(Number(digit) - 1);
    } else if (["ArrowDown", "ArrowUp"].includes(event.code)) {
      event.preventDefault();
      const last = Math.min(this._offers.length, SHOWN) - 1;
      this._at = Math.max(0, Math.min(last, this._at + (event.code === "ArrowDown" ? 1 : -1)));
    } else if (event.code === "Enter" && !this._offers.length) {
      event.preventDefault();
    }
  }

  /** @param {number} i */
  async _take(i) {
    this._at = i;
    await this.updateComplete;
    /** @type {HTMLFormElement} */ (this.closest("form")).requestSubmit();
  }
}

customElements.define("desk-chooser", DeskChooser);
