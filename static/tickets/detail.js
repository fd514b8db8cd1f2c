/** One ticket: what was asked or promised, its clocks, and what this person may do with it. */

import { html, nothing } from "lit";
import { LiveElement } from "../parts/element.js";
import { ask } from "../parts/dialog.js";
import { icon } from "../parts/icon.js";
import { t, tn } from "../parts/i18n.js";
import { mayTicket } from "../parts/moves.js";
import { dayAndHours } from "../parts/time.js";
import { accepted } from "../parts/toast.js";
import { PRIORITIES, TICKET_KINDS, ticketState } from "../parts/words.js";
import { dueWords, isLate } from "./due.js";
import { escalationMark } from "./escalated.js";

const VERBS = [
  ["assign", icon("building-2"), t("Assign"), "own"],
  ["start", icon("play"), t("Take into work"), "own"],
  ["resolve", icon("check"), t("Resolve"), "own"],
  ["resume", icon("play"), t("Resume"), "own"],
  ["close", icon("circle-check"), t("Close the ticket"), "own"],
  ["hold", icon("pause"), t("Put on hold"), ""],
  ["reopen", icon("rotate-ccw"), t("Reopen"), ""],
];

class TicketDetail extends LiveElement {
  static properties = { feed: { attribute: false }, ticket: { attribute: false }, tick: { attribute: false } };

  render() {
    const { ticket, feed } = this;
    if (!ticket) return html`<p class="empty">${t("Open a ticket from the list.")}</p>`;
    const now = feed.now();
    return html`<h2 class="tabular">${ticket.number}</h2>
      <div class="line">
        <span class="chip">${ticketState(ticket.state)}</span>
        <span class="quiet">${TICKET_KINDS[ticket.kind] || ticket.kind}</span>
        ${escalationMark(ticket)}
        ${ticket.priority !== "normal" ? html`<b>${PRIORITIES[ticket.priority] || ticket.priority}</b>` : nothing}
        ${ticket.locality ? html`<span>${ticket.locality}</span>` : nothing}
        ${ticket.topic ? html`<span class="chip">${ticket.topic}</span>` : nothing}
        ${ticket.askers > 1 ? html`<span>${tn("asked by {n} person|asked by {n} people", ticket.askers)}</span>` : nothing}
      </div>
      ${ticket.promise ? html`<section class="panel part"><h3 class="label">${t("Promise")}</h3><p class="text">${ticket.promise}</p></section>` : nothing}
      <section class="panel part"><h3 class="label">${t("Question")} № ${ticket.question} · ${ticket.broadcast}</h3><p class="text">${ticket.text}</p></section>
      ${ticket.answer ? html`<section class="panel part answered"><h3 class="label">${t("Answer")}</h3><p class="text">${ticket.answer}</p></section>` : nothing}
      <dl class="clocks">
        ${this._clock(t("Made"), ticket.created_at, now)}
        ${ticket.state === "open" ? this._clock(t("React by"), ticket.reaction_due, now, true) : nothing}
        ${this._clock(t("Resolve by"), ticket.resolution_due, now, !["resolved", "closed"].includes(ticket.state))}
        <dt>${t("Department")}</dt><dd>${ticket.department || t("not chosen")}</dd>
        ${ticket.owner ? html`<dt>${t("Owner")}</dt><dd>${ticket.owner}</dd>` : nothing}
      </dl>
      <div class="line" role="group" aria-label=${t("Actions")}>
        ${VERBS.filter(([verb]) => mayTicket(verb, ticket, feed.you.roles)).map(
          ([verb, sign, label, tone]) => html`<button class="button ${tone}" @click=${() => this._do(verb)}>${sign} ${label}</button>`,
        )}
      </div>`;
  }

  _clock(label, moment, now, runs = false) {
    if (!moment) return nothing;
    return html`<dt>${label}</dt>
      <dd><time datetime=${moment}>${dayAndHours(moment)}</time> ${runs ? html`<span class=${isLate(moment, now) ? "next-text" : "quiet"}>${dueWords(moment, now)}</span>` : nothing}</dd>`;
  }

  async _do(verb) {
    const { ticket } = this;
    const fields = await this._fields(verb, ticket);
    if (!fields) return;
    accepted(await this.feed.command(`ticket.${verb}`, { ticket: ticket.number, version: ticket.version, ...fields }));
  }

  async _fields(verb, ticket) {
    if (verb === "assign") {
      const fields = await ask({
        title: t("Assign {number}", { number: ticket.number }),
        fields: html`<label class="field"><span class="label">${t("Department")}</span><input class="input" name="department" maxlength="200" required data-first .value=${ticket.department || ""} /></label>
          <label class="field"><span class="label">${t("Owner")}</span><input class="input" name="owner" maxlength="200" .value=${ticket.owner || ""} /></label>`,
        confirm: t("Assign"),
      });
      if (!fields) return null;
      const owner = fields.owner.trim();
      return { department: fields.department.trim(), ...(owner ? { owner } : {}) };
    }
    if (verb === "resolve") {
      const fields = await ask({
        title: t("Answer to {number}", { number: ticket.number }),
        text: ticket.promise || ticket.text,
        fields: html`<label class="field"><span class="label">${t("What the person is answered")}</span><textarea class="area" name="answer" maxlength="4000" required data-first></textarea></label>`,
        confirm: t("Resolve"),
        check: ({ answer }) => (answer.trim() ? "" : t("Write the answer.")),
      });
      return fields && { answer: fields.answer.trim() };
    }
    return {};
  }
}

customElements.define("ticket-detail", TicketDetail);
