/** Whether another broadcast was asked the same: one quiet line, which opens what was asked and answered there. */

/** @import { EarlierQuestion } from "./types.js" */

import { html, nothing } from "lit";
import { get } from "../api.js";
import { t } from "../i18n.js";
import { dayAndYear } from "../time.js";

/** Stepping through a list does not ask for each question that is passed. */
const SETTLED = 700; // ms
/** Likeness from which it is called the same: below it strangers stand there. */
const LIKELY = 0.7;
const MOST = 3;
const BEGINS = 90; // letters of an answer that stand in the line

/** What was before of the one that is open; "change" tells that it was read. */
export class AnsweredBefore extends EventTarget {
  constructor() {
    super();
    /** @type {EarlierQuestion[]} */ this.found = [];
    /** @type {string | null} */ this._path = null;
    /** @type {number | undefined} */ this._soon;
  }

  /**
   * This one is open now, by the path of what was before it (null: none).
   *
   * @param {string | null} path
   */
  open(path) {
    if (path === this._path) return;
    this._path = path;
    this.found = [];
    clearTimeout(this._soon);
    if (path) this._soon = setTimeout(() => this._read(path), SETTLED);
  }

  /** @param {string} path */
  async _read(path) {
    try {
      const { earlier } = await get(path);
      if (path !== this._path) return;
      this.found = earlier;
    } catch {
      return; // A help, and no part of the question.
    }
    this.dispatchEvent(new Event("change"));
  }
}

/**
 * The line, of the likest that was answered, or else of the likest; nothing where none is like enough.
 *
 * @param {EarlierQuestion[]} found the likest first
 */
export function answeredBefore(found) {
  const like = found.filter(({ score }) => score >= LIKELY).slice(0, MOST);
  const first = like.find(said) || like[0];
  if (!first) return nothing;
  const answer = said(first);
  return html`<details class="answered-before small">
    <summary>${answer ? t("Answered before: {answer} ({day}, {broadcast})", { answer: beginning(answer), ...where(first) }) : t("Asked before: {day}, {broadcast}", where(first))}</summary>
    <div class="stack">${[first, ...like.filter((one) => one !== first)].map(whole)}</div>
  </details>`;
}

/** @param {EarlierQuestion} one */
function whole(one) {
  const answer = said(one);
  return html`<div>
    <p class="quiet">${t("№ {number}, {day}, {broadcast}", { number: one.number, ...where(one) })}</p>
    <p class="text">${one.text}</p>
    ${answer ? html`<p class="text"><b>${t("Answer")}:</b> ${answer}</p>` : nothing}
    ${one.promises.map((promise) => html`<p class="text"><b>${t("Promise")}:</b> ${promise.text}</p>`)}
  </div>`;
}

/** @param {EarlierQuestion} one */
function said({ answer, ticket }) {
  return answer || ticket?.answer || "";
}

/** @param {EarlierQuestion} one */
function where({ broadcast }) {
  return { day: dayAndYear(broadcast.at, broadcast.zone), broadcast: broadcast.title };
}

/** @param {string} text */
function beginning(text) {
  const letters = [...text];
  return letters.length > BEGINS ? `${letters.slice(0, BEGINS).join("").trim()}…` : text;
}
