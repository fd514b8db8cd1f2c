/** Who is on duty now: a strip over a queue, and a sheet where a shift is taken, handed over with a note, and confirmed. */

/** @import { CommandType, DutyNoteView, ShiftView } from "../../generated/protocol.js" */

import { html, nothing } from "lit";
import { FeedElement } from "../element.js";
import { icon } from "../icon.js";
import { t } from "../i18n.js";
import { refusalWords } from "../toast.js";
import { business, coming, mine, noteHead, onDuty, standing, toRead, trouble } from "./words.js";

const LONGEST = 4000;

/** @param {KeyboardEvent} event */
function sendsByKey(event) {
  if (event.code !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  /** @type {HTMLFormElement} */ (event.currentTarget).requestSubmit();
}

export class LiveDuty extends FeedElement {
  static properties = { ...FeedElement.properties, _open: { state: true }, _said: { state: true } };

  constructor() {
    super();
    /** @type {boolean} */ this._open = false;
    /** @type {{ text: string, wrong?: boolean }} */ this._said = { text: "" };
    /** @type {string} */ this._note = "";
  }

  get duty() {
    return this.feed.state.duty;
  }

  get dialog() {
    return this.querySelector("dialog");
  }

  get may() {
    return this.feed.may("moderator", "coordinator");
  }

  async show() {
    if (this._open || !this.duty.kept || !this.may) return;
    this._said = { text: "" };
    this._open = true;
    await this.updateComplete;
    const { dialog } = this;
    dialog?.showModal();
    /** @type {HTMLElement | null | undefined} */
    const first = dialog?.querySelector(".big.own") ?? dialog?.querySelector("textarea");
    first?.focus(); // what is to be done next, by Enter
  }

  render() {
    const { duty, feed } = this;
    if (!duty.kept) return nothing;
    const { zone } = feed.state.broadcast;
    const now = feed.now();
    const there = onDuty(duty);
    const waiting = toRead(duty, feed.you.account).length;
    const untaken = duty.now.filter((one) => !one.told && trouble(one, now));
    return html`<div class="duty strip small ${there.length ? "" : "nobody"}" role="group" aria-label=${t("Duty")}>
        <span class="people">${icon("user-check")} ${
          there.length
            ? html`${t("On duty")}: ${there.map((one, n) => html`${n ? "; " : nothing}<b>${standing(one, now, zone)}</b>${this._besides(one)}`)}`
            : html`<b>${t("Nobody is on duty now: alarms go to the coordinators.")}</b>`
        }${untaken.map((one) => html`; ${standing(one, now, zone)}${this._besides(one)}`)}</span>
        ${
          this.may
            ? html`<button class="button bare ${waiting ? "waits" : ""}" @click=${() => this.show()}>${waiting ? t("Read the note") : t("Shift")} <kbd>Shift+D</kbd></button>`
            : nothing
        }
      </div>
      ${this._open ? this._sheet() : nothing}`;
  }

  /** @param {ShiftView} one */
  _besides(one) {
    const only = business(one);
    const wrong = trouble(one, this.feed.now());
    return html`${only ? html` <span class="quiet">(${only})</span>` : nothing}${wrong ? html` <span class="chip next">${wrong}</span>` : nothing}`;
  }

  _sheet() {
    const { duty, _said: said } = this;
    return html`<dialog class="duty-sheet" aria-labelledby="duty-title" @close=${() => (this._open = false)}>
      <header class="line">
        <h2 id="duty-title" class="grow">${t("Duty")}</h2>
        <button class="button" @click=${() => this.dialog?.close()}>${t("Close")} <kbd>Esc</kbd></button>
      </header>
      <p class="said" role=${said.wrong ? "alert" : "status"}><span class=${said.wrong ? "next-text" : ""}>${said.text}</span></p>
      ${duty.notes.length ? html`<section aria-label=${t("Notes of former shifts")}>${duty.notes.map((one) => this._noteOf(one))}</section>` : nothing}
      <section aria-label=${t("Now")}>
        <h3>${t("Now")}</h3>
        ${duty.now.length ? duty.now.map((one) => this._shift(one)) : html`<p class="empty">${t("No shift runs now. Alarms go to the coordinators.")}</p>`}
      </section>
      ${duty.coming.length ? html`<section aria-label=${t("Then")}><h3>${t("Then")}</h3>${duty.coming.map((one) => this._shift(one))}</section>` : nothing}
    </dialog>`;
  }

  /** @param {ShiftView} one */
  _shift(one) {
    const { feed } = this;
    const { zone } = feed.state.broadcast;
    const own = one.account === feed.you.account;
    const stands = mine(this.duty, feed.you.account).includes(one);
    return html`<div class="shift" data-shift=${one.shift}>
      <p><b>${this.duty.coming.includes(one) ? coming(one, feed.now(), zone) : standing(one, feed.now(), zone)}</b>${this._besides(one)}
        ${one.instead_of ? html`<span class="quiet small">${t("in place of {name}", { name: one.instead_of })}</span>` : nothing}</p>
      ${one.taken ? nothing : html`<button class="button big ${own ? "own" : ""}" @click=${() => this._do("shift.take", one.shift, t("The shift is yours."))}>${own || !one.who ? t("Take the shift") : t("Take it in place of {name}", { name: one.who })}</button>`}
      ${stands ? this._handing(one) : nothing}
    </div>`;
  }

  /** @param {ShiftView} one */
  _handing(one) {
    return html`<form @keydown=${sendsByKey} @submit=${(/** @type {SubmitEvent} */ event) => this._handOver(event, one)}>
      <label class="field"><span class="label">${t("Note for who follows: what is open, what to look at")}</span>
        <textarea class="area" name="note" rows="4" required maxlength=${LONGEST} @input=${(/** @type {InputEvent} */ { target }) => (this._note = /** @type {HTMLTextAreaElement} */ (target).value)}></textarea></label>
      <p class="line"><button class="button own">${one.handed ? t("Write the note anew") : t("Hand over the shift")} <kbd>Ctrl+Enter</kbd></button>
        <span class="quiet small">${t("Until it is confirmed, alarms come to you.")}</span></p>
    </form>`;
  }

  /** @param {DutyNoteView} note */
  _noteOf(note) {
    const { feed } = this;
    const reads = toRead(this.duty, feed.you.account).includes(note);
    return html`<article class="note" data-note=${note.shift}>
      <h3>${t("Note of the shift")} <span class="quiet small">${noteHead(note, feed.now(), feed.state.broadcast.zone)}</span></h3>
      <p class="text">${note.text}</p>
      ${
        reads
          ? html`<button class="button own big" @click=${() => this._do("shift.confirm", note.shift, t("Confirmed: from now on alarms come to you."))}>${t("I have read it")}</button>`
          : html`<p class="quiet small">${note.account === feed.you.account ? t("Nobody has confirmed having read it.") : t("Take your shift to confirm it.")}</p>`
      }
    </article>`;
  }

  /**
   * @param {SubmitEvent} event
   * @param {ShiftView} one
   */
  async _handOver(event, one) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (await this._do("shift.hand_over", one.shift, t("The note waits for who follows."), { note: this._note }))
      form.reset();
  }

  /**
   * @param {CommandType} verb
   * @param {number} shift
   * @param {string} done what is said then
   * @param {Record<string, unknown>} [fields]
   */
  async _do(verb, shift, done, fields = {}) {
    const answer = await this.feed.command(verb, { shift, ...fields });
    this._said = answer.ok ? { text: done } : { text: refusalWords(answer), wrong: true };
    return answer.ok;
  }
}

customElements.define("live-duty", LiveDuty);
