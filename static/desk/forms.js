/** What the desk's verbs ask before they are sent: a reason, a department, a note, a question by hand. */

/** @import { AnswerFileView, ListsView, NotesView } from "../generated/protocol.js" */
/** @import { Fields, Reader } from "./types.js" */

import { html, nothing } from "lit";
import { maskedWords } from "../parts/contact_link.js";
import { departmentField, departmentsOf } from "../parts/department_field.js";
import { ask } from "../parts/dialog.js";
import { t } from "../parts/i18n.js";
import { PRIORITIES, REASONS, reasonName } from "../parts/words.js";
import { drop, filesIn, hold } from "../parts/answer_files.js";
import { forget, keep, load } from "../parts/questions/drafts.js";

/**
 * The fields that hold something, without spaces around.
 *
 * @param {Record<string, string | null | undefined>} fields
 * @returns {Record<string, string>}
 */
export function trimmed(fields) {
  return Object.fromEntries(
    Object.entries(fields)
      .map(([key, value]) => [key, typeof value === "string" ? value.trim() : value])
      .filter(([, value]) => value !== "" && value !== undefined && value !== null),
  );
}

/**
 * Why it is declined: {reason, text?}, or null.
 *
 * @param {{ title: string, warning: string, lists: Partial<ListsView> }} asked
 * @returns {Promise<Fields | null>}
 */
export async function askReason({ title, warning, lists }) {
  const reasons =
    lists && lists.reasons && lists.reasons.length ? lists.reasons.map(({ code }) => code) : Object.keys(REASONS);
  const fields = await ask({
    title,
    text: warning,
    fields: html`<fieldset class="reasons" @keydown=${pickByDigit}>
        <legend class="unseen">${t("Reason")}</legend>
        ${reasons.map(
          (code, i) => html`<label class="choice">
            <input type="radio" name="reason" value=${code} required ?data-first=${i === 0} />
            <span>${i < 9 ? html`<kbd>${i + 1}</kbd> ` : ""}${reasonName(code, lists)}</span>
          </label>`,
        )}
      </fieldset>
      <label class="field"><span class="label">${t("Explanation (needed for another reason)")}</span>
        <input class="input" name="text" maxlength="1000" />
      </label>`,
    confirm: t("Decline"),
    check: ({ reason, text }) => (reason === "other" && !text.trim() ? t("Write what the reason is.") : ""),
  });
  return fields && trimmed({ reason: fields.reason, text: fields.text });
}

/**
 * A digit picks the choice that stands in that place.
 *
 * @param {KeyboardEvent} event
 */
export function pickByDigit(event) {
  const place = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  const group = /** @type {Element} */ (event.currentTarget);
  /** @type {NodeListOf<HTMLInputElement>} */
  const choices = group.querySelectorAll("input[type=radio]");
  const choice = place && choices[Number(place[1]) - 1];
  if (!choice || /** @type {Element} */ (event.target).matches("input:not([type=radio])")) return;
  event.preventDefault();
  choice.checked = true;
  choice.dispatchEvent(new Event("change", { bubbles: true }));
  choice.focus();
}

/**
 * Why an author is blocked, and until when: {reason, until?}, or null.
 *
 * @param {string} title
 * @param {{ name?: string | null, contact_masked?: string | null } | null} author
 * @returns {Promise<Fields | null>}
 */
export async function askBlock(title, author) {
  const reached = author && author.contact_masked ? maskedWords(author.contact_masked) : null;
  const who = [author && author.name, reached].filter(Boolean).join(", ");
  const fields = await ask({
    title,
    text: [
      who && `${who}.`,
      t(
        "Nothing they write is lost, and they are not told: it waits under “Blocked ones”, with what of theirs is new here.",
      ),
    ]
      .filter(Boolean)
      .join(" "),
    fields: html`<label class="field"><span class="label">${t("Reason")}</span>
        <input class="input" name="reason" maxlength="500" required data-first autocomplete="off" />
      </label>
      <label class="field"><span class="label">${t("Last day (left empty: until somebody unblocks)")}</span>
        <input class="input" type="date" name="until" />
      </label>`,
    confirm: t("Block"),
    check: ({ reason }) => (reason.trim() ? "" : t("Write why.")),
  });
  return fields && trimmed(fields);
}

/**
 * A ticket at once: {department?, priority}, or null. Once it is answered it cannot be taken back, so it is said.
 *
 * @param {string} title
 * @param {Partial<ListsView>} lists
 * @returns {Promise<Fields | null>}
 */
export async function askTicket(title, lists) {
  const fields = await ask({
    title,
    text: t(
      "The question leaves the broadcast and is answered in writing. Until it is answered, it can be taken back.",
    ),
    fields: html`${departmentField({ label: t("Department (left empty: the topic's own)"), ...departmentsOf(lists), first: true })}
      <label class="field"><span class="label">${t("Priority")}</span>
        <select class="select" name="priority">
          ${Object.entries(PRIORITIES).map(([value, label]) => html`<option value=${value}>${label}</option>`)}
        </select>
      </label>`,
    confirm: t("Make a ticket"),
  });
  return fields && trimmed(fields);
}

/**
 * A note: {for, text}, or null. What was typed and not sent stands in the form again when it is opened next, under
 * `name`; `noteSent` forgets it.
 *
 * @param {{ title: string, notes?: Partial<NotesView>, to?: Reader, name: string, lists: Partial<ListsView> }} asked
 * @returns {Promise<{ for: Reader, text: string } | null>}
 */
export async function askNote({ title, notes = {}, to = "presenter", name, lists }) {
  /** @type {Partial<Record<Reader, string>>} */
  const unsent = load(name) || {};
  /** @type {Record<Reader, string>} */
  const typed = { presenter: notes.presenter || "", head: notes.head || "", ...unsent };
  const remember = (/** @type {Record<string, string>} */ { for: reader, text }) => {
    typed[/** @type {Reader} */ (reader)] = text;
    const entries = /** @type {Array<[Reader, string]>} */ (Object.entries(typed));
    const left = Object.fromEntries(entries.filter(([whose, words]) => words !== (notes[whose] || "")));
    if (Object.keys(left).length) keep(name, left);
    else forget(name);
  };
  let shown = to;
  const turn = (/** @type {Event} */ event) => {
    const choice = /** @type {HTMLInputElement} */ (event.target);
    const text = /** @type {HTMLTextAreaElement} */ (choice.form?.elements.namedItem("text"));
    remember({ for: shown, text: text.value });
    shown = /** @type {Reader} */ (choice.value);
    text.value = typed[shown];
  };
  const reader = (/** @type {Reader} */ whose, /** @type {string} */ label) => html`<label class="choice">
    <input type="radio" name="for" value=${whose} ?checked=${whose === to} @change=${turn} /><span>${label}</span>
  </label>`;
  const fields = await ask({
    title,
    fields: html`<fieldset class="line">
        <legend class="unseen">${t("For whom")}</legend>
        ${reader("presenter", t("For the presenter"))} ${reader("head", t("For the head"))}
      </fieldset>
      <label class="field"><span class="label">${t("Text (empty takes the note away)")}</span>
        <textarea class="area" name="text" maxlength="1000" data-first .value=${typed[to]}></textarea>
      </label>
      ${readyNotes(lists)}`,
    confirm: t("Save"),
    left: remember,
  });
  if (!fields) return null;
  remember(fields);
  return { for: /** @type {Reader} */ (fields.for), text: fields.text.trim() };
}

/**
 * The centre's ready notes: a touch puts one in after what is written.
 *
 * @param {Partial<ListsView>} lists
 */
function readyNotes({ messages = [] }) {
  const notes = messages.filter(({ kind }) => kind === "note");
  const put = (/** @type {Event} */ event) => {
    const button = /** @type {HTMLButtonElement} */ (event.currentTarget);
    const field = /** @type {HTMLTextAreaElement} */ (button.form?.elements.namedItem("text"));
    field.value = [field.value.trim(), button.value].filter(Boolean).join(" ").slice(0, field.maxLength);
    field.focus();
  };
  return notes.length
    ? html`<div class="line" role="group" aria-label=${t("Ready notes")}>
        ${notes.map(({ text }) => html`<button type="button" class="button" value=${text} @click=${put}>${text}</button>`)}
      </div>`
    : nothing;
}

/**
 * @param {string} name
 * @param {{ for?: Reader }} sent
 */
export function noteSent(name, { for: reader }) {
  /** @type {Partial<Record<Reader, string>>} */
  const left = { ...load(name) };
  if (reader) delete left[reader];
  if (Object.keys(left).length) keep(name, left);
  else forget(name);
}

/**
 * A reply in writing: {text, final?, everybody?}, or null; what was typed and not sent stands in the form again, under
 * `name`. `askers`: how many ask the same.
 *
 * @param {{ title: string, question: string, name: string, askers: number, path: string }} asked  `path`: of its files
 */
export async function askReply({ title, question, name, askers, path }) {
  /** @type {{ text?: string, final?: string, everybody?: string, files?: AnswerFileView[] }} */
  const unsent = load(name) || {};
  let files = unsent.files ?? [];
  const fields = await ask({
    title,
    text: question.length > 300 ? `${question.slice(0, 300)}…` : question,
    fields: html`<div class="stack" @dragover=${hold} @drop=${drop}>
        <label class="field"><span class="label">${t("Reply")}</span>
          <textarea class="area" name="text" maxlength="4000" required data-first .value=${unsent.text || ""}></textarea>
        </label>
        <answer-files .path=${path} .files=${files} @files=${(/** @type {CustomEvent<AnswerFileView[]>} */ { detail }) => (files = detail)}></answer-files>
      </div>
      <label class="choice"><input type="checkbox" name="final" value="yes" ?checked=${unsent.final} /><span>${t("This is the final reply")}</span></label>
      ${askers > 1 ? html`<label class="choice"><input type="checkbox" name="everybody" value="yes" ?checked=${unsent.text === undefined || unsent.everybody} /><span>${t("To all who ask the same: {n}", { n: askers })}</span></label>` : nothing}`,
    confirm: t("Send"),
    check: ({ text }, form) => {
      if (filesIn(form)?.isBusy) return t("The files are being sent…");
      return text.trim() ? "" : t("Write the reply.");
    },
    left: (typed) => keep(name, { ...typed, files }),
  });
  if (!fields) return null;
  keep(name, { ...fields, files });
  /** @type {{ final?: true, everybody?: true }} */
  const chosen = Object.fromEntries(["final", "everybody"].filter((one) => fields[one]).map((one) => [one, true]));
  return { text: fields.text.trim(), files: files.map(({ file }) => file), ...chosen };
}

/**
 * A question by hand; what was typed and not sent stands in the form again, under `name`.
 *
 * @param {string} name
 * @param {Partial<ListsView>} lists
 */
export async function askQuestion(name, lists = {}) {
  /** @type {Record<string, string>} */
  const unsent = load(name) || {};
  const line = (
    /** @type {string} */ field,
    /** @type {string} */ label,
    list = "",
  ) => html`<label class="field"><span class="label">${label}</span>
    <input class="input" name=${field} maxlength="200" autocomplete="off" list=${list} .value=${unsent[field] || ""} />
  </label>`;
  const fields = await ask({
    title: t("A question by hand"),
    fields: html`<label class="field"><span class="label">${t("Question")}</span>
        <textarea class="area" name="text" maxlength="4000" required data-first .value=${unsent.text || ""}></textarea>
      </label>
      ${line("name", t("Name"))} ${line("contact", t("How to answer: phone or e-mail"))}
      ${line("locality", t("Village or town"), "known-places")} ${line("topic", t("Topic"), "known-topics")}
      <datalist id="known-places">${(lists.localities || []).map(({ name: place }) => html`<option value=${place}></option>`)}</datalist>
      <datalist id="known-topics">${(lists.topics || []).map(({ name: topic }) => html`<option value=${topic}></option>`)}</datalist>`,
    confirm: t("Add"),
    check: ({ text }) => (text.trim() ? "" : t("Write the question.")),
    left: (typed) => keep(name, typed),
  });
  if (fields) keep(name, fields);
  return fields && trimmed(fields);
}
