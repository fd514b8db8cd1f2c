/** Replies in writing to the one who asked: what has become of each, and what a person may say of it. */

/** @import { QuestionView, ReplyView, Role } from "../../generated/protocol.js" */
/** @import { TemplateResult } from "lit" */
/** @import { Zone } from "../time.js" */
/** @typedef {"again" | "arrived" | "told" | "cancel"} Verb  that a person has for a reply */
/** @typedef {(verb: Verb, reply: number) => void} Say */

import { html, nothing } from "lit";
import { COMMANDS, REPLY, STATES as EVERY } from "../../generated/protocol.js";
import { carried } from "../answer_files.js";
import { icon } from "../icon.js";
import { t } from "../i18n.js";
import { dayAndHours } from "../time.js";

/**
 * State → its words, its tone, its sign.
 *
 * @type {Record<string, [string, string, TemplateResult]>}
 */
export const STATES = {
  waiting: [t("the reply is waiting"), "", icon("clock")],
  sent: [t("the reply is sent"), "done", icon("check")],
  failed: [t("the reply is not sent"), "next", icon("triangle-alert")],
  unsure: [t("it is not known whether the reply has arrived"), "next", icon("circle-help")],
  cancelled: [t("the reply was taken back"), "gone", icon("x")],
  by_hand: [t("somebody of the centre has to tell them"), "next", icon("phone")],
};

/**
 * A person's verbs and what their buttons say, in the order of the buttons.
 *
 * @type {[Verb, string][]}
 */
const BUTTONS = [
  ["again", t("Send again")],
  ["arrived", t("It has arrived")],
  ["told", t("They have been told")],
  ["cancel", t("Take back")],
];

/**
 * State → the verbs that a person has for it, each with what its button says.
 *
 * @type {Record<string, [Verb, string][]>}
 */
export const VERBS = Object.fromEntries(
  EVERY.reply.map((state) => [state, BUTTONS.filter(([verb]) => REPLY[verb].from.includes(state))]),
);

/** @param {Role[]} roles */
export function mayReply(roles) {
  return COMMANDS["question.reply"].some((role) => roles.includes(role));
}

/**
 * `say(verb, reply)` is what a person says of one; their files stand under `path`.
 *
 * @param {{ view: QuestionView, zone: Zone, may: boolean, say: Say, path: string }} shown
 */
export function replies({ view, zone, may, say, path }) {
  const told = view.replies || [];
  if (!told.length) return nothing;
  return html`<section class="replies" aria-label=${t("Replies in writing")}>
    ${told.map((reply) => one(reply, zone, may, say, path))}
  </section>`;
}

/** @type {(reply: ReplyView, zone: Zone, may: boolean, say: Say, path: string) => TemplateResult} */
function one(reply, zone, may, say, path) {
  const [words, tone, sign] = STATES[reply.state];
  return html`<article class="panel reply" data-reply=${reply.reply} data-state=${reply.state}>
    <div class="line small">
      <span class="chip ${tone}">${sign}${words}</span>
      ${reply.final ? html`<span class="chip">${t("final")}</span>` : nothing}
      <span class="quiet">${reply.by}, <span class="tabular">${dayAndHours(reply.at, zone)}</span></span>
      ${reply.link ? html`<a href=${reply.link} target="_blank" rel="noreferrer noopener">${t("Open where it stands")}</a>` : nothing}
    </div>
    ${reply.reason ? html`<p class="small">${t(reply.reason)}${reply.detail ? html` <span class="quiet">${t(reply.detail)}</span>` : nothing}</p>` : nothing}
    <p class="text clip-four" tabindex="0" title=${reply.text}>${reply.text}</p>
    ${carried(reply.files, path)}
    ${reply.linked ? html`<p class="small">${t("The network did not take files: {n}; a link went in their place.", { n: reply.linked })}</p>` : nothing}
    ${
      may && VERBS[reply.state]?.length
        ? html`<div class="line">${VERBS[reply.state].map(([verb, label]) => html`<button class="button" @click=${() => say(verb, reply.reply)}>${label}</button>`)}</div>`
        : nothing
    }
  </article>`;
}
