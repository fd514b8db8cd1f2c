/** The palette: what can be done here, where one may go, and what is found by words; all of it by the keyboard. */

/** @import { Item, Offer, Place, Told } from "./types.js" */

import { html, nothing } from "lit";
import { get } from "../api.js";
import { LiveElement } from "../element.js";
import { t, tn } from "../i18n.js";
import { found, grouped, numberIn, stepped } from "./matching.js";

const PAUSE = 200; // ms after the last letter before the server is asked
const PAGE = 8; // lines that a page turns

/** @type {Told | null} */
let told = null; // as it was last: there is something to go by while the line is cut

/** @param {Offer} offer */
export function show(offer) {
  const palette = /** @type {LivePalette} */ (document.createElement("live-palette"));
  palette.offer = offer;
  document.body.append(palette);
}

class LivePalette extends LiveElement {
  static properties = { query: { state: true }, at: { state: true } };

  constructor() {
    super();
    /** @type {Offer} */ this.offer = {};
    this.query = "";
    this.at = 0; // the line that Enter chooses
    /** @type {Item[]} */ this.lines = [];
    /** @type {Item[]} */ this._answers = []; // the server's, to the words of `_answered`
    this._answered = "";
    /** @type {number | undefined} */ this._soon;
    /** @type {(() => unknown) | null} */ this._chosen = null;
    this._trouble = "";
  }

  connectedCallback() {
    super.connectedCallback();
    this._read();
  }

  firstUpdated() {
    this._dialog.showModal();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this._soon);
  }

  get _dialog() {
    return /** @type {HTMLDialogElement} */ (this.querySelector("dialog"));
  }

  async _read() {
    try {
      told = await get("/palette.json", { at: this.offer.slug });
    } catch (trouble) {
      this._trouble = /** @type {Error} */ (trouble).message;
    }
    this.requestUpdate();
  }

  // What is offered

  /** @returns {Item[]} */
  _all() {
    return [...(this.offer.verbs?.() ?? []), ...this._places(), ...this._settings(), ...this._help()];
  }

  _places() {
    if (!told) return [];
    return [
      ...told.places.map((place) => leading(t("Screens"), place)),
      ...told.administration.map((place) => leading(t("Administration"), place)),
    ];
  }

  _help() {
    return told ? told.help.map((place) => leading(t("Help"), place, true)) : [];
  }

  /** @returns {Item[]} */
  _settings() {
    const group = t("This device");
    const languages = told?.languages ?? [];
    return [
      { group, label: t("Light or dark"), act: () => dispatchEvent(new Event("theme-switch")) },
      ...languages.map(({ code, label }) => ({
        group,
        label: t("Language: {name}", { name: label }),
        act: () => speak(code),
      })),
    ];
  }

  willUpdate() {
    const query = this.query.trim();
    // What cannot be done now is told to who looks for it, and is in nobody else's way.
    const mine = query ? found(query, this._all()) : this._all().filter(({ why }) => !why);
    const known = this.offer.known?.(query) ?? [];
    const answers = this._answered === query ? this._answers : [];
    this.lines = numberIn(query) ? [...known, ...mine, ...answers] : [...mine, ...known, ...answers];
    this.at = Math.min(this.at, this.lines.length - 1);
    if (this.at < 0 && this.lines.length) this.at = 0;
  }

  updated() {
    this.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }

  render() {
    let at = 0;
    const says = this.lines.length
      ? tn("{n} line|{n} lines", this.lines.length)
      : t("Nothing is found. Try fewer or other words.");
    return html`<dialog class="palette" aria-label=${t("Everything that can be done here")} @close=${this._closed}>
      <input class="input" role="combobox" autofocus autocomplete="off" spellcheck="false" maxlength="200"
        aria-label=${t("What is to be done")} placeholder=${t("A verb, a screen, a number, words of a question")}
        aria-expanded="true" aria-controls="palette-lines" aria-autocomplete="list" aria-activedescendant=${this.lines.length ? `palette-${this.at}` : nothing}
        .value=${this.query} @input=${this._typed} @keydown=${this._key} />
      <div class="lines" id="palette-lines" role="listbox" aria-label=${t("What is found")} @click=${this._clicked}>
        ${grouped(this.lines).map(([group, lines]) => html`<div role="group" aria-label=${group}><div class="label" aria-hidden="true">${group}</div>${lines.map((line) => this._line(line, at++))}</div>`)}
      </div>
      <p class=${this.lines.length ? "unseen" : "empty"} role="status">${says}</p>
      ${this._trouble ? html`<p class="small quiet trouble">${t("Screens and help are not known now: {why}", { why: this._trouble })}</p>` : nothing}
    </dialog>`;
  }

  /**
   * @param {Item} line
   * @param {number} at
   */
  _line({ label, of, key, why }, at) {
    return html`<div role="option" id="palette-${at}" data-at=${at} aria-selected=${at === this.at ? "true" : "false"} aria-disabled=${why ? "true" : nothing}>
      <span class="grow"><span class="what">${label}</span>${of ? html` <span class="small quiet">${of}</span>` : nothing}${why ? html` <span class="small why">${why}</span>` : nothing}</span>
      ${key ? html`<kbd>${key}</kbd>` : nothing}
    </div>`;
  }

  // What is typed and chosen

  /** @param {Event} event */
  _typed({ target }) {
    this.query = /** @type {HTMLInputElement} */ (target).value;
    this.at = 0;
    clearTimeout(this._soon);
    if (this.offer.find && this.query.trim()) this._soon = setTimeout(() => this._find(this.query.trim()), PAUSE);
  }

  /** @param {string} words */
  async _find(words) {
    /** @type {Item[]} */
    let answers = [];
    try {
      answers = (await this.offer.find?.(words)) ?? [];
    } catch (trouble) {
      this._trouble = /** @type {Error} */ (trouble).message;
    }
    if (words !== this.query.trim()) return;
    [this._answered, this._answers] = [words, answers];
    this.requestUpdate();
  }

  /** @param {KeyboardEvent} event */
  _key(event) {
    if (event.isComposing) return;
    /** @type {Record<string, number>} */
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    const last = this.lines.length - 1;
    if (event.key === "Enter") this._choose(this.at, event.ctrlKey || event.metaKey);
    else if (event.code in steps) this.at = stepped(this.at, steps[event.code], this.lines.length);
    else if (event.code === "PageDown") this.at = Math.min(last, this.at + PAGE);
    else if (event.code === "PageUp") this.at = Math.max(0, this.at - PAGE);
    else return;
    event.preventDefault();
  }

  /** @param {MouseEvent} event */
  _clicked(event) {
    const line = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-at]"));
    if (line) this._choose(Number(line.dataset.at), event.ctrlKey || event.metaKey);
  }

  /**
   * What cannot be done now says why, and stays in sight.
   *
   * @param {number} at
   * @param {boolean} apart in a tab of its own
   */
  _choose(at, apart) {
    const line = this.lines[at];
    if (!line) return;
    this.at = at;
    if (line.why) return;
    this._chosen = () => line.act(apart);
    this._dialog.close();
  }

  /** The focus is back where it was: what was chosen may take it from there. */
  _closed() {
    this.remove();
    this._chosen?.();
  }
}

/**
 * @param {string} group
 * @param {Place} place
 * @param {boolean} [always] in a tab of its own whatever is pressed
 * @returns {Item}
 */
function leading(group, { label, of, url }, always = false) {
  return {
    group,
    label,
    of,
    act: (apart) => (apart || always ? open(url, "_blank") : (top ?? window).location.assign(url)),
  };
}

/**
 * The page is loaded anew in another language.
 *
 * @param {string} code
 */
function speak(code) {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: `/language/${code}`, target: "_top" });
  const fields = { csrf_token: told?.csrf ?? "", next: location.pathname + location.search };
  for (const [name, value] of Object.entries(fields))
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  document.body.append(form);
  form.submit();
}

customElements.define("live-palette", LivePalette);
