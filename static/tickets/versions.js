/** A final answer that a coordinator approves first: what waits, what was returned and why, and every version of it. */

/** @import { TemplateResult } from "lit" */
/** @import { AnswerFileView, TicketView } from "../generated/protocol.js" */
/** @import { Act, AnswerVersion, Told } from "./types.js" */

import { html, nothing } from "lit";
import { dueWords } from "../parts/due.js";
import { icon } from "../parts/icon.js";
import { t, tn } from "../parts/i18n.js";
import { marked } from "../parts/questions/difference.js";
import { dayAndHours } from "../parts/time.js";
import { carried, filesOfTicket } from "../parts/answer_files.js";
import { isFinished } from "./due.js";

/** @type {[verb: Act, key: string, sign: TemplateResult, label: string][]} */
const DECIDING = [
  ["approve", "O", icon("circle-check"), t("Approve and send")],
  ["return_answer", "B", icon("rotate-ccw"), t("Return with a note")],
  ["correct", "E", icon("pencil"), t("Correct and send")],
  ["withdraw_answer", "V", icon("undo-2"), t("Withdraw the answer")],
];

/** What is done to an answer that waits, of the ticket as its page was read. */
export const ON_WHAT_WAITS = DECIDING.map(([verb]) => verb);

/** @type {Record<string, string>} */
const FATES = {
  waiting: t("waits for approval"),
  approved: t("approved"),
  returned: t("returned"),
  corrected: t("corrected"),
  withdrawn: t("withdrawn"),
  replaced: t("replaced by the next one"),
  lapsed: t("lapsed: the ticket went on without it"),
};

/**
 * The version that waits, where one does.
 *
 * @param {Partial<Told> | null} told
 */
export function waitingVersion(told) {
  return (told?.versions ?? []).find(({ fate }) => fate === "waiting");
}

/**
 * What waits, with what this person may decide; or what was returned, with why.
 *
 * @param {TicketView} ticket
 * @param {Partial<Told>} told
 * @param {{ zone: string, now: Date, may: (verb: Act) => boolean, act: (verb: Act) => void, use: (text: string, files?: AnswerFileView[]) => void, writes: boolean }} at
 */
export function approvalPanel(ticket, told, { zone, now, may, act, use, writes }) {
  const { approval } = ticket;
  if (approval) {
    return html`<section class="panel part waits" aria-label=${t("Waits for approval")}>
      <h3 class="label">${t("Waits for approval")}</h3>
      <p class="small quiet">${written(approval, zone)}${approval.due ? html` · ${t("approve by")} <time class="tabular" datetime=${approval.due}>${dayAndHours(approval.due, zone)}</time>, ${dueWords(approval.due, now)}` : nothing}</p>
      <p class="text">${waitingVersion(told)?.text ?? t("reading…")}</p>
      ${carried(waitingVersion(told)?.files, filesOfTicket(ticket.number))}
      <div class="line">${DECIDING.filter(([verb]) => may(verb)).map(
        ([verb, key, sign, label], i) =>
          html`<button class="button ${i ? "" : "own"}" @click=${() => act(verb)}>${sign} ${label} <kbd>${key}</kbd></button>`,
      )}</div>
    </section>`;
  }
  const last = told.versions?.at(-1);
  if (last?.fate !== "returned" || isFinished(ticket)) return nothing;
  return html`<section class="panel part returned" aria-label=${t("Returned with a note")}>
    <h3 class="label">${t("Returned with a note")}</h3>
    <p class="small quiet">${decided(last, zone)}</p>
    <p class="text"><b>${last.note}</b></p>
    <p class="text quiet">${last.text}</p>
    ${carried(last.files, filesOfTicket(ticket.number))}
    ${writes ? html`<button class="button" @click=${() => use(last.text, last.files)}>${icon("pencil")} ${t("Begin with this text")}</button>` : nothing}
  </section>`;
}

/**
 * Every version, each with what it changed in the one before.
 *
 * @param {AnswerVersion[]} versions
 * @param {string} number  the ticket's
 * @param {string} zone
 */
export function versionHistory(versions, number, zone) {
  if (!versions.length) return nothing;
  return html`<details class="small versions"><summary>${tn("{n} version of the answer|{n} versions of the answer", versions.length)}</summary>
    <ol>${versions.map(
      (version, i) => html`<li>
        <p class="quiet">${written(version, zone)} · <b>${FATES[version.fate] ?? version.fate}</b>${version.decided ? html` · ${decided(version, zone)}` : nothing}</p>
        ${version.note ? html`<p class="text">${icon("sticky-note")} ${version.note}</p>` : nothing}
        <p class="text">${i ? marked(versions[i - 1].text, version.text) : version.text}</p>
        ${carried(version.files, filesOfTicket(number))}
      </li>`,
    )}</ol></details>`;
}

/**
 * @param {{ by: string, at: string | null }} version
 * @param {string} zone
 */
function written({ by, at }, zone) {
  return html`${at ? html`<time class="tabular" datetime=${at}>${dayAndHours(at, zone)}</time> · ` : nothing}${by}`;
}

/**
 * @param {AnswerVersion} version
 * @param {string} zone
 */
function decided(version, zone) {
  return version.decided ? written(version.decided, zone) : nothing;
}
