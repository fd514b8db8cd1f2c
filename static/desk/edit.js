/** The two texts of the open question: as it came, and for air; and the edit of the second, which is never lost. */

/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { Actions } from "./commands.js" */
/** @import { Answer, Draft, Past, WholeView } from "./types.js" */

import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { LiveElement } from "../parts/element.js";
import { OnBeat } from "../parts/feed/beat.js";
import { t, word } from "../parts/i18n.js";
import { icon } from "../parts/icon.js";
import { dayAndHours, hours } from "../parts/time.js";
import { accepted, note, refusal } from "../parts/toast.js";
import { airText } from "../parts/words.js";
import { marked } from "../parts/questions/difference.js";
import { covered } from "../parts/questions/covered.js";
import { rudely } from "../parts/questions/rude.js";
import { found, marked as marking } from "../parts/questions/sought.js";
import { copyFrom, measure } from "../parts/measure.js";
import { mayAct } from "./moves.js";
import { sameTexts, unchanged } from "./same_texts.js";

const LONGEST = 4000;

/** @typedef {"" | "free" | "changed" | "shut"} Standing */

export class DeskTexts extends LiveElement {
  static properties = {
    feed: { attribute: false },
    view: { attribute: false },
    actions: { attribute: false },
    past: { attribute: false },
    sought: { attribute: false },
    _sending: { state: true },
    _wrong: { state: true },
  };

  constructor() {
    super();
    /** @type {Feed} */ this.feed;
    /** @type {WholeView} */ this.view;
    /** @type {Actions} */ this.actions;
    /** @type {Past | null | undefined} */ this.past;
    /** @type {string} */ this.sought; // what the queue is searched for
    /** @type {number | null | undefined} */ this._sending; // the number of the question whose text is on its way
    /** @type {string} */ this._wrong;
    this._comparing = false;
    /** @type {number | undefined} */ this._number;
    /** @type {WholeView | null | undefined} */ this._answer; // the question as a refusal told of it
    new OnBeat(this);
  }

  willUpdate() {
    const { view } = this;
    if (view.number !== this._number) {
      this._number = view.number;
      this._wrong = "";
      this._answer = null;
      this._comparing = false;
    }
    if (this._sending !== view.number) this._follow();
  }

  /** @returns {Draft | null} */
  get draft() {
    return this.actions.drafts.of(this.view.number);
  }

  /** The question as it is now: an answer may know of it before the event does. */
  get now() {
    return this._answer && this._answer.number === this.view.number && this._answer.version > this.view.version
      ? this._answer
      : this.view;
  }

  get editing() {
    const { draft } = this;
    return Boolean(draft && draft.open);
  }

  /** What a draft may go on from: a question whose texts are as they were has not changed under it. */
  _follow() {
    const { draft, now } = this;
    if (!draft || now.version <= draft.version) return;
    if (airText(now) === draft.text.trim()) {
      this.actions.drafts.drop(now.number); // saved after all: the answer went missing with the line
    } else if (sameTexts(now, draft.base)) {
      this._keep({ version: now.version });
    }
  }

  /** @param {Partial<Draft>} changes */
  _keep(changes) {
    this.actions.drafts.keep(this.view.number, { .../** @type {Draft} */ (this.draft), ...changes });
    this.requestUpdate();
  }

  get _mayEdit() {
    return mayAct("edit", this.now, this.feed);
  }

  /**
   * "free", "changed" (another has written meanwhile) or "shut" (its state takes no edit now).
   *
   * @returns {Standing}
   */
  get standing() {
    if (!this._mayEdit) return "shut";
    return this.draft && sameTexts(this.now, this.draft.base) ? "free" : "changed";
  }

  // Beginning and leaving

  async edit() {
    if (!this._mayEdit && !this.draft) return this.actions.cannot("edit", this.now);
    if (!this.draft) this._begin(airText(this.now));
    else this._keep({ open: true });
    await this.updateComplete;
    this.querySelector("textarea")?.focus();
  }

  /** @param {string} text */
  _begin(text) {
    const { now } = this;
    this.actions.drafts.keep(now.number, {
      text,
      version: now.version,
      base: { text: now.text, air_text: now.air_text },
      open: true,
    });
    this.requestUpdate();
  }

  /**
   * An earlier wording into the editor; what was being written there can be had back.
   *
   * @param {string} text
   */
  async take(text) {
    const before = this.draft;
    const { number } = this.view;
    if (before) this._keep({ text, open: true });
    else this._begin(text);
    if (before && before.text !== text && before.text !== airText(before.base)) {
      note(t("The text in the editor was replaced."), t("Take it back"), () => this._giveBack(number, before));
    }
    await this.updateComplete;
    this.querySelector("textarea")?.focus();
  }

  /**
   * @param {number} number
   * @param {Draft} draft
   */
  _giveBack(number, draft) {
    this.actions.drafts.keep(number, { ...draft, open: true });
    this.requestUpdate();
  }

  _leave() {
    const draft = /** @type {Draft} */ (this.draft);
    this._wrong = "";
    if (draft.text.trim() === airText(draft.base)) this.actions.drafts.drop(this.view.number);
    else this._keep({ open: false });
    this._done();
  }

  /** Drops what was written; it can be had back for as long as the message stands. */
  _drop() {
    const { number } = this.view;
    const draft = /** @type {Draft} */ (this.draft);
    this.actions.drafts.drop(number);
    this._wrong = "";
    note(t("№ {number}: your text is dropped.", { number }), t("Take it back"), () => this._giveBack(number, draft));
    this._done();
  }

  /** Back to reading: the focus stays in the question. */
  async _done() {
    this._comparing = false;
    this.actions.writing.over();
    this.requestUpdate();
    await this.updateComplete;
    const read = /** @type {HTMLElement | null} */ (this.querySelector(".aloud"));
    if (read) read.focus();
  }

  // Saving

  /** `over`: the person has seen what another wrote, and saves on it. */
  async _save(over = false) {
    const { draft, now } = this;
    const { number } = now;
    if (this._sending || !draft) return;
    const text = draft.text.trim();
    this._wrong = text ? "" : t("The text for air is empty.");
    if (!text) return;
    if (text === airText(now)) {
      this.actions.drafts.drop(number); // it says this already
      this._done();
      return;
    }
    if (!this._mayEdit) return;
    this._sending = number;
    let base = over ? now : { ...now, ...draft.base, version: draft.version };
    let answer = await this.actions.answered("edit", base, { air_text: text });
    for (let again = 0; again < 3; again += 1) {
      const current = unchanged(answer, draft.base);
      if (!current) break;
      base = current; // another changed its place or topic: nothing of the text is overwritten
      answer = await this.actions.answered("edit", base, { air_text: text });
    }
    this._sending = null;
    this._saved(number, answer);
  }

  /**
   * @param {number} number
   * @param {Answer} answer
   */
  _saved(number, answer) {
    const here = number === this.view.number;
    if (answer.ok) {
      this.actions.drafts.drop(number);
      if (here) this._done();
    } else if (["conflict", "illegal"].includes(answer.error.code)) {
      if (here) {
        this._answer = answer.error.current || null;
        this._comparing = true;
        this.requestUpdate();
      } else {
        refusal(
          t("№ {number}: your text is not saved, another has changed the question. It is kept as a draft.", { number }),
        );
      }
    } else {
      accepted(answer);
    }
  }

  // Drawing

  render() {
    const { view, draft, editing } = this;
    const standing = editing ? this.standing : "";
    const comparing = standing === "changed" && this._comparing;
    const shown = editing && draft ? draft.text : airText(view);
    const once = !editing && airText(view) === view.text; // nobody reads the same words twice
    const heading = once ? t("original, for air too") : t("for air");
    return html`<div class="texts ${once ? "once" : ""}">
        ${once ? nothing : comparing && draft ? this._theirs(draft) : this._original(view)}
        <section class="panel ${editing ? "editing" : ""}" aria-label=${editing && comparing ? t("your text") : heading}>
          <h3 class="label line"><span class="grow">${comparing ? t("Your text") : heading}</span>${measure(shown)}</h3>
          ${editing && draft ? this._editor(draft, standing, comparing) : html`<p class="text aloud" tabindex="0">${this._marked(airText(view))}</p>${draft ? this._kept() : nothing}`}
        </section>
      </div>
      ${
        comparing
          ? html`<details class="panel beneath"><summary class="label">${t("original")}</summary><p class="text">${view.text}</p></details>`
          : nothing
      }`;
  }

  /** @param {WholeView} view */
  _original(view) {
    return html`<section class="panel" aria-label=${t("original")}>
      <h3 class="label">${t("original")}</h3>
      <p class="text" tabindex="0">${this._marked(view.text)}</p>
    </section>`;
  }

  /** @param {string} text */
  _marked(text) {
    const marks = this.view.marks.length ? this.view.marks : this.past?.marks;
    return covered(text, { marks, let_through: this.view.let_through }, (some) =>
      rudely(some, this.view, (words) => (this.sought ? marking(found(words, this.sought)) : words)),
    );
  }

  /**
   * What stands there now, with its difference from what the edit began on.
   *
   * @param {Draft} draft
   */
  _theirs(draft) {
    const { now } = this;
    return html`<section class="panel theirs" aria-label=${t("Now")}>
      <h3 class="label line"><span class="grow">${t("Now")} ${this._who(now)}</span>${measure(airText(now))}</h3>
      <p class="text" tabindex="0">${marked(draft.text.trim(), airText(now))}</p>
      <p class="quiet small">${t("Struck through: only in your text. Underlined: only in theirs.")}</p>
    </section>`;
  }

  /**
   * "(Мария, 12:41)", as far as it is known.
   *
   * @param {WholeView} now
   */
  _who(now) {
    const last = this.past && [...this.past.revisions].reverse().find((wording) => wording.air_text === now.air_text);
    if (!last) return nothing;
    return html`<span class="tabular">(${[last.by, hours(last.at, this.feed.state.broadcast.zone)].filter(Boolean).join(", ")})</span>`;
  }

  /**
   * @param {Draft} draft
   * @param {Standing} standing
   * @param {boolean} comparing
   */
  _editor(draft, standing, comparing) {
    const sending = this._sending === this.view.number;
    const shut = standing === "shut";
    return html`<textarea class="area" aria-label=${t("Text for air")} maxlength=${LONGEST} ?readonly=${sending || shut}
        .value=${live(draft.text)} @input=${this._type} @keydown=${this._keys}></textarea>
      ${this._warning(standing, comparing)}
      <p class="wrong" role="alert" ?hidden=${!this._wrong}>${this._wrong}</p>
      <div class="line">
        ${sending ? html`<span class="quiet" role="status">${t("Saving…")}</span>` : this._choices(standing, comparing)}
      </div>`;
  }

  /**
   * @param {Standing} standing
   * @param {boolean} comparing
   */
  _warning(standing, comparing) {
    const { now } = this;
    if (standing === "shut") {
      const { by, at } = now.moved || { by: null, at: null };
      const when = at ? dayAndHours(at, this.feed.state.broadcast.zone) : "";
      const state = [by, when].filter(Boolean).join(", ");
      return html`<p class="wrong" role="status">${t("The question is “{state}” now", { state: word(now.state) })}${state ? ` (${state})` : ""}. ${t("It takes no edit; your text is kept and can be copied.")}</p>`;
    }
    if (standing === "changed" && !comparing) {
      return html`<p class="wrong line" role="status">${t("The question has changed since you began.")} ${this._who(now)}
        <button class="button" @click=${() => ((this._comparing = true), this.requestUpdate())}>${t("Compare")}</button></p>`;
    }
    if (now.state === "on_air")
      return html`<p class="wrong">${t("The question is on air: the presenter sees an edit at once.")}</p>`;
    return nothing;
  }

  /**
   * @param {Standing} standing
   * @param {boolean} comparing
   */
  _choices(standing, comparing) {
    if (standing === "shut") {
      const area = () => /** @type {HTMLTextAreaElement} */ (this.querySelector("textarea"));
      return html`<button class="button own" @click=${() => copyFrom(area())}>${icon("copy")} ${t("Copy")}</button>
        <button class="button" @click=${this._drop}>${t("Drop my text")}</button>
        <button class="button bare" @click=${this._leave}>${t("Close")} <kbd>Esc</kbd></button>`;
    }
    if (comparing) {
      return html`<button class="button own" @click=${() => this._save(true)}>${t("Save mine")} <kbd>Ctrl+Enter</kbd></button>
        <button class="button" @click=${this._drop}>${t("Leave what is now")}</button>
        <button class="button bare" @click=${this._leave}>${t("Later")} <kbd>Esc</kbd></button>`;
    }
    return html`<button class="button own" @click=${() => this._save()}>${t("Save")} <kbd>Ctrl+Enter</kbd></button>
      <button class="button" @click=${this._leave}>${t("Cancel")} <kbd>Esc</kbd></button>`;
  }

  _kept() {
    return html`<div class="line kept">
      <span class="grow wrong">${t("There is a draft of yours that is not saved.")}</span>
      <button class="button" @click=${this.edit}>${t("Go on")} <kbd>E</kbd></button>
      <button class="button bare" @click=${this._drop}>${t("Drop the draft")}</button>
    </div>`;
  }

  /** @param {Event} event */
  _type(event) {
    this._keep({ text: /** @type {HTMLTextAreaElement} */ (event.target).value });
    this.actions.writing.typed(this.view.number);
  }

  /** @param {KeyboardEvent} event */
  _keys(event) {
    if (event.code === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this._save(this.standing === "changed" && this._comparing);
    } else if (event.code === "Escape") {
      event.preventDefault();
      this._leave();
    }
  }
}

customElements.define("desk-texts", DeskTexts);
