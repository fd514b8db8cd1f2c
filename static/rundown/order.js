/** The shortlist in its order, with drag, buttons and keys to change it; the running total says when each will come. */

import { html, nothing } from "lit";
import { classMap } from "lit/directives/class-map.js";
import { repeat } from "lit/directives/repeat.js";
import { LiveElement } from "../parts/element.js";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { readingTime, span } from "../parts/time.js";
import { airText, askerLine, sourceMark } from "../parts/words.js";

const EDGE = 48;

class RundownOrder extends LiveElement {
  static properties = {
    questions: { attribute: false },
    chosen: { attribute: false },
    steers: { attribute: false },
    _drop: { state: true },
  };

  render() {
    let total = 0;
    return html`<h2 class="line label"><span class="grow">${t("List")} (${this.questions.length})</span><span>${t("reading, total")}</span></h2>
      <ol aria-label=${t("List")}>
        ${repeat(
          this.questions,
          (view) => view.number,
          (view, i) => this._row(view, i, (total += readingTime(airText(view)))),
        )}
      </ol>
      ${this.questions.length ? nothing : html`<p class="empty">${t("The list is empty. Moderators put questions into it.")}</p>`}`;
  }

  _row(view, i, total) {
    const chosen = view.number === this.chosen;
    const classes = {
      place: true,
      first: i === 0,
      chosen,
      dragged: this._dragged === view.number,
      "drop-before": this._drop === i,
      "drop-after": this._drop === i + 1 && i === this.questions.length - 1,
    };
    return html`<li class=${classMap(classes)} data-number=${view.number}>
      ${this.steers
        ? html`<span class="grip" title=${t("Drag to another place")} @pointerdown=${(event) => this._grab(event, view, i)}>${icon("grip-vertical")}</span>`
        : nothing}
      <button class="pick" aria-pressed=${chosen ? "true" : "false"} @click=${() => this._tell("choose", chosen ? null : view.number)}>
        <span class="facts">
          <b class="tabular">${view.number}</b>${sourceMark(view.source)}
          ${i === 0 ? html`<b class="next-text">${t("next")}</b>` : nothing}
          <span class="clip">${askerLine(view)}</span>
          ${view.wanted ? html`<span class="own-mark" title=${t("The head takes it")}>${icon("star")}<span class="unseen">${t("The head takes it")}</span></span>` : nothing}
          ${view.author_change ? html`<span title=${t("The author changed it")}>${icon("pencil-line")}<span class="unseen">${t("The author changed it")}</span></span>` : nothing}
          <span class="end tabular">${span(readingTime(airText(view)))} · ${span(total)}</span>
        </span>
        <span class="clip-two">${airText(view)}</span>
      </button>
      ${chosen && this.steers ? this._tools(view, i) : nothing}
    </li>`;
  }

  _tools(view, i) {
    const last = this.questions.length - 1;
    return html`<div class="tools line" role="group" aria-label=${t("Place in the list")}>
      <button class="button" ?disabled=${i === 0} @click=${() => this.shift(view.number, "top")}>${icon("chevrons-up")} ${t("Next up")} <kbd>N</kbd></button>
      <button class="button square" aria-label=${t("One up")} title="Alt+↑" ?disabled=${i === 0} @click=${() => this.shift(view.number, -1)}>${icon("arrow-up")}</button>
      <button class="button square" aria-label=${t("One down")} title="Alt+↓" ?disabled=${i === last} @click=${() => this.shift(view.number, 1)}>${icon("arrow-down")}</button>
      <button class="button" @click=${() => this._tell("put-back", view)}>${icon("undo-2")} ${t("Put back")}</button>
    </div>`;
  }

  /** Moves a question by one place or to the top: tells the screen before which number it should stand. */
  shift(number, by) {
    const order = this.questions;
    const at = order.findIndex((view) => view.number === number);
    if (at < 0) return;
    const to = by === "top" ? 0 : at + by;
    if (to < 0 || to >= order.length || to === at) return;
    this._move(order[at], to > at ? to + 1 : to);
  }

  _move(view, place) {
    const before = this.questions[place];
    this._tell("move", { view, before: before ? before.number : null });
  }

  _tell(what, detail) {
    this.dispatchEvent(new CustomEvent(what, { detail }));
  }

  /**
   * Dragging draws a line where the question would stand and moves nothing until it is let go: the list may
   * change under the hand at any moment, and only the server's events change its order.
   */
  _grab(event, view, at) {
    if (event.button !== 0) return;
    event.preventDefault();
    const grip = event.currentTarget;
    grip.setPointerCapture(event.pointerId);
    this._dragged = view.number;
    this._drop = at;
    const follow = (move) => {
      const rows = [...this.querySelectorAll("li")];
      const below = rows.findIndex((row) => {
        const box = row.getBoundingClientRect();
        return move.clientY < box.top + box.height / 2;
      });
      this._drop = below < 0 ? rows.length : below;
      const box = this.getBoundingClientRect();
      if (move.clientY > box.bottom - EDGE) this.scrollTop += 12;
      if (move.clientY < box.top + EDGE) this.scrollTop -= 12;
    };
    const stop = (end) => {
      grip.removeEventListener("pointermove", follow);
      grip.removeEventListener("pointerup", stop);
      grip.removeEventListener("pointercancel", stop);
      removeEventListener("keydown", leave);
      const from = this.questions.findIndex((held) => held.number === view.number);
      const to = this._drop;
      this._drop = null;
      this._dragged = null;
      const moved = from >= 0 && to !== from && to !== from + 1;
      if (end.type === "pointerup" && moved) this._move(this.questions[from], to);
    };
    const leave = (key) => key.code === "Escape" && stop(key);
    grip.addEventListener("pointermove", follow);
    grip.addEventListener("pointerup", stop);
    grip.addEventListener("pointercancel", stop);
    addEventListener("keydown", leave);
  }
}

customElements.define("rundown-order", RundownOrder);
