/** Whom somebody of the centre has to tell by hand: one list for all tickets, the oldest first. Coordinators only. */

/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { FeedEvent } from "../parts/feed/types.js" */
/** @import { ByHandAnswer, ByHandPage } from "./types.js" */

import { html, nothing } from "lit";
import { LiveElement } from "../parts/element.js";
import { get } from "../parts/api.js";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { Listener } from "../parts/listener.js";
import { dayAndHours } from "../parts/time.js";
import { matterChip } from "../parts/matters/hints.js";
import { accepted, refusal } from "../parts/toast.js";
import "../parts/shown_contact.js";

const PAGE = 100;

/** `<tickets-by-hand .feed=${feed}>`: it reads the list itself, and anew when the log tells of replies. */
class TicketsByHand extends LiveElement {
  static properties = { feed: { attribute: false } };

  constructor() {
    super();
    /** @type {Feed} */ this.feed;
    /** @type {number | undefined} */ this._later;
    /** @type {ByHandPage} */
    this.found = { answers: [], next: null, total: 0 };
    new Listener(this, () => this.feed, { events: ({ detail }) => this._happened(detail) });
  }

  connectedCallback() {
    super.connectedCallback();
    this._read();
  }

  disconnectedCallback() {
    clearTimeout(this._later);
    super.disconnectedCallback();
  }

  /** @param {FeedEvent[]} events */
  _happened(events) {
    if (events.some(({ type }) => /^(reply|ticket|matter)\./.test(type))) this._soon();
  }

  /** Hundreds of replies go out one after another: the list is read once they pause, or each second. */
  _soon() {
    this._later ||= setTimeout(() => ((this._later = undefined), this._read()), 1000);
  }

  async _read(after = 0) {
    try {
      /** @type {ByHandPage} */
      const page = await get("/api/v1/tickets/by-hand", { after, limit: PAGE });
      this.found = after ? { ...page, answers: [...this.found.answers, ...page.answers] } : page;
      this.requestUpdate();
    } catch (trouble) {
      refusal(/** @type {Error} */ (trouble).message);
    }
  }

  /**
   * @param {"told" | "cancel"} verb
   * @param {ByHandAnswer} one
   */
  async _say(verb, { ticket, matter, reply }) {
    const given = matter
      ? this.feed.command(`matter.${verb}`, { matter, reply })
      : this.feed.command(`answer.${verb}`, { ticket, reply });
    if (accepted(await given)) this._read();
  }

  render() {
    const { answers, next, total } = this.found;
    return html`<h2>${t("To be told by hand")} <span class="count">${total}</span></h2>
      ${answers.length ? nothing : html`<p class="empty">${t("Everybody has been told.")}</p>`}
      <ol class="stack">
        ${answers.map(
          (one) => html`<li class="panel part" data-reply=${one.reply}>
            <div class="line">
              <b>${one.name || t("no name")}</b> <shown-contact .feed=${this.feed} .type=${one.matter ? "matter.contact" : "ticket.contact"} .fields=${one.matter ? { matter: one.matter, reply: one.reply } : { ticket: one.ticket, question: one.question }} .masked=${one.contact_masked}></shown-contact>
              ${one.matter ? matterChip(this.feed, "/api/v1/tickets", one.matter) : html`<button class="button bare tabular" @click=${() => this._open(one.ticket)}>${one.ticket}</button>`}
              <time class="quiet small" datetime=${one.at}>${dayAndHours(one.at)}</time>
              ${one.final ? html`<span class="chip">${t("final")}</span>` : nothing}
            </div>
            <p class="text">${one.text}</p>
            <div class="line">
              <button class="button own" @click=${() => this._say("told", one)}>${icon("check")} ${t("They have been told")}</button>
              <button class="button" @click=${() => this._say("cancel", one)}>${t("Take back")}</button>
            </div>
          </li>`,
        )}
      </ol>
      ${next ? html`<button class="button bare more" @click=${() => this._read(next)}>${t("Show more")}</button>` : nothing}`;
  }

  /** @param {string} number */
  _open(number) {
    this.dispatchEvent(new CustomEvent("open", { detail: number }));
  }
}

customElements.define("tickets-by-hand", TicketsByHand);
