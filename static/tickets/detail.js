/** One ticket: what was asked or promised, by whom, its clocks, its answer, and what this person may do with it. */

/** @import { PartView, TicketView } from "../generated/protocol.js" */
/** @import { Say, Verb } from "../parts/questions/replies.js" */
/** @import { TicketAnswer } from "./answer.js" */
/** @import { Page } from "./page.js" */
/** @import { Act, Asker, Offers, PartAct, Said, TicketReply, Told } from "./types.js" */

import { html, nothing } from "lit";
import { attachments } from "../parts/attachments.js";
import { dueWords } from "../parts/due.js";
import { FeedElement } from "../parts/element.js";
import { icon } from "../parts/icon.js";
import { t, tn } from "../parts/i18n.js";
import { Listener } from "../parts/listener.js";
import { dayAndHours } from "../parts/time.js";
import { accepted } from "../parts/toast.js";
import { PRIORITIES, TICKET_KINDS, sourceMark, ticketState } from "../parts/words.js";
import { answeredBefore } from "../parts/questions/answered_before.js";
import { urgentMark } from "../parts/questions/urgent.js";
import { maySteer } from "../parts/matters/commands.js";
import { matterChip, matterHints } from "../parts/matters/hints.js";
import { repeated } from "../parts/matters/sheet.js";
import { writes } from "../parts/writing.js";
import { mayDo } from "./commands.js";
import { dueMark, isFinished, urgency } from "./due.js";
import { escalationMark } from "./escalated.js";
import { linked } from "./links.js";
import { departmentName } from "./row.js";
import { carried, filesOfTicket } from "../parts/answer_files.js";
import { mayAsk } from "./part_acts.js";
import { partsPanel, together } from "./parts.js";
import { timeline } from "./timeline.js";
import { approvalPanel, versionHistory } from "./versions.js";
import { replyCounts, replyList } from "./replies.js";
import "./answer.js";
import "../parts/shown_contact.js";

/** @type {[verb: Act, key: string, sign: unknown, label: string][]} */
const VERBS = [
  ["take", "T", icon("hand"), t("Take it myself")],
  ["assign", "A", icon("building-2"), t("Assign")],
  ["start", "S", icon("play"), t("Take into work")],
  ["resume", "R", icon("play"), t("Resume")],
  ["hold", "H", icon("pause"), t("Put on hold")],
  ["close", "C", icon("circle-check"), t("Close the ticket")],
  ["reopen", "R", icon("rotate-ccw"), t("Reopen")],
  ["note", "N", icon("sticky-note"), t("Note")],
  ["prioritise", "P", icon("flag"), t("Priority")],
  ["formal", "G", icon("scale"), t("Formal appeal")],
  ["pass_on", "D", icon("send"), t("Pass the answer on")],
  ["publish", "U", icon("globe"), t("Publish")],
];

/** As many replies are seen without being asked for. */
const SEEN = 5;

/**
 * Their name.
 *
 * @param {Asker} asker
 */
function asked({ name }) {
  return html`<b>${name || t("without a name")}</b>`;
}

export class TicketDetail extends FeedElement {
  static properties = {
    ...FeedElement.properties,
    ticket: { attribute: false },
    page: { attribute: false },
    offers: { attribute: false },
  };

  constructor() {
    super();
    /** @type {TicketView | undefined} */ this.ticket;
    /** @type {Page} */ this.page;
    /** @type {Offers} */ this.offers;
    new Listener(this, () => this.page, { change: () => this.requestUpdate() });
  }

  /** Into the answer, where one can be written. */
  write() {
    /** @type {TicketAnswer | null} */ (this.querySelector("ticket-answer"))?.focus();
  }

  render() {
    const { ticket, page, feed } = this;
    if (!page.number) return html`<p class="empty">${t("Open a ticket from the list.")}</p>`;
    if (!ticket) return html`<p class="empty" role="status">${page.trouble || t("reading…")}</p>`;
    /** @type {Partial<Told>} */
    const told = page.told || {};
    return html`${this._head(ticket)} ${this._others(ticket)} ${writes(this.feed, "ticket", ticket.number)}
      <div class="line acts" role="group" aria-label=${t("Actions")}>
        ${VERBS.filter(([verb]) => mayDo(verb, ticket, feed.you) && (verb !== "pass_on" || told.late)).map(
          ([verb, key, sign, label], i) =>
            html`<button class="button ${i ? "" : "own"}" @click=${() => this._do(verb)}>${sign} ${label} <kbd>${key}</kbd></button>`,
        )}
        ${mayAsk(ticket, feed) ? html`<button class="button" @click=${() => this._doToPart("ask_part")}>${icon("users")} ${t("Ask for a part")} <kbd>I</kbd></button>` : nothing}
        ${maySteer(feed) && !ticket.matter ? html`<button class="button" @click=${() => this._toMatter()}>${icon("layers")} ${t("To a situation")} <kbd>Y</kbd></button>` : nothing}
      </div>
      ${ticket.promise ? html`<section class="panel part"><h3 class="label">${t("Promise")}</h3><p class="text">${ticket.promise}</p></section>` : nothing}
      <section class="panel part"><h3 class="label">${t("Question")} № ${ticket.question}${told.broadcast_title ? ` · ${told.broadcast_title}` : nothing}</h3><p class="text">${ticket.text}</p>
        ${this._askers(told.askers_list)} ${answeredBefore(page.links?.answered || [])}</section>
      ${attachments(told.attachments || [], `/tickets/${ticket.number}/files`)}
      ${this._clocks(ticket, told.hours?.zone || this.zone)}
      ${this._said(ticket, told.said || [])}
      ${ticket.answer ? html`<section class="panel part answered"><h3 class="label">${t("Answer")}</h3><p class="text">${ticket.answer}</p>${carried(told.said?.filter((one) => one.final).at(-1)?.files, filesOfTicket(ticket.number))}${this._rating(ticket)}</section>` : nothing}
      ${told.late ? html`<p class="here" role="status">${icon("send")} ${tn("{n} person joined after the answer and has none.|{n} people joined after the answer and have none.", told.late)}</p>` : nothing}
      ${this._replies(ticket, told.answers || [])}
      ${ticket.published ? html`<section class="panel part"><h3 class="label">${t("Published for everybody")}</h3><p class="text">${ticket.published}</p>${feed.may("coordinator", "admin") ? html`<p><a class="button" href="/publications/new?of=${encodeURIComponent(`ticket/${ticket.number}`)}">${icon("megaphone")} ${t("Onto the centre's pages")}</a></p>` : nothing}</section>` : nothing}
      ${this._approval(ticket, told)}
      ${this._parts(ticket, told)}
      <ticket-answer .feed=${feed} .ticket=${ticket} .approved=${Boolean(told.has_approval) && !feed.may("coordinator")}></ticket-answer>
      ${page.trouble ? html`<p class="wrong" role="status">${page.trouble}</p>` : nothing}
      ${versionHistory(told.versions ?? [], ticket.number, this.zone)}
      ${told.timeline ? html`<section class="stack"><h3>${t("What happened")}</h3>${timeline(told.timeline, this.zone)}</section>` : nothing}
      ${page.matters ? html`${ticket.matter ? nothing : matterHints(page.matters.alike, (number) => this._toMatter(number))} ${repeated(page.matters.repeats, this.zone)}` : nothing}
      ${page.links ? linked(page.links, this.zone, (number) => this.dispatchEvent(new CustomEvent("open", { detail: number, bubbles: true }))) : nothing}`;
  }

  /**
   * @param {TicketView} ticket
   * @param {Partial<Told>} told
   */
  _approval(ticket, told) {
    const { you } = this.feed;
    return approvalPanel(ticket, told, {
      zone: this.zone,
      now: this.feed.now(),
      may: (verb) => mayDo(verb, ticket, you),
      act: (verb) => this._do(verb),
      use: (text, files) => /** @type {TicketAnswer | null} */ (this.querySelector("ticket-answer"))?.use(text, files),
      writes: mayDo("reply", ticket, you),
    });
  }

  /**
   * @param {TicketView} ticket
   * @param {Partial<Told>} told
   */
  _parts(ticket, told) {
    const { feed } = this;
    return partsPanel(ticket, told, {
      zone: this.zone,
      now: feed.now(),
      you: feed.you,
      asks: mayAsk(ticket, feed),
      writes: mayDo("reply", ticket, feed.you),
      act: (verb, part) => this._doToPart(verb, part),
      collect: () => this.collect(),
    });
  }

  /** All parts that were given go into the answer, behind what is written there. */
  collect() {
    const { ticket, page } = this;
    const words = ticket && together(ticket, page.told);
    if (words) /** @type {TicketAnswer | null} */ (this.querySelector("ticket-answer"))?.use(words);
  }

  /**
   * @param {PartAct} verb
   * @param {PartView} [part]
   */
  _doToPart(verb, part) {
    this.dispatchEvent(new CustomEvent("part", { detail: { verb, part }, bubbles: true }));
  }

  get zone() {
    const { broadcast } = this.feed.state;
    return broadcast && broadcast.zone;
  }

  /** @param {TicketView} ticket */
  _head(ticket) {
    return html`<h2 class="tabular">${ticket.number}</h2>
      <div class="line">
        <span class="chip">${ticketState(ticket.state)}</span>
        ${ticket.approval ? html`<span class="chip own">${t("waits for approval")}</span>` : nothing}
        ${dueMark(ticket, this.feed.now())}
        <span class="quiet">${TICKET_KINDS[ticket.kind] || ticket.kind}</span>
        ${escalationMark(ticket)}
        ${urgentMark(ticket)}
        ${ticket.priority === "normal" ? nothing : html`<b>${PRIORITIES[ticket.priority] || ticket.priority}</b>`}
        ${ticket.track === "formal" ? html`<span class="chip own">${icon("scale")} ${t("formal appeal")}</span>` : nothing}
        ${ticket.reopened ? html`<span class="chip next">${tn("taken up again {n} time|taken up again {n} times", ticket.reopened)}</span>` : nothing}
        ${ticket.locality ? html`<span>${ticket.locality}</span>` : nothing}
        ${ticket.topic ? html`<span class="chip">${ticket.topic}</span>` : nothing}
        ${maySteer(this.feed) ? matterChip(this.feed, "/api/v1/tickets", ticket.matter) : nothing}
      </div>`;
  }

  /** @param {TicketView} ticket */
  _others(ticket) {
    const others = this.feed.othersOn(ticket.number);
    if (!others.length) return nothing;
    return html`<p class="here" role="status">${icon("users")} ${t("here too: {names}", { names: others.join(", ") })}</p>`;
  }

  /** @param {Asker[] | undefined} askers */
  _askers(askers) {
    if (!askers || !askers.length) return nothing;
    /**
     * @param {Asker} asker
     * @param {boolean} many
     */
    const one = (asker, many) => html`<li>${sourceMark(asker.source)} ${asked(asker)}
      <shown-contact .feed=${this.feed} .type=${"ticket.contact"} .fields=${{ ticket: this.page.number || "", question: asker.question }} .masked=${asker.contact_masked}></shown-contact> ${asker.locality ? html`<span class="quiet">${asker.locality}</span>` : nothing}
      ${many ? html`<p class="quiet clip-two">${asker.text}</p>` : nothing}
      ${asker.further.map((words) => html`<p class="text further"><span class="quiet">${t("and further")} · ${dayAndHours(words.at, this.zone)}</span> ${words.text}</p>`)}</li>`;
    if (askers.length === 1) return html`<ul class="askers small">${one(askers[0], false)}</ul>`;
    return html`<details class="small"><summary>${tn("asked by {n} person|asked by {n} people", askers.length)}</summary>
      <ul class="askers">${askers.map((asker) => one(asker, true))}</ul></details>`;
  }

  /**
   * @param {TicketView} ticket
   * @param {string} zone
   */
  _clocks(ticket, zone) {
    const now = this.feed.now();
    const runs = !isFinished(ticket) && ticket.state !== "on_hold";
    /**
     * @param {string} label
     * @param {string | null} moment
     * @param {boolean} [counts]
     */
    const clock = (label, moment, counts = false) =>
      moment
        ? html`<dt>${label}</dt><dd><time datetime=${moment}>${dayAndHours(moment, zone)}</time>
            ${counts ? html`<span class="due ${urgency(ticket, moment, now)}">${dueWords(moment, now)}</span>` : nothing}</dd>`
        : nothing;
    return html`<dl class="clocks">
      <dt>${t("Department")}</dt><dd>${departmentName(ticket, this.offers) || t("not chosen")}</dd>
      ${ticket.owner ? html`<dt>${t("Owner")}</dt><dd>${ticket.owner}</dd>` : nothing}
      ${clock(t("Made"), ticket.created_at)}
      ${ticket.reacted_at ? clock(t("Taken up"), ticket.reacted_at) : clock(t("React by"), ticket.reaction_due, runs && ticket.state === "open")}
      ${ticket.resolved_at ? clock(t("Resolved"), ticket.resolved_at) : clock(t("Resolve by"), ticket.resolution_due, runs)}
      ${ticket.state === "on_hold" ? html`${clock(t("On hold since"), ticket.held_at)}<dt>${t("Why")}</dt><dd>${[ticket.waits && t("waits for the resident"), ticket.hold_reason].filter(Boolean).join(": ") || t("not said")}</dd>` : nothing}
    </dl>`;
  }

  /**
   * What was answered before the answer that stands.
   *
   * @param {TicketView} ticket
   * @param {Said[]} said
   */
  _said(ticket, said) {
    const before = said.filter((one) => !one.final || one.text !== ticket.answer);
    if (!before.length) return nothing;
    return html`<section class="panel part said"><h3 class="label">${t("Answered before")}</h3>
      ${before.map((one) => html`<p class="small quiet"><time class="tabular" datetime=${one.at}>${dayAndHours(one.at, this.zone)}</time> · ${one.by} · ${one.final ? t("final") : t("interim")}</p><p class="text">${one.text}</p>${carried(one.files, filesOfTicket(ticket.number))}`)}
    </section>`;
  }

  /**
   * @param {TicketView} ticket
   * @param {TicketReply[]} answers
   */
  _replies(ticket, answers) {
    if (!answers.length) return nothing;
    /** @type {Say | null} */
    const say = this.feed.may("coordinator", "executor") ? (verb, reply) => this._say(verb, reply) : null;
    return html`<section class="stack" aria-label=${t("What became of the answers")}>
      <h3 class="label">${t("What became of the answers")}</h3>
      ${replyCounts(ticket)}
      <details class="small" ?open=${answers.length <= SEEN}><summary>${tn("{n} reply|{n} replies", answers.length)}</summary>
        ${replyList(answers, this.zone, say, this.feed, ticket.number)}</details>
    </section>`;
  }

  /**
   * @param {Verb} verb
   * @param {number} reply
   */
  async _say(verb, reply) {
    accepted(await this.feed.command(`answer.${verb}`, { ticket: this.ticket?.number, reply }));
  }

  /** @param {TicketView} ticket */
  _rating(ticket) {
    if (!ticket.rating) return nothing;
    return html`<p class="quiet">${t("The resident's rating: {n} of 5", { n: ticket.rating })}${ticket.rating_text ? html` · ${ticket.rating_text}` : nothing}</p>`;
  }

  /** @param {number} [number] */
  _toMatter(number) {
    this.dispatchEvent(new CustomEvent("matter", { detail: number, bubbles: true }));
  }

  /** @param {Act} verb */
  _do(verb) {
    this.dispatchEvent(new CustomEvent("act", { detail: verb, bubbles: true }));
  }
}

customElements.define("ticket-detail", TicketDetail);
