/** Where somebody says which department: a choice where the centre keeps a list of them, a line where it keeps none. */

import { html, nothing } from "lit";
import { t } from "./i18n.js";

/**
 * @param {object} asked
 * @param {string} [asked.label]
 * @param {readonly string[]} asked.listed  the centre's own, empty where it keeps none
 * @param {readonly string[]} [asked.known]  offered beside what is typed where it keeps none
 * @param {string | null} [asked.value]
 * @param {boolean} [asked.required]
 * @param {boolean} [asked.first]  the form begins with it
 */
export function departmentField({
  label = t("Department"),
  listed,
  known = [],
  value,
  required = false,
  first = false,
}) {
  const present = value || "";
  if (!listed.length)
    return html`<label class="field"><span class="label">${label}</span>
        <input class="input" name="department" maxlength="200" list="departments" autocomplete="off" ?required=${required} ?data-first=${first} .defaultValue=${present} /></label>
      ${known.length ? html`<datalist id="departments">${known.map((name) => html`<option value=${name}></option>`)}</datalist>` : nothing}`;
  return html`<label class="field"><span class="label">${label}</span>
    <select class="select" name="department" ?required=${required} ?data-first=${first}>
      <option value="" ?selected=${!present}>${t("not chosen")}</option>
      ${present && !listed.includes(present) ? html`<option value=${present} selected>${present} (${t("not in the list")})</option>` : nothing}
      ${listed.map((name) => html`<option value=${name} ?selected=${name === present}>${name}</option>`)}
    </select></label>`;
}

/**
 * The names of a screen's lists: what `departmentField` takes.
 *
 * @param {Partial<import("../generated/protocol.js").ListsView>} lists
 */
export function departmentsOf({ departments = [], topics = [] }) {
  const ofTopics = topics.flatMap(({ department }) => department || []);
  return { listed: departments.map(({ name }) => name), known: [...new Set(ofTopics)].sort() };
}
