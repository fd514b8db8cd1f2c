/** What has become of a ticket's answers: how many replies are where, and each of them with what a person may say of it. */

/** @import { ReplyState, TicketView } from "../generated/protocol.js" */
/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { Say } from "../parts/questions/replies.js" */
/** @import { TicketReply } from "./types.js" */

import { html, nothing } from "lit";
import { STATES, VERBS } from "../parts/questions/replies.js";
import { t, word } from "../parts/i18n.js";
import { dayAndHours } from "../parts/time.js";
import "../parts/shown_contact.js";

/** @type {ReplyState[]} */
const COUNTED = ["failed", "unsure", "by_hand", "waiting", "sent"];

/**
 * Chips of a ticket's view, those with trouble first; nothing before the first answer.
 *
 * @param {TicketView} ticket
 */
export function replyCounts(ticket) {
  const counts = ticket.replies || {};
  const some = COUNTED.filter((state) => counts[state]);
  if (!some.length) return nothing;
  return html`<div class="line small reply-counts" role="group" aria-label=${t("Replies to those who asked")}>
    ${some.map((state) => html`<span class="chip ${STATES[state][1]}" data-state=${state}>${STATES[state][2]}${word(state)} <b class="count">${counts[state]}</b></span>`)}
  </div>`;
}

/**
 * The replies that GET /api/v1/tickets/<number> tells of as `answers`; `say(verb, reply)` gives answer.<verb>, null: none may.
 *
 * @param {TicketReply[]} answers
 * @param {string} zone
 * @param {Say | null} say
 * @param {Feed} feed
 * @param {string} ticket
 */
export function replyList(answers, zone, say, feed, ticket) {
  if (!answers.length) return nothing;
  return html`<ol class="stack replies" aria-label=${t("Replies to those who asked")}>${answers.map((reply) => one(reply, zone, say, feed, ticket))}</ol>`;
}

/**
 * @param {TicketReply} reply
 * @param {string} zone
 * @param {Say | null} say
 * @param {Feed} feed
 * @param {string} ticket
 */
function one(reply, zone, say, feed, ticket) {
  const [words, tone, sign] = STATES[reply.state];
  return html`<li class="panel part" data-reply=${reply.reply} data-state=${reply.state}>
    <div class="line small">
      <span class="chip ${tone}">${sign}${words}</span>
      ${reply.final ? html`<span class="chip">${t("final")}</span>` : nothing}
      <b>${reply.name || t("no name")}</b> <span class="quiet">${t("Question")} № ${reply.question}</span>
      <time class="quiet tabular" datetime=${reply.at}>${dayAndHours(reply.at, zone)}</time>
      ${reply.link ? html`<a href=${reply.link} target="_blank" rel="noreferrer noopener">${t("Open where it stands")}</a>` : nothing}
      ${reply.moved ? html`<span class="quiet">${reply.moved.by}</span>` : nothing}
    </div>
    ${reply.contact_masked ? html`<p><shown-contact .feed=${feed} .type=${"ticket.contact"} .fields=${{ ticket, question: reply.question }} .masked=${reply.contact_masked}></shown-contact></p>` : nothing}
    ${reply.reason ? html`<p class="small">${t(reply.reason)}${reply.detail ? html` <span class="quiet">${t(reply.detail)}</span>` : nothing}</p>` : nothing}
    <p class="text clip-four" tabindex="0" title=${reply.text}>${reply.text}</p>
    ${
      say && VERBS[reply.state]?.length
        ? html`<div class="line">${VERBS[reply.state].map(([verb, label]) => html`<button class="button" @click=${() => say(verb, reply.reply)}>${label}</button>`)}</div>`
        : nothing
    }
  </li>`;
}
