/** What a moderator does to a question: the dialogs, the command, and the way back. */

import { html } from "lit";
import { ask } from "../parts/dialog.js";
import { t, tn } from "../parts/i18n.js";
import { accepted, note, refusal } from "../parts/toast.js";
import { PRIORITIES, REASONS } from "../parts/words.js";

/** Verb → the verb that takes it back. */
const BACK = { shortlist: "return", decline: "restore", merge: "split", return: "shortlist" };

const DONE = {
  shortlist: t("№ {number} is in the list."),
  return: t("№ {number} is put back."),
  decline: t("№ {number} is declined."),
  merge: t("№ {number} is merged."),
  restore: t("№ {number} is restored."),
  split: t("№ {number} stands by itself again."),
  ticket: t("№ {number} has become a ticket."),
};

export class Actions {
  /** `find`: number → the question's present view. */
  constructor(feed, find) {
    this.feed = feed;
    this.find = find;
    this.last = null;
  }

  /** Sends one verb on a question as it was seen; true when it was accepted. */
  async send(verb, view, fields = {}) {
    const answer = await this.feed.command(`question.${verb}`, {
      question: view.number,
      version: view.version,
      ...fields,
    });
    if (!accepted(answer)) return false;
    const text = DONE[verb] && t(DONE[verb], { number: view.number });
    if (BACK[verb]) {
      this.last = { number: view.number, verb: BACK[verb] };
      note(text, t("Undo"), () => this.undo());
    } else if (text) {
      note(text);
    }
    return true;
  }

  /** Takes the last act back, on the question as it is now. */
  async undo() {
    if (!this.last) return;
    const { number, verb } = this.last;
    this.last = null;
    const view = this.find(number);
    if (view && (await this.send(verb, view))) this.last = null;
  }

  async decline(view) {
    const warning = view.askers > 1 ? tn("It was asked by {n} person; all are declined with it.|It was asked by {n} people; all are declined with it.", view.askers) : "";
    const fields = await ask({
      title: t("Decline № {number}", { number: view.number }),
      text: warning,
      fields: html`<fieldset class="reasons" @keydown=${pickByDigit}>
          <legend class="unseen">${t("Reason")}</legend>
          ${Object.entries(REASONS).map(
            ([reason, label], i) => html`<label class="choice">
              <input type="radio" name="reason" value=${reason} required ?data-first=${i === 0} />
              <span><kbd>${i + 1}</kbd> ${label}</span>
            </label>`,
          )}
        </fieldset>
        <label class="field"><span class="label">${t("Explanation (needed for another reason)")}</span>
          <input class="input" name="text" maxlength="500" />
        </label>`,
      confirm: t("Decline"),
      check: ({ reason, text }) => (reason === "other" && !text.trim() ? t("Write what the reason is.") : ""),
    });
    if (!fields) return false;
    return this.send("decline", view, trimmed({ reason: fields.reason, text: fields.text }));
  }

  async merge(view) {
    const fields = await ask({
      title: t("Merge № {number} into another", { number: view.number }),
      text: view.air_text || view.text,
      fields: html`<label class="field"><span class="label">${t("Number of the question that stays")}</span>
        <input class="input" name="into" inputmode="numeric" pattern="[0-9]+" required data-first @input=${(event) => this._preview(event)} />
        <span class="quiet small clip-two"></span>
      </label>`,
      confirm: t("Merge"),
      check: ({ into }) => (Number(into) === view.number ? t("A question cannot be merged into itself.") : ""),
    });
    if (!fields) return false;
    return this.send("merge", view, { into: Number(fields.into) });
  }

  _preview(event) {
    const found = this.find(Number(event.target.value));
    event.target.nextElementSibling.textContent = found ? found.air_text || found.text : "";
  }

  async ticket(view) {
    const fields = await ask({
      title: t("Ticket for № {number}", { number: view.number }),
      text: t("The question leaves the broadcast and is answered in writing. This cannot be undone."),
      fields: html`<label class="field"><span class="label">${t("Department (may be chosen later)")}</span>
          <input class="input" name="department" maxlength="200" data-first />
        </label>
        <label class="field"><span class="label">${t("Priority")}</span>
          <select class="select" name="priority">
            ${Object.entries(PRIORITIES).map(([value, label]) => html`<option value=${value}>${label}</option>`)}
          </select>
        </label>`,
      confirm: t("Make a ticket"),
    });
    if (!fields) return false;
    return this.send("ticket", view, trimmed(fields));
  }

  async note(view) {
    const notes = view.notes || {};
    const fill = (event) => {
      event.target.form.elements.text.value = notes[event.target.value] || "";
    };
    const fields = await ask({
      title: t("Note to № {number}", { number: view.number }),
      fields: html`<fieldset class="line">
          <legend class="unseen">${t("For whom")}</legend>
          <label class="choice"><input type="radio" name="for" value="presenter" checked @change=${fill} /><span>${t("For the presenter")}</span></label>
          <label class="choice"><input type="radio" name="for" value="head" @change=${fill} /><span>${t("For the head")}</span></label>
        </fieldset>
        <label class="field"><span class="label">${t("Text")}</span>
          <textarea class="area" name="text" maxlength="2000" data-first .value=${notes.presenter || ""}></textarea>
        </label>`,
      confirm: t("Save"),
    });
    if (!fields) return false;
    return this.send("note", view, { for: fields.for, text: fields.text.trim() });
  }

  topic(view) {
    return this.classify(view, [], []);
  }

  place(view) {
    return this.classify(view, [], []);
  }

  async classify(view, topics, places) {
    const fields = await ask({
      title: t("Topic and place of № {number}", { number: view.number }),
      fields: html`<label class="field"><span class="label">${t("Topic")}</span>
          <input class="input" name="topic" list="topics" maxlength="200" data-first .value=${view.topic || ""} />
        </label>
        <label class="field"><span class="label">${t("Village or town")}</span>
          <input class="input" name="locality" list="places" maxlength="200" .value=${view.locality || ""} />
        </label>
        <datalist id="topics">${topics.map((topic) => html`<option value=${topic}></option>`)}</datalist>
        <datalist id="places">${places.map((place) => html`<option value=${place}></option>`)}</datalist>`,
      confirm: t("Save"),
    });
    if (!fields) return false;
    const changed = {};
    for (const key of ["topic", "locality"]) {
      if (fields[key].trim() !== (view[key] || "")) changed[key] = fields[key].trim() || null;
    }
    return Object.keys(changed).length ? this.send("classify", view, changed) : false;
  }

  async add() {
    const fields = await ask({
      title: t("A question by hand"),
      fields: html`<label class="field"><span class="label">${t("Question")}</span>
          <textarea class="area" name="text" maxlength="4000" required data-first></textarea>
        </label>
        <label class="field"><span class="label">${t("Name")}</span><input class="input" name="name" maxlength="200" /></label>
        <label class="field"><span class="label">${t("How to answer: phone or e-mail")}</span><input class="input" name="contact" maxlength="200" /></label>
        <label class="field"><span class="label">${t("Village or town")}</span><input class="input" name="locality" maxlength="200" /></label>
        <label class="field"><span class="label">${t("Topic")}</span><input class="input" name="topic" maxlength="200" /></label>`,
      confirm: t("Add"),
      check: ({ text }) => (text.trim() ? "" : t("Write the question.")),
    });
    if (!fields) return null;
    const { text, name, contact, ...rest } = trimmed(fields);
    const author = name || contact ? { author: trimmed({ name, contact }) } : {};
    const answer = await this.feed.command("question.add", { text, ...author, ...rest });
    return accepted(answer) ? answer.number : null;
  }

  /** Nothing to act on, or a state that has no such move: said rather than ignored. */
  cannot(verb) {
    refusal(t("This question has no such move now: {verb}.", { verb }));
  }
}

/** A digit picks the reason that stands in that place. */
function pickByDigit(event) {
  const place = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  const choices = event.currentTarget.querySelectorAll("input");
  if (!place || !choices[place[1] - 1]) return;
  event.preventDefault();
  choices[place[1] - 1].checked = true;
  choices[place[1] - 1].focus();
}

/** The fields that hold something, without spaces around. */
export function trimmed(fields) {
  return Object.fromEntries(
    Object.entries(fields)
      .map(([key, value]) => [key, typeof value === "string" ? value.trim() : value])
      .filter(([, value]) => value !== "" && value !== undefined && value !== null),
  );
}
