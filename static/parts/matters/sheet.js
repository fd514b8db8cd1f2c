/** One matter in a dialog: what stands in it, what all who asked were told, and what can be done about it. */

/** @import { MatterView } from "../../generated/protocol.js" */
/** @import { Feed } from "../feed/feed.js" */
/** @import { JoinedQuestion, JoinedTicket, MatterPage, Repeats, ToldWord } from "./types.js" */

import { html, nothing, render } from "lit";
import { get } from "../api.js";
import { FeedElement } from "../element.js";
import { Every } from "../every.js";
import { icon } from "../icon.js";
import { t, tn } from "../i18n.js";
import { Listener } from "../listener.js";
import { dayAndHours } from "../time.js";
import { refusal } from "../toast.js";
import { stateChip, ticketState } from "../words.js";
import { join, matterOf, maySteer, openMatters, part, steer } from "./commands.js";
import { askClose, askEdit, askTell, askWhich } from "./forms.js";
import { matterCounts, matterName, repliesOf, wordDue } from "./words.js";

const AGAIN = 10000; // ms: replies go out one after another, and no event of this screen's log tells of all of them
const SETTLED = 300;

/**
 * Shows a matter until the dialog is closed.
 *
 * @param {Feed} feed
 * @param {string} base below it the matter's page is read
 * @param {number} number
 */
export function showMatter(feed, base, number) {
  const before = /** @type {HTMLElement | null} */ (document.activeElement);
  const host = document.createElement("div");
  document.body.append(host);
  const closed = (/** @type {Event} */ event) => {
    if (/** @type {HTMLElement} */ (event.target).localName !== "dialog") return;
    host.remove();
    if (before?.isConnected) before.focus();
  };
  render(
    html`<dialog aria-labelledby="matter-title" @close=${closed}>
      <matter-sheet .feed=${feed} .base=${base} .number=${number}></matter-sheet>
    </dialog>`,
    host,
  );
  /** @type {HTMLDialogElement} */ (host.querySelector("dialog")).showModal();
}

export class MatterSheet extends FeedElement {
  static properties = { ...FeedElement.properties, base: { attribute: false }, number: { attribute: false } };

  constructor() {
    super();
    /** @type {string} */ this.base;
    /** @type {number} */ this.number;
    /** @type {MatterPage | null} */ this.page = null;
    this.trouble = "";
    /** @type {number | undefined} */ this._soon;
    new Listener(this, () => this.feed, { events: () => this._readSoon(), reset: () => this._readSoon() });
    new Every(this, AGAIN, () => this._read());
  }

  connectedCallback() {
    super.connectedCallback();
    this._read();
  }

  disconnectedCallback() {
    clearTimeout(this._soon);
    super.disconnectedCallback();
  }

  _readSoon() {
    clearTimeout(this._soon);
    this._soon = setTimeout(() => this._read(), SETTLED);
  }

  async _read() {
    try {
      this.page = /** @type {MatterPage} */ (await get(`${this.base}/matters/${this.number}`));
      this.trouble = "";
    } catch (trouble) {
      this.trouble = /** @type {Error} */ (trouble).message;
    }
    this.requestUpdate();
  }

  /** The newest view at hand. @returns {MatterView | null} */
  get matter() {
    const told = matterOf(this.feed, this.number);
    if (!this.page || (told && told.version > this.page.version)) return told || this.page;
    return this.page;
  }

  /**
   * @param {"tell" | "edit" | "close"} verb
   * @param {(matter: MatterView) => Promise<Record<string, unknown> | null>} asks
   */
  async _steer(verb, asks) {
    const seen = this.matter;
    const fields = seen && (await asks(seen));
    if (seen && fields && (await steer(this.feed, verb, seen, fields))) this._read();
  }

  /** All that stands in it goes into another open one, and it is closed. */
  async _handOver() {
    const others = openMatters(this.feed).filter(({ number }) => number !== this.number);
    if (!others.length) return refusal(t("No other situation is open."));
    const title = t("Into which situation does all of № {number} go? It is closed then.", { number: this.number });
    const into = await askWhich(title, others, false);
    if (into && (await join(this.feed, into, { matters: [this.number] }))) this._read();
  }

  /** @param {JoinedQuestion} question */
  async _part(question) {
    const { slug } = this.feed.state.broadcast;
    const ticket = this.page?.tickets.find(
      (one) => one.broadcast === question.broadcast && one.question === question.number,
    );
    const standing =
      question.broadcast === slug ? { questions: [question.number] } : ticket && { tickets: [ticket.number] };
    if (!standing) return refusal(t("Part it at its own broadcast: {title}.", { title: question.broadcast_title }));
    if (await part(this.feed, this.number, standing)) this._read();
  }

  render() {
    const { matter, page } = this;
    if (!matter)
      return html`<h2 id="matter-title">${matterName(this)}</h2><p class="empty" role="status">${this.trouble || t("Loading…")}</p>${this._end()}`;
    const { zone } = this.feed.state.broadcast;
    const open = matter.state === "open";
    return html`<h2 id="matter-title">${matterName(matter)}. ${matter.title}</h2>
      <div class="line">
        <span class="chip">${open ? t("situation.open") : t("situation.closed")}</span>
        <span>${matterCounts(matter)}</span>
        ${wordDue(matter, this.feed.now(), zone)}
        ${matter.topic ? html`<span class="chip">${matter.topic}</span>` : nothing} ${matter.locality ? html`<span>${matter.locality}</span>` : nothing}
        <span class="quiet">${t("situation.owner")}: ${matter.owner}</span>
      </div>
      ${matter.joined_to ? html`<p>${t("Joined to situation № {number}.", { number: matter.joined_to })}</p>` : nothing}
      ${
        open && maySteer(this.feed)
          ? html`<div class="line" role="group" aria-label=${t("Actions")}>
            <button class="button own" @click=${() => this._steer("tell", askTell)}>${icon("send")} ${t("Tell all")}</button>
            <button class="button" @click=${() => this._steer("edit", askEdit)}>${icon("pencil")} ${t("Edit")}</button>
            <button class="button" @click=${() => this._steer("close", askClose)}>${icon("circle-check")} ${t("Close the situation")}</button>
            <button class="button" @click=${() => this._handOver()}>${icon("merge")} ${t("Into another situation")}</button>
          </div>`
          : nothing
      }
      ${!open && matter.word && !matter.joined_to && this.feed.may("coordinator", "admin") ? html`<p><a class="button" href="/publications/new?of=${encodeURIComponent(`matter/${matter.number}`)}">${icon("megaphone")} ${t("Onto the centre's pages")}</a></p>` : nothing}
      ${this._words(page?.words || [], zone)} ${page ? html`${this._joined(page.joined, open)} ${this._tickets(page.tickets)} ${repeated(page.repeats, zone)}` : nothing}
      ${this.trouble ? html`<p class="wrong" role="status">${this.trouble}</p>` : nothing} ${this._end()}`;
  }

  _end() {
    return html`<div class="ends"><button class="button" @click=${() => this.closest("dialog")?.close()}>${t("Close")}</button></div>`;
  }

  /**
   * @param {ToldWord[]} words
   * @param {string} zone
   */
  _words(words, zone) {
    return html`<section class="panel part stack" aria-label=${t("What they were told")}><h3 class="label">${t("What they were told")}</h3>
      ${words.length ? nothing : html`<p class="quiet">${t("Nothing yet: tell all who asked what is being done.")}</p>`}
      <ol>${[...words].reverse().map(
        (one) => html`<li data-word=${one.word}>
          <p class="small quiet"><time datetime=${one.at}>${dayAndHours(one.at, zone)}</time> · ${one.by} ${one.final ? html`<span class="chip">${t("final")}</span>` : nothing}</p>
          <p class="text">${one.text}</p><p class="small tabular">${repliesOf(one.replies)}</p></li>`,
      )}</ol></section>`;
  }

  /**
   * @param {JoinedQuestion[]} joined
   * @param {boolean} open
   */
  _joined(joined, open) {
    return html`<section aria-label=${t("Questions")}><h3 class="label">${t("Questions")} <span class="count">${joined.length}</span></h3>
      ${joined.length ? nothing : html`<p class="quiet">${t("No question stands in it: join them by Y from the queue.")}</p>`}
      <ul>${joined.map(
        (one) => html`<li class="panel part" data-number=${one.number}>
          <div class="line small"><b class="tabular">№ ${one.number}</b> ${stateChip(one.state)} ${one.askers > 1 ? html`<b class="tabular">×${one.askers}</b>` : nothing}
            <span class="quiet">${one.broadcast_title}</span><span class="grow"></span>
            ${open && maySteer(this.feed) ? html`<button class="button bare" @click=${() => this._part(one)} aria-label=${t("Part № {number} from the situation", { number: one.number })}>${t("Part")}</button>` : nothing}
          </div>
          <p class="clip-two">${one.text}</p></li>`,
      )}</ul></section>`;
  }

  /** @param {JoinedTicket[]} tickets */
  _tickets(tickets) {
    if (!tickets.length) return nothing;
    return html`<section aria-label=${t("Tickets")}><h3 class="label">${t("Tickets")} <span class="count">${tickets.length}</span></h3>
      <ul>${tickets.map(
        (one) =>
          html`<li class="line"><b class="tabular">${one.number}</b> <span class="chip">${ticketState(one.state)}</span> <span>${one.department || t("not chosen")}</span></li>`,
      )}</ul></section>`;
  }
}

/**
 * "In a year the same here: …", with a list; nothing where it never was.
 *
 * @param {Repeats} repeats
 * @param {string} zone
 */
export function repeated(repeats, zone) {
  const times = repeats.matters.length + repeats.tickets.length;
  if (!times) return nothing;
  return html`<details class="repeats"><summary><b>${tn("The same here before within a year: {n} time|The same here before within a year: {n} times", times)}${repeats.more ? "+" : ""}</b>
      <span class="quiet">${repeats.topic}, ${repeats.locality}</span></summary>
    <ul>
      ${repeats.matters.map((one) => html`<li class="line"><b class="tabular">${matterName(one)}</b> <span>${one.title}</span> <time class="quiet small" datetime=${one.opened_at}>${dayAndHours(one.opened_at, zone)}</time></li>`)}
      ${repeats.tickets.map(
        (
          one,
        ) => html`<li><div class="line"><b class="tabular">${one.number}</b> <span class="chip">${ticketState(one.state)}</span> <time class="quiet small" datetime=${one.created_at}>${dayAndHours(one.created_at, zone)}</time></div>
          <p class="clip-two">${one.text}</p></li>`,
      )}
    </ul></details>`;
}

customElements.define("matter-sheet", MatterSheet);
