/** A promise that was made on air is corrected or withdrawn, with a reason; the head's screen and the rundown share it. */

/** @import { PromiseView } from "../../generated/protocol.js" */
/** @import { Feed } from "../feed/feed.js" */
/** @typedef {PromiseView & { number: number, version: number, state: string }} Made  a promise and its question */

import { html, nothing } from "lit";
import { departmentField, departmentsOf } from "../department_field.js";
import { ask } from "../dialog.js";
import { icon } from "../icon.js";
import { t } from "../i18n.js";
import { may } from "../moves.js";
import { accepted, note } from "../toast.js";

/**
 * The two buttons of a promise; nothing for who may not, or where it stays as it is.
 *
 * @param {Feed} feed
 * @param {Partial<Made>} one as it was read; before that it has no number of its own
 */
export function promiseActs(feed, one) {
  const { promise, state } = one;
  const { broadcast } = feed.state;
  if (!promise || !may("amend_promise", { state: state || "" }, broadcast, feed.you.roles)) return nothing;
  const made = /** @type {Made} */ (one);
  return html`<span class="line promise-acts">
    <button class="button small-one" @click=${() => amend(feed, made)}>${icon("pencil")} ${t("Correct…")}</button>
    <button class="button small-one" @click=${() => withdraw(feed, made)}>${icon("undo-2")} ${t("Withdraw…")}</button>
  </span>`;
}

const why = () =>
  html`<label class="field"><span class="label">${t("Why")}</span><textarea class="area" name="reason" maxlength="500" required></textarea></label>`;

/** @type {(feed: Feed, made: Made) => Promise<void>} */
async function amend(feed, made) {
  const fields = await ask({
    title: t("Correct the promise on № {number}", { number: made.number }),
    text: t("What was said before stays in the history. Its ticket and the resident's page follow."),
    fields: html`<label class="field"><span class="label">${t("What is promised")}</span><textarea class="area" name="text" maxlength="1000" required data-first .value=${made.text}></textarea></label>
      ${departmentField({ ...departmentsOf(feed.state.lists), value: made.department })}
      <label class="field"><span class="label">${t("By when")}</span><input class="input" type="date" name="due" .value=${made.due || ""} /></label>
      ${why()}`,
    confirm: t("Correct"),
  });
  if (!fields) return;
  const said = { text: fields.text.trim(), department: fields.department.trim() || null, due: fields.due || null };
  const before = { text: made.text, department: made.department, due: made.due };
  const keys = /** @type {Array<keyof typeof said>} */ (Object.keys(said));
  const other = Object.fromEntries(keys.filter((key) => said[key] !== before[key]).map((key) => [key, said[key]]));
  if (!Object.keys(other).length) return note(t("The promise is as it was."));
  if (await send(feed, "question.amend_promise", made, { ...other, reason: fields.reason.trim() }))
    note(t("The promise is corrected."));
}

/** @type {(feed: Feed, made: Made) => Promise<void>} */
async function withdraw(feed, made) {
  const fields = await ask({
    title: t("Withdraw the promise on № {number}?", { number: made.number }),
    text: `${made.text}\n\n${t("What was said stays in the history. A ticket of it is closed, and the resident's page says so.")}`,
    fields: why(),
    confirm: t("Withdraw"),
    tone: "next",
  });
  if (!fields) return;
  if (await send(feed, "question.withdraw_promise", made, { reason: fields.reason.trim() }))
    note(t("The promise is withdrawn."));
}

/** @type {(feed: Feed, type: "question.amend_promise" | "question.withdraw_promise", made: Made, fields: object) => Promise<boolean>} */
async function send(feed, type, made, fields) {
  const { number, promise } = made;
  // The list of promises was read a while ago: what this screen holds of the question is newer.
  const version = Math.max(made.version || 0, feed.state.questions.get(number)?.version || 0);
  return accepted(await feed.command(type, { question: number, version, promise, ...fields }));
}
