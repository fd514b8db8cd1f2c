/** What is asked before a matter is opened, told of, edited or closed. */

/** @import { MatterView } from "../../generated/protocol.js" */

import { html, nothing } from "lit";
import { ask } from "../dialog.js";
import { t, tn } from "../i18n.js";
import { matterName } from "./words.js";

/** Hours until the next word; 0: none is promised. */
const HOURS = [0, 1, 2, 4, 8, 24];
const HOUR = 3600000;
const LONGEST = 4000;

/** @typedef {Record<string, string>} Fields */

const nextWord = () => html`<label class="field"><span class="label">${t("When residents next hear of it")}</span>
  <select class="input" name="hours">
    ${HOURS.map((n) => html`<option value=${n} ?selected=${n === 2}>${n ? tn("in {n} hour|in {n} hours", n) : t("not promised")}</option>`)}
  </select></label>`;

/** @param {Fields} fields */
function nextWordAt({ hours }) {
  return Number(hours) ? new Date(Date.now() + Number(hours) * HOUR).toISOString() : null;
}

/**
 * @param {string} label
 * @param {boolean} required
 */
const wordField = (label, required) => html`<label class="field"><span class="label">${label}</span>
  <textarea class="input" name="text" rows="4" maxlength=${LONGEST} ?required=${required} ?data-first=${required}></textarea></label>`;

/**
 * The fields of a new matter, or null.
 *
 * @param {string} about what it is opened with
 */
export async function askOpen(about) {
  const fields = await ask({
    title: t("New situation"),
    text: about || t("One trouble that many ask about: one answer reaches all of them."),
    fields: html`<label class="field"><span class="label">${t("What has happened, and where")}</span>
        <input class="input" name="title" maxlength="200" required data-first autocomplete="off" /></label>
      ${wordField(t("The first word to all who asked (may be left empty)"), false)} ${nextWord()}`,
    confirm: t("Open the situation"),
    check: ({ title }) => (title.trim() ? "" : t("Write what has happened.")),
  });
  if (!fields) return null;
  const text = fields.text.trim();
  return { title: fields.title.trim(), next_word_at: nextWordAt(fields), ...(text ? { text } : {}) };
}

/**
 * The next word to all who asked: {text, next_word_at}, or null.
 *
 * @param {MatterView} matter
 */
export async function askTell(matter) {
  const fields = await ask({
    title: t("Tell all of situation № {number}", { number: matter.number }),
    text: tn(
      "{n} person hears it, once. It cannot be taken back.|{n} people hear it, once each. It cannot be taken back.",
      matter.askers,
    ),
    fields: html`${wordField(t("What all who asked are told"), true)} ${nextWord()}`,
    confirm: t("Tell all"),
    check: ({ text }) => (text.trim() ? "" : t("Write what they are told.")),
  });
  return fields && { text: fields.text.trim(), next_word_at: nextWordAt(fields) };
}

/** @param {MatterView} matter */
export async function askClose(matter) {
  const fields = await ask({
    title: t("Close situation № {number}", { number: matter.number }),
    text: tn(
      "With a last word {n} person hears that it is over; left empty, nobody is told. It cannot be opened again.|With a last word {n} people hear that it is over; left empty, nobody is told. It cannot be opened again.",
      matter.askers,
    ),
    fields: wordField(t("The last word to all who asked (may be left empty)"), false),
    confirm: t("Close the situation"),
  });
  if (!fields) return null;
  const text = fields.text.trim();
  return text ? { text } : {};
}

/** @param {MatterView} matter */
export async function askEdit(matter) {
  const line = (/** @type {string} */ name, /** @type {string} */ label, /** @type {string | null} */ value) =>
    html`<label class="field"><span class="label">${label}</span>
      <input class="input" name=${name} maxlength="200" .value=${value || ""} ?required=${name === "title"} ?data-first=${name === "title"} autocomplete="off" /></label>`;
  const fields = await ask({
    title: matterName(matter),
    fields: html`${line("title", t("What has happened, and where"), matter.title)} ${line("owner", t("situation.owner"), matter.owner)}
      ${line("topic", t("Topic"), matter.topic)} ${line("locality", t("Place"), matter.locality)}`,
    confirm: t("Save"),
    check: ({ title }) => (title.trim() ? "" : t("Write what has happened.")),
  });
  if (!fields) return null;
  return {
    title: fields.title.trim(),
    owner: fields.owner.trim() || matter.owner,
    topic: fields.topic.trim() || null,
    locality: fields.locality.trim() || null,
  };
}

/**
 * Into which of the open ones: its number, 0 for a new one, or null.
 *
 * @param {string} title
 * @param {Pick<MatterView, "number" | "title" | "askers">[]} matters those that look alike first
 * @param {boolean} [orNew] whether a new one may be chosen
 */
export async function askWhich(title, matters, orNew = true) {
  const fields = await ask({
    title,
    fields: html`<fieldset class="reasons">
      <legend class="unseen">${t("Situation")}</legend>
      ${matters.map(
        ({ number, title: name, askers }, i) => html`<label class="choice">
          <input type="radio" name="matter" value=${number} required ?checked=${i === 0} ?data-first=${i === 0} />
          <span>№ ${number} ${name} <span class="quiet">×${askers}</span></span></label>`,
      )}
      ${
        orNew
          ? html`<label class="choice"><input type="radio" name="matter" value="0" required ?checked=${!matters.length} ?data-first=${!matters.length} />
            <span>${t("A new situation")}</span></label>`
          : nothing
      }
    </fieldset>`,
    confirm: t("Go on"),
  });
  return fields ? Number(fields.matter) : null;
}
