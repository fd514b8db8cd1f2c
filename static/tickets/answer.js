/**
 * The answer to those who asked. What is written is kept until it is given, with the ticket as its writer saw it: where
 * that has changed meanwhile, the answer is refused, and the writer decides in sight of what is true now.
 */

/** @import { PropertyValues } from "lit" */
/** @import { AnswerFileView, TicketView } from "../generated/protocol.js" */
/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { Template, Ways, Written } from "./types.js" */

import { html, nothing } from "lit";
import { LiveElement } from "../parts/element.js";
import { OnBeat } from "../parts/feed/beat.js";
import { Drafts } from "../parts/questions/drafts.js";
import { get } from "../parts/api.js";
import { icon } from "../parts/icon.js";
import { t, tn } from "../parts/i18n.js";
import { accepted, note } from "../parts/toast.js";
import { Writing } from "../parts/writing.js";
import { answer, answered, mayDo, nowWords } from "./commands.js";
import { drop, filesIn, filesOfTicket, hold } from "../parts/answer_files.js";
import { goesWithout } from "./part_acts.js";

export class TicketAnswer extends LiveElement {
  static properties = {
    feed: { attribute: false },
    ticket: { attribute: false },
    approved: { attribute: false },
    _current: { state: true },
    _templates: { state: true },
    _sending: { state: true },
  };

  constructor() {
    super();
    /** @type {Feed} */ this.feed;
    /** @type {TicketView} */ this.ticket;
    this.approved = false; // a final answer waits for a coordinator first
    /** @type {string} */ this._number;
    /** @type {TicketView | null | undefined} */ this._current;
    /** @type {boolean | undefined} */ this._sending;
    /** @type {Drafts<Written>} */
    this._drafts = new Drafts("tickets"); // by number
    /** @type {Template[] | null | undefined} */
    this._templates = undefined; // not asked for; null: there are none to be had
    /** @type {Writing | undefined} */ this._writing;
    new OnBeat(this);
  }

  /** @param {PropertyValues<this>} changed */
  willUpdate(changed) {
    if (changed.has("ticket") && this.ticket && this.ticket.number !== this._number) {
      this._number = this.ticket.number;
      this._current = null;
      if (this._templates) this._templates = undefined;
    }
  }

  /** @returns {Written} */
  get draft() {
    return this._drafts.of(this._number) || { text: "", version: this.ticket.version };
  }

  focus() {
    this.querySelector("textarea")?.focus();
  }

  render() {
    const { ticket, feed, draft } = this;
    if (!mayDo("reply", ticket, feed.you) && !draft.text && !draft.files?.length) return nothing;
    const final = mayDo("resolve", ticket, feed.you);
    const changed = draft.text && draft.version !== ticket.version;
    return html`<section class="panel part" aria-label=${t("Answer to those who asked")} @dragover=${hold} @drop=${this._dropped}>
      <div class="line">
        <h3 class="label grow">${t("Answer to those who asked")}${ticket.askers > 1 ? ` · ${tn("{n} person|{n} people", ticket.askers)}` : ""}</h3>
        ${this._templates === null ? nothing : html`<button class="button bare" aria-expanded=${this._templates ? "true" : "false"} @click=${this._offer}>${icon("file-text")} ${t("Templates")}</button>`}
      </div>
      ${this._templates ? this._menu(this._templates) : nothing}
      <textarea class="area" id="answer" maxlength="4000" aria-label=${t("Answer to those who asked")} .value=${draft.text} @input=${this._typed} @keydown=${this._keys}></textarea>
      ${changed ? this._conflict() : nothing}
      <answer-files .path=${filesOfTicket(ticket.number)} .files=${draft.files ?? []} @files=${this._carry}></answer-files>
      <div class="line">
        <button class="button own" ?disabled=${!final || !this._ready} @click=${() => this._send(true)}>${icon("check")} ${this.approved ? t("Final answer, for approval") : t("Final answer")}</button>
        <button class="button" ?disabled=${!this._ready} @click=${() => this._send(false)}>${icon("send")} ${t("Interim answer")}</button>
        ${final ? nothing : html`<span class="quiet small">${t("A final one is given by whoever it is assigned to, while its clock runs.")}</span>`}
      </div>
    </section>`;
  }

  get _ready() {
    return (
      !this._sending && !filesIn(this)?.isBusy && this.draft.text.trim() && mayDo("reply", this.ticket, this.feed.you)
    );
  }

  _conflict() {
    const now = this._current || this.ticket;
    return html`<div class="conflict" role="alert">
      <p><b>${t("The ticket has changed while you were writing.")}</b> ${nowWords(now)} ${t("What you wrote is kept.")}</p>
      ${now.answer ? html`<p class="text">${t("It has this answer: {answer}", { answer: now.answer })}</p>` : nothing}
      <div class="line">
        <button class="button" @click=${this._goOn}>${t("I have seen it, go on")}</button>
        <button class="button bare" @click=${this._drop}>${t("Drop what I wrote")}</button>
      </div>
    </div>`;
  }

  /** @param {Template[]} templates */
  _menu(templates) {
    return html`<ul class="templates">${templates.map(
      ({ name, text }) => html`<li><button class="button bare" @click=${() => this.use(text)}>${name}</button></li>`,
    )}</ul>`;
  }

  async _offer() {
    if (this._templates) {
      this._templates = undefined;
      return;
    }
    try {
      /** @type {Template[] & { templates?: Template[] }} */
      const found = await get(`/api/v1/tickets/${encodeURIComponent(this._number)}/templates`);
      this._templates = found.templates || found;
    } catch {
      this._templates = null;
      note(t("There are no templates of answers."));
    }
  }

  /**
   * Behind what is written already.
   *
   * @param {string} text
   * @param {AnswerFileView[]} [files]
   */
  use(text, files = []) {
    const { draft } = this;
    const known = draft.files ?? [];
    const more = files.filter(({ file }) => !known.some((one) => one.file === file));
    this._keep({ text: draft.text.trim() ? `${draft.text.trimEnd()}\n${text}` : text, files: [...known, ...more] });
    this._templates = undefined;
    this.updateComplete.then(() => this.focus());
  }

  /** @param {Event} event */
  _typed(event) {
    this._write(/** @type {HTMLTextAreaElement} */ (event.target).value);
    this._writing ??= new Writing(this.feed, "ticket");
    this._writing.typed(this._number);
  }

  /**
   * What it answers is the ticket as it stood when the first letter was written.
   *
   * @param {string} text
   */
  _write(text) {
    this._keep({ text });
  }

  /** @param {CustomEvent<AnswerFileView[]>} event */
  _carry({ detail }) {
    this._keep({ files: detail });
  }

  /** @param {Partial<Written>} changed */
  _keep(changed) {
    const draft = { ...this.draft, ...changed };
    if (draft.text || draft.files?.length) this._drafts.keep(this._number, draft);
    else this._drafts.drop(this._number);
    this.requestUpdate();
  }

  /** @param {DragEvent} event */
  _dropped(event) {
    drop(event).then(() => this.requestUpdate());
  }

  _goOn() {
    this._drafts.keep(this._number, { ...this.draft, version: (this._current || this.ticket).version });
    this._current = null;
    this.focus();
  }

  _drop() {
    this._writing?.over();
    this._drafts.drop(this._number);
    this._current = null;
    this.requestUpdate();
  }

  /** @param {KeyboardEvent} event */
  _keys(event) {
    if (event.code === "Escape") /** @type {HTMLElement} */ (event.target).blur();
    if (event.code === "Enter" && (event.ctrlKey || event.metaKey)) this._send(true);
  }

  /** @param {boolean} final */
  async _send(final) {
    if (!this._ready || (final && !mayDo("resolve", this.ticket, this.feed.you))) return;
    const { ticket, draft, _number: number } = this;
    if (final && !(await goesWithout(ticket))) return;
    this._writing?.over();
    this._sending = true;
    const given = await answer(this.feed, ticket, draft, final);
    this._sending = false;
    if (accepted(given)) {
      this._drafts.drop(number);
      answered(ticket, final, /** @type {Ways} */ (given));
    } else if (given.error?.current && number === this._number) {
      this._current = /** @type {TicketView} */ (given.error.current);
    }
    this.requestUpdate();
  }
}

customElements.define("ticket-answer", TicketAnswer);
