/** Follow-up: every ticket that this person may see, its clock, and the next move. */

import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { FeedElement } from "../parts/element.js";
import { Feed } from "../feed.js";
import { get } from "../parts/api.js";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { onKeys } from "../parts/keys.js";
import { place, placed } from "../parts/place.js";
import { refusal } from "../parts/toast.js";
import { PRIORITIES, TICKET_KINDS, TICKET_STATES, ticketState } from "../parts/words.js";
import "../parts/topbar.js";
import "./detail.js";
import { dueWords, isLate, running } from "./due.js";
import { escalatedTickets, escalationMark, isEscalated } from "./escalated.js";

const STEP = 300;
const PAGE = 100;

class LiveTickets extends FeedElement {
  constructor() {
    super();
    this.feed = new Feed({ broadcast: "tickets", screen: "tickets" });
    this.older = new Map();
    this.pressing = new Map();
    this.limit = STEP;
    this.exhausted = false;
    this._read();
  }

  connectedCallback() {
    super.connectedCallback();
    this.feed.addEventListener("reset", () => ((this.older = new Map()), (this.exhausted = false)));
    this.feed.addEventListener("events", (event) => this._happened(event.detail));
    addEventListener("popstate", () => (this._read(), this.requestUpdate()));
    onKeys({
      ArrowDown: () => this._step(1),
      ArrowUp: () => this._step(-1),
      Slash: () => this.querySelector("#words").focus(),
      Escape: () => this._write({ open: "" }),
    });
  }

  _read() {
    this.state = placed("state");
    this.words = placed("q");
    this.number = placed("open");
    if (this.state === "escalated") this._press();
  }

  /** Whatever was escalated is on its tab, however old. */
  async _press() {
    try {
      this.pressing = await escalatedTickets();
      this.requestUpdate();
    } catch (trouble) {
      refusal(trouble.message);
    }
  }

  _write(changes, step) {
    place(changes, step);
    this._read();
    this.requestUpdate();
  }

  _happened(events) {
    for (const { ticket, view } of events) {
      for (const held of [this.older, this.pressing]) {
        if (view && held.has(ticket) && view.version >= held.get(ticket).version) held.set(ticket, view);
      }
    }
  }

  find(number) {
    return this.feed.state.tickets.get(number) || this.older.get(number) || this.pressing.get(number);
  }

  /** Passing tickets: those that run against a clock first, the nearest deadline on top, then the rest, newest first. */
  _rows() {
    const words = this.words.toLowerCase().split(/\s+/).filter(Boolean);
    const all = new Map([...this.older, ...(this.state === "escalated" ? this.pressing : []), ...this.feed.state.tickets]);
    return [...all.values()]
      .filter((ticket) => !this.state || (this.state === "escalated" ? isEscalated(ticket) : this.state === "late" ? isLate(running(ticket), this.feed.now()) : ticket.state === this.state))
      .filter((ticket) => {
        const text = [ticket.number, ticket.text, ticket.promise, ticket.locality, ticket.topic, ticket.department, ticket.owner].join(" ").toLowerCase();
        return words.every((word) => text.includes(word));
      })
      .sort((a, b) => {
        const [due, other] = [running(a), running(b)];
        if (due && other) return due < other ? -1 : due > other ? 1 : 0;
        if (due || other) return due ? -1 : 1;
        return a.number < b.number ? 1 : -1;
      });
  }

  render() {
    const { feed } = this;
    if (!feed.state.broadcast) return html`<live-topbar .feed=${feed} heading=${t("Tickets")}></live-topbar>`;
    const rows = this._rows();
    this._order = rows.map((ticket) => ticket.number);
    return html`<live-topbar .feed=${feed} heading=${t("Tickets")}></live-topbar>
      <main id="main" class="columns" data-part=${this.number ? "detail" : "list"}>
        <section class="queue" aria-label=${t("Tickets")}>
          ${this._filters()}
          <div class="rows" tabindex="-1">
            <ol>${repeat(rows.slice(0, this.limit), (ticket) => ticket.number, (ticket) => this._row(ticket))}</ol>
            ${rows.length ? nothing : html`<p class="empty">${t("Nothing here.")}</p>`}
            ${rows.length > this.limit || this._hasMore() ? html`<button class="button bare more" @click=${() => this._more(rows)}>${icon("chevron-down")} ${t("Show more")}</button>` : nothing}
          </div>
        </section>
        <section class="open" aria-label=${t("Open ticket")}>
          <button class="button bare back" @click=${() => this._write({ open: "" }, true)}>${icon("arrow-left")} ${t("To the list of tickets")}</button>
          <ticket-detail class="stack" .feed=${feed} .ticket=${this.find(this.number)} .tick=${{}}></ticket-detail>
        </section>
      </main>`;
  }

  _filters() {
    const { counts } = this.feed.state;
    const all = Object.values(counts).reduce((sum, n) => sum + n, 0);
    const tab = (state, label, n) => html`<button aria-current=${this.state === state ? "true" : nothing} @click=${() => this._write({ state, open: "" }, true)}>
      ${label} ${n === null ? nothing : html`<span class="count">${n}</span>`}
    </button>`;
    return html`<nav class="tabs" aria-label=${t("Tickets by state")}>
        ${tab("", t("All"), all)} ${tab("late", t("Late"), null)} ${tab("escalated", t("Escalations"), null)}
        ${Object.entries(TICKET_STATES).map(([state, label]) => tab(state, label, counts[state] || 0))}
      </nav>
      <div class="filters"><label class="search"><span class="unseen">${t("Search")}</span>${icon("search")}
        <input class="input" id="words" type="search" placeholder=${t("Search")} .value=${this.words} @input=${(event) => this._write({ q: event.target.value })} />
      </label></div>`;
  }

  _row(ticket) {
    const due = running(ticket);
    const now = this.feed.now();
    return html`<li>
      <button class="row ${ticket.state === "closed" ? "gone" : ""}" aria-current=${ticket.number === this.number ? "true" : nothing} @click=${() => this._write({ open: ticket.number }, true)}>
        <span class="facts">
          <b class="tabular">${ticket.number}</b>
          <span>${ticketState(ticket.state)}</span>
          ${ticket.kind !== "unanswered" ? html`<span>${TICKET_KINDS[ticket.kind]}</span>` : nothing}
          ${ticket.priority !== "normal" ? html`<b>${PRIORITIES[ticket.priority] || ticket.priority}</b>` : nothing}
          ${escalationMark(ticket)}
          ${due ? html`<span class="end tabular ${isLate(due, now) ? "next-text" : ""}">${dueWords(due, now)}</span>` : nothing}
        </span>
        <span class="clip-two">${ticket.promise || ticket.text}</span>
        <span class="facts"><span class="clip">${[ticket.department || t("no department"), ticket.locality, ticket.topic].filter(Boolean).join(" · ")}</span></span>
      </button>
    </li>`;
  }

  _step(by) {
    const at = this._order.indexOf(this.number);
    const next = at < 0 ? this._order[0] : this._order[at + by];
    if (next) this._write({ open: next });
  }

  _hasMore() {
    const { counts, tickets } = this.feed.state;
    return !this.exhausted && Object.values(counts).reduce((sum, n) => sum + n, 0) > tickets.size + this.older.size;
  }

  async _more(rows) {
    if (rows.length > this.limit) {
      this.limit += STEP;
      this.requestUpdate();
      return;
    }
    const oldest = [...this.feed.state.tickets.keys(), ...this.older.keys()].sort()[0];
    try {
      const found = await get("/api/v1/tickets", { before: oldest, limit: PAGE });
      for (const ticket of found.tickets) if (!this.feed.state.tickets.has(ticket.number)) this.older.set(ticket.number, ticket);
      if (!found.next) this.exhausted = true;
      this.limit += PAGE;
      this.requestUpdate();
    } catch (trouble) {
      refusal(trouble.message);
    }
  }
}

customElements.define("live-tickets", LiveTickets);
