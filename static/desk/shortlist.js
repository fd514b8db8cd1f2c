/** The desk's view of the shortlist: what is on air, then what follows, in the producer's order. */

/** @import { QuestionView } from "../generated/protocol.js" */
/** @import { Pending } from "../parts/feed/pending.js" */

import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { LiveElement } from "../parts/element.js";
import { t } from "../parts/i18n.js";
import { withoutGreeting } from "../parts/questions/opening.js";
import { underWay } from "../parts/questions/under_way.js";
import { readingTime, roughly } from "../parts/time.js";
import { airText, askerLine } from "../parts/words.js";

/** Minutes that an answer is expected to take beside the reading of its question. */
const ANSWER = 2;
/** What is put on the list comes from there. */
const COMING = { state: "new" };

/**
 * About how many minutes these questions will fill.
 *
 * @param {QuestionView[]} questions
 */
export function expected(questions) {
  const seconds = questions.reduce((sum, view) => sum + readingTime(airText(view)), 0);
  return Math.round(seconds / 60 + questions.length * ANSWER);
}

class DeskShortlist extends LiveElement {
  static properties = {
    questions: { attribute: false },
    air: { attribute: false },
    pending: { attribute: false },
    open: { attribute: false },
    takes: { attribute: false }, // whether what is being dragged may be dropped here
    _over: { state: true },
  };

  constructor() {
    super();
    /** @type {QuestionView[]} */ this.questions;
    /** @type {QuestionView | null} */ this.air;
    /** @type {Pending} */ this.pending;
    /** @type {number | null} */ this.open;
    /** @type {() => boolean} */ this.takes;
    /** @type {boolean | undefined} */ this._over;
  }

  render() {
    const { questions, air } = this;
    return html`<section class="shortlist ${this._over ? "target" : ""}" aria-label=${t("List")}
      @dragenter=${this._dragged} @dragover=${this._dragged} @dragleave=${this._left} @drop=${this._dropped}>
      <h2 class="line label"><span class="grow">${t("List")} (${questions.length})</span>${this._over ? html`<b class="into">${t("to the list")}</b>` : nothing}${questions.length ? html`<span>~${roughly(expected(questions))}</span>` : nothing}</h2>
      <ol>
        ${air ? this._row(air, "air", t("on air")) : nothing}
        ${repeat(
          questions,
          (view) => view.number,
          (view, i) => this._row(view, i === 0 ? "next" : "", i === 0 ? t("next") : ""),
        )}
      </ol>
      ${this.pending.numbers("shortlist").map((number) => html`<p class="coming small" aria-busy="true"><b class="tabular">${number}</b> ${underWay("shortlist", COMING)}</p>`)}
      ${questions.length || air ? nothing : html`<p class="empty">${t("The list is empty.")}</p>`}
    </section>`;
  }

  /** @param {DragEvent} event */
  _dragged(event) {
    if (!this.takes()) return;
    event.preventDefault();
    this._over = true;
  }

  /** @param {DragEvent} event */
  _left(event) {
    const section = /** @type {Element} */ (event.currentTarget);
    if (!section.contains(/** @type {Node | null} */ (event.relatedTarget))) this._over = false;
  }

  /** @param {DragEvent} event */
  _dropped(event) {
    event.preventDefault();
    this._over = false;
    this.dispatchEvent(new CustomEvent("take"));
  }

  /**
   * @param {QuestionView} view
   * @param {string} tone
   * @param {string} label
   */
  _row(view, tone, label) {
    const pending = this.pending.of(view.number);
    return html`<li>
      <button class="row ${tone} ${pending ? "pending" : ""}" aria-busy=${pending ? "true" : nothing} aria-current=${view.number === this.open ? "true" : nothing} @click=${() => this.dispatchEvent(new CustomEvent("open", { detail: view.number }))}>
        <span class="facts"><b class="tabular">${view.number}</b>${label ? html`<span class="${tone}-text">${label}</span>` : nothing}${pending ? html`<span class="coming">${underWay(pending, view)}</span>` : nothing}<span class="clip">${askerLine(view)}</span></span>
        <span class="clip-two">${withoutGreeting(airText(view))}</span>
      </button>
    </li>`;
  }
}

customElements.define("desk-shortlist", DeskShortlist);
