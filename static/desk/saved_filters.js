/** A person's own named filters: chosen by a digit, saved, replaced, deleted. They are theirs on every device. */

/** @import { Filter } from "./filter_state.js" */

import { html, nothing } from "lit";
import { LiveElement } from "../parts/element.js";
import { get, send } from "../parts/api.js";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { note } from "../parts/toast.js";
import { sourceName } from "../parts/words.js";
import { DUE, EVERYTHING, NARROWING, TABS, sameFilter } from "./filter_state.js";

/**
 * @typedef {Partial<Filter>} Query what is not said narrows nothing
 * @typedef {{ name: string, query: Query }} OwnView
 */

export class DeskOwnViews extends LiveElement {
  static properties = {
    slug: { attribute: false },
    filter: { attribute: false },
    _views: { state: true },
    _name: { state: true },
    _trouble: { state: true },
    _open: { state: true },
  };

  constructor() {
    super();
    /** @type {string} */ this.slug;
    /** @type {Filter} */ this.filter;
    /** @type {boolean | undefined} */ this._open;
    /** @type {symbol | undefined} */ this._asked; // stands for the answer that counts
    /** @type {OwnView[]} */
    this._views = [];
    this._name = "";
    this._trouble = "";
  }

  connectedCallback() {
    super.connectedCallback();
    this._load();
  }

  get path() {
    return `/b/${encodeURIComponent(this.slug)}/views`;
  }

  get dialog() {
    return this.querySelector("dialog");
  }

  /** @returns {HTMLInputElement | null} */
  get _field() {
    return this.querySelector("#view-name");
  }

  /** @returns {NodeListOf<HTMLButtonElement>} */
  get _buttons() {
    return this.querySelectorAll(".own-view");
  }

  /** Opens the menu. */
  async show() {
    if (this._open) return;
    this._name = this._current ? this._current.name : "";
    this._trouble = "";
    this._open = true;
    await this.updateComplete;
    this.dialog?.showModal();
    (this._buttons[0] || this._field)?.focus();
    this._load();
  }

  get _current() {
    return this._views.find(({ query }) => sameFilter(asFilter(query), this.filter));
  }

  render() {
    const current = this._current;
    return html`<div class="own-views" role="group" aria-label=${t("Own views")}>
        <button class="button bare" title=${t("Own views")} @click=${this.show}>${icon("bookmark")} ${t("Views")} <kbd>V</kbd></button>
        ${this._views.map((view) => html`<button class="chip clip" aria-pressed=${view === current ? "true" : "false"} title=${described(view.query)} @click=${() => this._choose(view)}>${view.name}</button>`)}
      </div>
      ${this._open ? this._menu(current) : nothing}`;
  }

  /** @param {OwnView | undefined} current */
  _menu(current) {
    const replaces = this._views.some(({ name }) => name === this._name.trim());
    return html`<dialog class="views-menu" aria-labelledby="views-title" @keydown=${this._keys} @close=${() => (this._open = false)}>
        <form class="stack" @submit=${this._save}>
          <h2 id="views-title">${t("Own views")}</h2>
          ${
            this._views.length
              ? html`<ul class="stack">${this._views.map((view, i) => this._line(view, i, current))}</ul>`
              : html`<p class="quiet">${t("None yet. Save the present filter under a name, and it is one key away.")}</p>`
          }
          <label class="field"><span class="label">${t("Save what is shown now: {what}", { what: described(this.filter) })}</span>
            <input class="input" id="view-name" maxlength="60" placeholder=${t("Name of the view")} .value=${this._name} @input=${this._type} />
          </label>
          <p class="wrong" role="alert">${this._trouble}</p>
          <div class="ends">
            <button type="button" class="button" @click=${() => this.dialog?.close()}>${t("Close")}</button>
            <button class="button own">${replaces ? t("Replace") : t("Save")}</button>
          </div>
        </form>
      </dialog>`;
  }

  /** @param {Event} event */
  _type(event) {
    this._name = /** @type {HTMLInputElement} */ (event.target).value;
  }

  /**
   * @param {OwnView} view
   * @param {number} i
   * @param {OwnView | undefined} current
   */
  _line(view, i, current) {
    return html`<li class="line">
      <button type="button" class="button grow own-view" aria-current=${view === current ? "true" : nothing} @click=${() => this._choose(view)}>
        ${i < 9 ? html`<kbd>${i + 1}</kbd>` : nothing}<b class="clip">${view.name}</b><span class="clip quiet small">${described(view.query)}</span>
      </button>
      <button type="button" class="button square" aria-label=${t("Delete “{name}”", { name: view.name })} title=${t("Delete “{name}”", { name: view.name })} @click=${() => this._delete(view)}>${icon("trash-2")}</button>
    </li>`;
  }

  /** @param {OwnView} view */
  _choose({ query }) {
    if (this.dialog) this.dialog.close();
    this.dispatchEvent(new CustomEvent("filter", { detail: asFilter(query) }));
  }

  /**
   * Digits choose, arrows go through the views; in the name they are only typed.
   *
   * @param {KeyboardEvent} event
   */
  _keys(event) {
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
    const target = /** @type {HTMLButtonElement | HTMLInputElement} */ (event.target);
    const writes = target.matches("input");
    const buttons = [...this._buttons];
    const chosen = digit && buttons[Number(digit[1]) - 1];
    if (chosen && !writes && !event.ctrlKey && !event.altKey) {
      event.preventDefault();
      chosen.click();
    } else if (["ArrowDown", "ArrowUp"].includes(event.code)) {
      const stops = [...buttons, this._field];
      const next = stops[stops.indexOf(target) + (event.code === "ArrowDown" ? 1 : -1)];
      if (next) (event.preventDefault(), next.focus());
    }
  }

  async _load() {
    try {
      await this._take(get(this.path));
    } catch (trouble) {
      this._trouble = /** @type {Error} */ (trouble).message;
    }
  }

  /**
   * The list as an answer tells it, unless something was asked since: of two answers under way the older one may come last.
   *
   * @param {Promise<{ views: OwnView[] }>} answer
   */
  async _take(answer) {
    const asked = (this._asked = Symbol());
    const { views } = await answer;
    if (this._asked === asked) this._views = views;
  }

  /** @param {Event} event */
  async _save(event) {
    event.preventDefault();
    const name = this._name.trim();
    if (!name) {
      this._trouble = t("Give the view a name.");
      return this._field?.focus();
    }
    if (await this._send("PUT", { name, query: asStored(this.filter) })) {
      this.dialog?.close();
      note(t("The view “{name}” is saved.", { name }));
    }
  }

  /** @param {OwnView} view */
  async _delete({ name, query }) {
    if (await this._send("DELETE", { name }))
      note(t("The view “{name}” is deleted.", { name }), t("Undo"), () => this._send("PUT", { name, query }));
  }

  /**
   * @param {"PUT" | "DELETE"} method
   * @param {{ name: string, query?: Query }} body
   */
  async _send(method, body) {
    try {
      await this._take(send(method, this.path, body));
      this._trouble = "";
      return true;
    } catch (trouble) {
      this._trouble = /** @type {Error} */ (trouble).message; // what was typed stays
      return false;
    }
  }
}

/**
 * @param {Query} query
 * @returns {Filter}
 */
function asFilter(query) {
  return { ...EVERYTHING, ...query, tab: query.tab && TABS[query.tab] ? query.tab : "new" };
}

/**
 * @param {Filter} filter
 * @returns {Query}
 */
function asStored(filter) {
  // A stack and a cluster are of this broadcast alone.
  const lasting = NARROWING.names.filter((name) => name !== "stack" && name !== "cluster");
  const names = /** @type {Array<keyof Filter>} */ (["tab", ...lasting]);
  return Object.fromEntries(names.filter((name) => filter[name]).map((name) => [name, filter[name]]));
}

/** @param {Query} query */
function described({ tab, q, topic, place, source, due, urgent, not_asking }) {
  return [
    tab && TABS[tab] ? TABS[tab].label : "",
    topic,
    place,
    source && sourceName(source),
    due && /** @type {Record<string, string>} */ (DUE)[due],
    urgent && t("Urgent ones"),
    not_asking && t("Not questions"),
    q && `«${q}»`,
  ]
    .filter(Boolean)
    .join(" · ");
}

customElements.define("desk-own-views", DeskOwnViews);
