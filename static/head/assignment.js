/**
 * The sheet of an assignment: what is promised, which department, and large dates, one touch on which sends it. The
 * promise begins empty: a resident's question promises nothing. Ready words make it a touch.
 * It opens at the upper edge, away from the finger that asked for it at the lower one, and hears nothing for a moment: a
 * second tap was meant for the button.
 */

/** @import { QuestionView } from "../generated/protocol.js" */

import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { departmentField, departmentsOf } from "../parts/department_field.js";
import { FeedElement } from "../parts/element.js";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { may } from "../parts/moves.js";
import { day } from "../parts/time.js";
import { note, refusalWords } from "../parts/toast.js";
import { airText } from "../parts/words.js";
import { dues, today } from "./due.js";

const MOMENT = 500; // ms: longer than a double tap
const MOST = 1000; // letters of a promise
const READY = [t("Look into it and answer"), t("Go there and see"), t("Put it right")];

export class HeadAssignment extends FeedElement {
  static properties = {
    ...FeedElement.properties,
    view: { state: true },
    ready: { state: true },
    sending: { state: true },
    wrong: { state: true },
    words: { state: true },
  };

  constructor() {
    super();
    /** @type {QuestionView | null | undefined} */
    this.view;
    /** @type {boolean} */
    this.ready;
    /** @type {boolean} */
    this.sending;
    /** @type {string} */
    this.wrong;
    /** @type {string} */
    this.words; // of the promise, as far as it is written
    /** @type {number | undefined} */
    this._soon;
  }

  /** @param {QuestionView} view */
  async open(view) {
    this.view = view;
    this.ready = this.sending = false;
    this.wrong = this.words = "";
    await this.updateComplete;
    this.querySelector("dialog")?.showModal();
    clearTimeout(this._soon);
    this._soon = setTimeout(() => (this.ready = true), MOMENT);
  }

  close() {
    const dialog = this.querySelector("dialog");
    if (dialog) dialog.close();
  }

  render() {
    const { view, feed } = this;
    if (!view || !feed.state.broadcast) return nothing;
    const { zone } = feed.state.broadcast;
    const now = feed.now();
    return html`<dialog class="sheet" aria-labelledby="sheet-title" @close=${() => (this.view = null)}>
      <form @submit=${this._picked}>
        <h2 id="sheet-title" tabindex="-1" autofocus>${t("Assignment on № {number}", { number: view.number })}</h2>
        <p class="clip-two quiet">${airText(view)}</p>
        <label class="field"><span class="label">${t("What is promised")}</span><textarea class="area" name="promise" maxlength=${MOST} placeholder=${t("Who does what")} .value=${live(this.words)} @input=${this._written}></textarea></label>
        <div class="line" role="group" aria-label=${t("Ready words")}>
          ${READY.map((words) => html`<button type="button" class="button" @click=${() => this._put(words)}>${words}</button>`)}
        </div>
        ${departmentField({ ...departmentsOf(feed.state.lists), value: this._department() })}
        <p class="wrong" role="alert">${this._trouble()}</p>
        <div class="dates" role="group" aria-label=${t("By when: one touch sends")}>
          ${dues(now, zone).map(
            ({
              label,
              due,
            }) => html`<button type="button" class="button own great" data-due=${due} aria-disabled=${this._deaf() || !this.words.trim()} @click=${() => this._send(due)}>
              <span>${label}<br /><span class="small">${t("by {day}", { day: day(due, "UTC") })}</span></span>
            </button>`,
          )}
        </div>
        <div class="line other">
          <label class="line"><span class="label">${t("Another day")}</span><input class="input" type="date" name="due" min=${today(now, zone)} required /></label>
          <button class="button" aria-disabled=${this._deaf() || !this.words.trim()}>${icon("flag")} ${t("Write down")}</button>
          <span class="grow"></span>
          <button type="button" class="button" @click=${() => this.close()}>${this.sending ? t("Close") : t("Cancel")}</button>
        </div>
      </form>
    </dialog>`;
  }

  updated() {
    // No access any more: what stands in the sheet is not to be seen either.
    if (this.view && !this.feed.state.broadcast) this.view = null;
  }

  /** The question of the sheet, while it is open. */
  get _opened() {
    return /** @type {QuestionView} */ (this.view);
  }

  /** The question as it is now; as it was when the sheet opened, where this screen no longer has it. */
  get _now() {
    return this.feed.state.questions.get(this._opened.number) || this._opened;
  }

  get _gone() {
    const { state, you } = this.feed;
    return !may("promise", state.questions.get(this._opened.number), state.broadcast, you.roles);
  }

  _deaf() {
    return !this.ready || this.sending || this._gone;
  }

  _trouble() {
    if (this.wrong) return this.wrong;
    if (this._gone) return t("This question is not on the screen any more.");
    if (this.sending && this.feed.status !== "in_step")
      return t("No connection: it is sent by itself as soon as there is one.");
    return this.sending ? t("Being sent…") : nothing;
  }

  /** The one that answers for the question's topic. */
  _department() {
    const topic = this.feed.state.lists.topics.find(({ name }) => name === this._opened.topic);
    return (topic && topic.department) || "";
  }

  /** @param {Event} event */
  _written(event) {
    this.words = /** @type {HTMLTextAreaElement} */ (event.target).value;
    this.wrong = "";
  }

  /**
   * Ready words in the place of other ready ones, or after what is written by hand.
   *
   * @param {string} words
   */
  _put(words) {
    const own = this.words.trim();
    this.words = (!own || READY.includes(own) ? words : `${own} ${words}`).slice(0, MOST);
    this.wrong = "";
  }

  /** @param {SubmitEvent} event */
  _picked(event) {
    event.preventDefault();
    this._send(String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get("due")));
  }

  /** @param {string} due */
  async _send(due) {
    if (this._deaf()) return;
    const form = /** @type {HTMLFormElement & { department: HTMLInputElement | HTMLSelectElement }} */ (
      this.querySelector("form")
    );
    const promise = this.words.trim();
    const department = form.department.value.trim();
    if (!promise) return (this.wrong = t("Say what is promised."));
    this.wrong = "";
    this.sending = true;
    const { number, version } = this._now;
    const answer = await this.feed.command("question.promise", {
      question: number,
      version,
      promise,
      due,
      ...(department && { department }),
    });
    this.sending = false;
    const still = this.view && this.view.number === number;
    if (answer.ok) {
      if (still) this.close();
      note(t("Written down: № {number}, by {day}.", { number, day: day(due, "UTC") }));
    } else if (still) {
      this.wrong = refusalWords(answer);
    }
  }
}

customElements.define("head-assignment", HeadAssignment);
