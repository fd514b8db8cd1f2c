/** What the screener writes down of a call. A field shows what the events say, except where this person is in it. */

/** @import { PropertyValues } from "lit" */
/** @import { CallView } from "../generated/protocol.js" */
/** @import { Deeds } from "./commands.js" */
/** @import { Others } from "./co_editing.js" */
/** @import { CallDrafts } from "./draft.js" */
/** @import { Field, Value, Written } from "./types.js" */

import { html, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { live } from "lit/directives/live.js";
import { FeedElement } from "../parts/element.js";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { Listener } from "../parts/listener.js";
import { measure } from "../parts/measure.js";
import { KINDS } from "../parts/questions/covered.js";
import { caller } from "./words.js";

/** @type {[string, boolean | null, string][]} */
const CONSENT = [
  ["", null, t("not asked")],
  ["yes", true, t("agrees")],
  ["no", false, t("does not agree")],
];
/** @type {Map<Value, string>} */
const CONSENTS = new Map(CONSENT.map(([, value, label]) => [value, label]));

/**
 * Once there is a question, these are its own, and the desk's to change.
 *
 * @type {Field[]}
 */
const ITS = ["name", "locality"];

export class CallFields extends FeedElement {
  static properties = {
    ...FeedElement.properties,
    view: { attribute: false },
    drafts: { attribute: false },
    others: { attribute: false },
    closed: { attribute: false },
    deeds: { attribute: false },
  };

  constructor() {
    super();
    /** @type {CallView} */ this.view;
    /** @type {CallDrafts} */ this.drafts;
    /** @type {Others} */ this.others;
    /** @type {boolean} */ this.closed;
    /** @type {Deeds} */ this.deeds;
    /** @type {number | undefined} */ this._call;
    /** @type {{ field: Field, value: Value } | null} */
    this._in = null; // where this person is, and what stands there
    new Listener(this, () => this.drafts, { change: () => this.requestUpdate() });
  }

  /** @param {PropertyValues<this>} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    const { view } = this;
    if (view && this._call !== view.call) {
      this._call = view.call;
      this._in = null;
    }
  }

  /**
   * What stands in a field now.
   *
   * @template {Field} F
   * @param {F} field
   * @returns {Written[F]}
   */
  value(field) {
    if (this._in && this._in.field === field) return /** @type {Written[F]} */ (this._in.value);
    const own = this.drafts.value(this.view.call, field);
    return own === undefined ? this.view[field] : own;
  }

  /** The first field that nothing is written in, or the question's text. */
  focusFirst() {
    const written = /** @type {Field[]} */ (["name", "locality", "point", "text"]);
    this.focusField(written.find((field) => !this.value(field)) || "text");
  }

  /** @param {string} name */
  focusField(name) {
    const field = /** @type {HTMLElement | null} */ (this.querySelector(`[name="${name}"]`));
    if (field) field.focus();
  }

  render() {
    const { view, closed } = this;
    if (!view) return nothing;
    const places = (this.feed.state.lists || {}).localities || [];
    return keyed(
      view.call,
      html`<form class="fields" @submit=${(/** @type {Event} */ event) => event.preventDefault()} @focusin=${this._entered} @focusout=${this._left} @input=${this._typed} @change=${this._typed}>
      <datalist id="known-places">${places.map(({ name }) => html`<option value=${name}></option>`)}</datalist>
      <div class="pair">
        ${this._line("name", t("Name"), 200)} ${this._line("locality", t("Village or town"), 200, "known-places")}
      </div>
      ${this._line("point", t("The point in one line"), 500)}
      <fieldset class="consent">
        <legend class="label">${t("May be called back")}</legend>
        <div class="line">${CONSENT.map(
          ([value, stands, label]) =>
            html`<label class="choice"><input type="radio" name="consent" value=${value} .checked=${live((this.value("consent") ?? null) === stands)} ?disabled=${closed} /><span>${label}</span></label>`,
        )}</div>
        ${this._theirs("consent")}
      </fieldset>
      ${view.question !== null && this.drafts.value(view.call, "text") === undefined ? nothing : this._text()}
      ${view.question === null ? this._named(view) : nothing}
    </form>`,
    );
  }

  /**
   * A name is said on air only where its owner has agreed to it.
   *
   * @param {CallView} view
   */
  _named(view) {
    return html`<label class="choice"><input type="checkbox" .checked=${live(this.deeds.named.has(view.call))} ?disabled=${this.closed} @change=${(/** @type {Event} */ event) => this._name(event, view.call)} /><span>${t("Agrees to be named on air")}</span></label>`;
  }

  /**
   * @param {Event} event
   * @param {number} call
   */
  _name(event, call) {
    event.stopPropagation(); // it is kept on no card: it goes with the question
    const { checked } = /** @type {HTMLInputElement} */ (event.target);
    if (checked) this.deeds.named.add(call);
    else this.deeds.named.delete(call);
  }

  /** What will be the question; once it is one, it is the desk's to change. */
  _text() {
    const text = this.value("text");
    const instead = (this.value("point") || "").trim() ? t("Left empty, the point in one line is the question.") : "";
    return html`<div class="field">
        <label class="label line" for="call-text"><span>${t("Question")}</span><span class="grow"></span>${text ? measure(text) : nothing}</label>
        <textarea class="area" id="call-text" name="text" maxlength="4000" placeholder=${instead} ?readonly=${this.closed} .value=${live(text || "")}></textarea>
        ${this._theirs("text")}
        ${this._marks()}
      </div>`;
  }

  /** What of the card's texts the air will not show; the desk can let it through. */
  _marks() {
    const { marks } = this.view;
    if (!marks.length) return nothing;
    return html`<p class="small" role="note">${icon("eye-off")} ${t("Masked on air:")} ${marks.map(({ kind, words }, i) => html`${i ? ", " : ""}${KINDS[kind] || kind} <b class="covered">${words}</b>`)}</p>`;
  }

  /**
   * @param {"name" | "locality" | "point"} field
   * @param {string} label
   * @param {number} most
   * @param {string} [list]
   */
  _line(field, label, most, list) {
    return html`<div class="field">
      <label class="label" for="call-${field}">${label}</label>
      <input class="input" id="call-${field}" name=${field} maxlength=${most} autocomplete="off" list=${list || nothing} ?readonly=${this.closed || (ITS.includes(field) && this.view.question !== null)} .value=${live(this.value(field) || "")} />
      ${this._theirs(field)}
    </div>`;
  }

  /**
   * Another has written here meanwhile: said quietly, and theirs can be taken.
   *
   * @param {Field} field
   */
  _theirs(field) {
    const theirs = this.others.of(this.view.call, field, this.value(field));
    // Where this person neither is nor has written, the field follows by itself.
    if (!theirs) return nothing;
    const value = field === "consent" ? CONSENTS.get(theirs.value ?? null) : theirs.value || t("nothing");
    const words = theirs.by
      ? t("{name} wrote: {value}", { name: theirs.by, value })
      : t("Another wrote: {value}", { value });
    return html`<p class="theirs small" role="status"><span class="grow">${words}</span>
      <button type="button" class="button" @click=${() => this._take(field, theirs.value)}>${t("Take theirs")}</button>
      <button type="button" class="button bare" @click=${() => this._dismiss(field)}>${t("Keep mine")}</button>
    </p>`;
  }

  /**
   * @param {Field} field
   * @param {Value} value
   */
  _take(field, value) {
    this._write(field, value); // also where it stands there: another write may be on its way
    if (this._in && this._in.field === field) this._in.value = value;
    this._dismiss(field);
  }

  /** @param {Field} field */
  _dismiss(field) {
    this.others.dismiss(this.view.call, field);
    this.requestUpdate();
  }

  /** @param {Event} event */
  _entered(event) {
    const { name, value } = /** @type {HTMLInputElement} */ (event.target);
    const field = /** @type {Field} */ (name);
    if (!field || field === "consent") return;
    this._in = { field, value };
  }

  _left() {
    this._in = null;
    this.requestUpdate();
  }

  /** @param {Event} event */
  _typed(event) {
    const { name, value } = /** @type {HTMLInputElement} */ (event.target);
    const field = /** @type {Field} */ (name);
    if (!field || (field !== "consent" && event.type === "change" && this.value(field) === value)) return;
    if (field === "consent")
      return (
        event.type === "change" &&
        this._write(field, { yes: true, no: false }[/** @type {"yes" | "no"} */ (value)] ?? null)
      );
    if (this._in && this._in.field === field) this._in.value = value;
    this._write(field, value);
  }

  /**
   * @param {Field} field
   * @param {Value} value
   */
  _write(field, value) {
    this.drafts.typed(this.view.call, field, value, this.view.contact_masked ? caller(this.view) : this.view.name);
    this.requestUpdate();
  }
}

customElements.define("call-fields", CallFields);
