/** The open question: who asks, the text as it came and for air, what may be done, and its history. */

import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { LiveElement } from "../parts/element.js";
import { get, questionsPath } from "../parts/api.js";
import { icon } from "../parts/icon.js";
import { t, tn, word } from "../parts/i18n.js";
import { may } from "../parts/moves.js";
import { age, clock, dayAndHours, readingTime } from "../parts/time.js";
import { accepted } from "../parts/toast.js";
import { reasonName, sourceName, stateChip } from "../parts/words.js";

const VERBS = [
  ["shortlist", "S", icon("list-plus"), t("To the list"), "own"],
  ["return", "R", icon("undo-2"), t("Put back"), ""],
  ["decline", "D", icon("ban"), t("Decline"), ""],
  ["restore", "R", icon("rotate-ccw"), t("Restore"), "own"],
  ["split", "R", icon("split"), t("Split off"), "own"],
  ["ticket", "T", icon("ticket"), t("Ticket"), ""],
  ["merge", "M", icon("merge"), t("Merge"), ""],
  ["note", "N", icon("sticky-note"), t("Note"), ""],
  ["topic", "C", icon("tag"), t("Topic"), ""],
  ["place", "L", icon("map-pin"), t("Place"), ""],
];

class DeskPane extends LiveElement {
  static properties = {
    feed: { attribute: false },
    view: { attribute: false },
    slug: { attribute: false },
    act: { attribute: false },
    tick: { attribute: false },
    _editing: { state: true },
    _history: { state: true },
    _trouble: { state: true },
  };

  constructor() {
    super();
    this._drafts = new Map(); // number → {text, version}: an edit not yet saved outlives a look at another question
  }

  willUpdate(changed) {
    const number = this.view && this.view.number;
    if (number === this._number) return;
    this._number = number;
    this._editing = this._drafts.has(number);
    this._history = null;
    this._trouble = "";
  }

  edit() {
    const { view } = this;
    if (!view || !this._may("edit")) return;
    if (!this._drafts.has(view.number)) {
      this._drafts.set(view.number, { text: view.air_text || view.text, version: view.version });
    }
    this._editing = true;
    this.updateComplete.then(() => this.querySelector("textarea").focus());
  }

  history() {
    this.querySelector(".history").open = true;
  }

  mergeFirst() {}

  chooseHint() {}

  _may(verb) {
    return may({ topic: "classify", place: "classify" }[verb] || verb, this.view, this.feed.state.broadcast, this.feed.you.roles);
  }

  render() {
    const { view, feed } = this;
    if (!view) return html`<p class="empty">${t("Open a question from the list: a click, or the arrow keys.")}</p>`;
    const zone = feed.state.broadcast.zone;
    const claim = feed.claimOf(view.number);
    const mine = claim && claim.mark === feed.you.mark;
    return html`<div class="head">
        <div class="line">
          <h2 class="tabular">№ ${view.number}</h2>
          ${stateChip(view.state)}
          <span class="quiet">${sourceName(view.source)}</span>
          <span class="quiet" title=${dayAndHours(view.asked_at || view.received_at, zone)}>${age(view.asked_at || view.received_at, feed.now())}</span>
          ${view.locality ? html`<span>${view.locality}</span>` : nothing}
          ${view.topic ? html`<span class="chip">${view.topic}</span>` : nothing}
          ${view.askers > 1 ? html`<b>×${view.askers}</b>` : nothing}
        </div>
        <div class="line asker">
          ${this._author(view)}
          ${claim
            ? html`<span class="chip ${mine ? "own" : ""}">${icon("hand")}${mine ? t("held by: you") : t("held by: {name}", { name: claim.by })}</span>`
            : nothing}
        </div>
        ${this._facts(view, zone)}
      </div>
      ${this._texts(view)} ${this._extras(view)}
      <div class="verbs line" role="group" aria-label=${t("Actions")}>
        ${this._may("edit") && !this._editing
          ? html`<button class="button" @click=${this.edit}>${icon("pencil")} ${t("Edit")} <kbd>E</kbd></button>`
          : nothing}
        ${VERBS.filter(([verb]) => this._may(verb)).map(
          ([verb, key, sign, label, tone]) => html`<button class="button ${tone}" @click=${() => this.act(verb)}>
            ${sign} ${label} <kbd>${key}</kbd>
          </button>`,
        )}
      </div>
      ${this._historyPart(view, zone)}`;
  }

  _author(view) {
    const { author } = view;
    if (!author || !(author.name || author.contact || author.profile)) return html`<p class="quiet">${t("The author is not known")}</p>`;
    const profile = /^https?:\/\//.test(author.profile || "") ? author.profile : null;
    const name = author.name || t("No name");
    return html`<p class="line">
      ${profile
        ? html`<a href=${profile} target="_blank" rel="noreferrer noopener"><b>${name}</b> ${icon("external-link")}<span class="unseen">${t("opens in a new tab")}</span></a>`
        : html`<b>${name}</b>`}
      ${author.contact ? html`<span class="quiet">${author.contact}</span>` : nothing}
    </p>`;
  }

  _facts(view, zone) {
    const facts = [];
    if (view.moved && view.state === "on_air") facts.push(t("on air since {time}, {name}", { time: clock(view.moved.at, zone), name: view.moved.by }));
    if (view.decline) facts.push(t("Declined: {reason}", { reason: reasonName(view.decline.reason) }) + (view.decline.text ? `. ${view.decline.text}` : ""));
    if (view.merged_into) facts.push(t("Merged into № {number}", { number: view.merged_into }));
    if (view.answer) facts.push(view.answer.fully ? t("Answered in full") : t("Answered in part: the rest is a ticket"));
    if (view.answer && view.answer.summary) facts.push(view.answer.summary);
    if (view.caller) facts.push(view.caller.gone ? t("The caller is gone") : t("The caller is on the line"));
    if (view.wanted) facts.push(t("The head takes it"));
    if (!facts.length) return nothing;
    return html`<ul class="small">${facts.map((fact) => html`<li>${fact}</li>`)}</ul>`;
  }

  _texts(view) {
    const draft = this._editing ? this._drafts.get(view.number) : null;
    const aloud = draft ? draft.text : view.air_text || view.text;
    return html`<div class="texts">
      <section class="panel" aria-label=${t("original")}>
        <h3 class="label">${t("original")}</h3>
        <p class="text" tabindex="0">${view.text}</p>
      </section>
      <section class="panel ${draft ? "editing" : ""}" aria-label=${t("for air")}>
        <h3 class="label line"><span class="grow">${t("for air")}</span><span class="tabular">${t("{n} s to read", { n: readingTime(aloud) })}</span></h3>
        ${draft
          ? html`<textarea class="area" aria-label=${t("Text for air")} maxlength="4000" .value=${live(draft.text)} @input=${this._typed} @keydown=${this._keys}></textarea>
              ${draft.version !== view.version
                ? html`<p class="wrong">${t("The question has changed since you began; look at it, then save.")}</p>`
                : nothing}
              <div class="line">
                <button class="button own" @click=${this._save}>${t("Save")} <kbd>Ctrl+Enter</kbd></button>
                <button class="button" @click=${this._leave}>${t("Cancel")} <kbd>Esc</kbd></button>
              </div>`
          : html`<p class="text" tabindex="0">${aloud}</p>`}
      </section>
    </div>`;
  }

  _extras(view) {
    const change = view.author_change;
    const notes = view.notes || {};
    return html`${change
        ? html`<section class="panel changed">
            <h3 class="label">${change.deleted ? t("The author has deleted the message") : t("The author has changed the text")}</h3>
            ${change.text ? html`<p class="text">${change.text}</p>` : nothing}
          </section>`
        : nothing}
      ${notes.presenter ? html`<p><span class="label">${t("For the presenter")}:</span> <span class="text">${notes.presenter}</span></p>` : nothing}
      ${notes.head ? html`<p><span class="label">${t("For the head")}:</span> <span class="text">${notes.head}</span></p>` : nothing}
      ${(view.promises || []).map(
        (promise) => html`<p><span class="label">${t("Promise")}:</span> ${promise.text} <span class="quiet">${[promise.department, promise.due, promise.by].filter(Boolean).join(" · ")}</span></p>`,
      )}
      ${(view.attachments || []).length
        ? html`<p class="line">${icon("paperclip")} ${view.attachments.map((file, i) =>
            /^https?:\/\//.test(file.url || "")
              ? html`<a href=${file.url} target="_blank" rel="noreferrer noopener">${t("{type} {n}", { type: word(file.type || "file"), n: i + 1 })}</a>`
              : html`<span class="quiet">${word(file.type || "file")}</span>`,
          )}</p>`
        : nothing}`;
  }

  _historyPart(view, zone) {
    return html`<details class="history" .open=${live(Boolean(this._history || this._trouble))} @toggle=${this._toggled}>
      <summary>${t("History")}</summary>
      ${this._trouble ? html`<p class="wrong">${this._trouble}</p>` : nothing}
      ${this._history
        ? html`<ol class="small">
            ${this._history.history.map(
              (entry) => html`<li><time class="tabular" datetime=${entry.at}>${dayAndHours(entry.at, zone)}</time> ${word(entry.type)}${entry.by ? html` · ${entry.by.name}` : nothing}</li>`,
            )}
          </ol>
          ${this._history.revisions.length > 1 || this._history.revisions.some((revision) => revision.air_text)
            ? html`<h3>${tn("{n} wording|{n} wordings", this._history.revisions.length)}</h3>
              <ol class="small">
                ${this._history.revisions.map((revision) => html`<li><time class="tabular" datetime=${revision.at}>${dayAndHours(revision.at, zone)}</time> ${revision.by && (revision.by.name || revision.by)}<p class="text">${revision.air_text}</p></li>`)}
              </ol>`
            : nothing}`
        : nothing}
    </details>`;
  }

  async _toggled(event) {
    const open = event.target.open;
    if (open && !this._history && !this._trouble) {
      const number = this._number;
      try {
        const found = await get(questionsPath(this.slug, number));
        if (number === this._number) this._history = { history: found.history || [], revisions: found.revisions || [] };
      } catch (trouble) {
        if (number === this._number) this._trouble = trouble.message;
      }
    } else if (!open) {
      this._history = null;
      this._trouble = "";
    }
  }

  _typed(event) {
    this._drafts.get(this._number).text = event.target.value;
    this.requestUpdate();
  }

  _keys(event) {
    if (event.code === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this._save();
    } else if (event.code === "Escape") {
      this._leave();
    }
  }

  _leave() {
    this._drafts.delete(this._number);
    this._editing = false;
  }

  async _save() {
    const number = this._number;
    const draft = this._drafts.get(number);
    const answer = await this.feed.command("question.edit", { question: number, version: draft.version, air_text: draft.text.trim() });
    if (accepted(answer)) {
      this._drafts.delete(number);
      if (number === this._number) this._editing = false;
    } else if (answer.error.code === "conflict") {
      // The person is told and sees the present question; saving again is then a decision, not an accident.
      const now = answer.error.current;
      draft.version = now && now.version ? now.version : this.view.version;
      this.requestUpdate();
    }
  }
}

customElements.define("desk-pane", DeskPane);
