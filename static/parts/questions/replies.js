/** Replies in writing to the one who asked: what has become of each, and what a person may say of it. */

import { html, nothing } from "lit";
import { COMMANDS, REPLY, STATES as EVERY } from "../../generated/protocol.js";
import { icon } from "../icon.js";
import { t } from "../i18n.js";
import { dayAndHours } from "../time.js";

/** State → its words, its tone, its sign. */
export const STATES = {
  waiting: [t("the reply is waiting"), "", icon("clock")],
  sent: [t("the reply is sent"), "done", icon("check")],
  failed: [t("the reply is not sent"), "next", icon("triangle-alert")],
  unsure: [t("it is not known whether the reply has arrived"), "next", icon("circle-help")],
  cancelled: [t("the reply was taken back"), "gone", icon("x")],
  by_hand: [t("somebody of the centre has to tell them"), "next", icon("phone")],
};

/** A person's verbs and what their buttons say, in the order of the buttons. */
const BUTTONS = [
  ["again", t("Send again")],
  ["arrived", t("It has arrived")],
  ["told", t("They have been told")],
  ["cancel", t("Take back")],
];

/** State → the verbs that a person has for it, each with what its button says. */
export const VERBS = Object.fromEntries(
  EVERY.reply.map((state) => [state, BUTTONS.filter(([verb]) => REPLY[verb].from.includes(state))]),
);

export function mayReply(roles) {
  return COMMANDS["question.reply"].some((role) => roles.includes(role));
}

/** `say(verb, reply)` is what a person says of one. */
export function replies({ view, zone, may, say }) {
  if (!(view.replies || []).length) return nothing;
  return html`<section class="replies" aria-label=${t("Replies in writing")}>
    ${view.replies.map((reply) => one(reply, zone, may, say))}
  </section>`;
}

function one(reply, zone, may, say) {
  const [words, tone, sign] = STATES[reply.state];
  return html`<article class="panel reply" data-reply=${reply.reply} data-state=${reply.state}>
    <div class="line small">
      <span class="chip ${tone}">${sign}${words}</span>
      ${reply.final ? html`<span class="chip">${t("final")}</span>` : nothing}
      <span class="quiet">${reply.by}, <span class="tabular">${dayAndHours(reply.at, zone)}</span></span>
      ${reply.link ? html`<a href=${reply.link} target="_blank" rel="noreferrer noopener">${t("Open where it stands")}</a>` : nothing}
    </div>
    ${reply.reason ? html`<p class="small">${t(reply.reason)}${reply.detail ? html` <span class="quiet">${reply.detail}</span>` : nothing}</p>` : nothing}
    <p class="text clip-four" title=${reply.text}>${reply.text}</p>
    ${
      may && VERBS[reply.state]?.length
        ? html`<div class="line">${VERBS[reply.state].map(([verb, label]) => html`<button class="button" @click=${() => say(verb, reply.reply)}>${label}</button>`)}</div>`
        : nothing
    }
  </article>`;
}
