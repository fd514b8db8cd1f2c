/** What is done to a ticket: who may do it when, what it asks for, and how a refusal is told. */

/** @import { TicketView } from "../generated/protocol.js" */
/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { Answer, You } from "../parts/feed/types.js" */
/** @import { SelectedTickets } from "./bulk.js" */
/** @import { Act, Offers, Result, Told, Ways, Written } from "./types.js" */

import { html, nothing } from "lit";
import { COMMANDS } from "../generated/protocol.js";
import { departmentField } from "../parts/department_field.js";
import { ask } from "../parts/dialog.js";
import { t, tn } from "../parts/i18n.js";
import { LastAct } from "../parts/last_act.js";
import { mayTicket } from "../parts/moves.js";
import { accepted, note, refusal, refusalWords } from "../parts/toast.js";
import { PRIORITIES, ticketState } from "../parts/words.js";
import { carried, filesOfTicket } from "../parts/answer_files.js";
import { isMine } from "./arrived.js";
import { isCoExecutor } from "./parts.js";
import { wayBack } from "./undo.js";
import { ON_WHAT_WAITS, waitingVersion } from "./versions.js";

/**
 * @param {Act} verb
 * @param {TicketView | null | undefined} ticket
 * @param {You} you
 */
export function mayDo(verb, ticket, you) {
  // A note is no move between states: any ticket takes one.
  if (verb === "note") return Boolean(ticket) && COMMANDS["ticket.note"].some((role) => you.roles.includes(role));
  if (!ticket || !mayTicket(verb, ticket, you.roles) || isCoExecutor(ticket, you)) return false;
  if (verb === "take") return Boolean(ticket.department && !isMine(ticket, you));
  if (ON_WHAT_WAITS.includes(verb) && !ticket.approval) return false;
  if (verb === "withdraw_answer") return ticket.department === you.department;
  return verb !== "formal" || ticket.track !== "formal";
}

/**
 * An answer to everybody who asked, with the ticket's version that its writer had in sight; a final one resolves it. The
 * command's answer, as the feed gives it.
 *
 * @param {Feed} feed
 * @param {TicketView} ticket
 * @param {Written} written
 * @param {boolean} final
 */
export function answer(feed, ticket, { version, text, files = [] }, final) {
  const along = files.length ? { files: files.map(({ file }) => file) } : {};
  return feed.command("ticket.reply", { ticket: ticket.number, version, text: text.trim(), final, ...along });
}

/**
 * How a ticket stands, for one whose own picture of it was old.
 *
 * @param {TicketView} view
 */
export function nowWords(view) {
  return t("Now: {state}.", {
    state: [ticketState(view.state), view.department, view.owner].filter(Boolean).join(", "),
  });
}

/**
 * True where a command was accepted; else says why it was not, and what is true now.
 *
 * @param {Answer} given
 */
export function obeyed(given) {
  const current = /** @type {TicketView | undefined} */ (given.error?.current);
  if (given.ok || !current) return accepted(given);
  refusal([refusalWords(given), nowWords(current)].join(" "));
  return false;
}

/**
 * What is said of an act that can be taken back.
 *
 * @type {Record<string, string>}
 */
const DONE = { hold: t("{number} is on hold."), prioritise: t("{number}: the priority is changed.") };

export class Actions {
  /**
   * @param {Feed} feed
   * @param {() => Offers} offers the departments and people to choose from
   * @param {() => Told | null} told the open ticket's page, as it was read
   */
  constructor(feed, offers, told) {
    this.feed = feed;
    this.offers = offers;
    this.told = told;
    this.last = new LastAct();
    /** @type {Map<string, string>} */
    this._left = new Map(); // a coordinator's wording that was not sent, by the ticket's number
  }

  /**
   * @param {Act} verb
   * @param {TicketView} ticket
   */
  async act(verb, ticket) {
    if (!mayDo(verb, ticket, this.feed.you)) return;
    // Who decides on an answer decides on the one that the page shows: another one is a conflict.
    const decides = ON_WHAT_WAITS.includes(verb);
    const read = this.told();
    if (decides && !waitingVersion(read)) return;
    const fields = await this._fields(verb, t("Ticket {number}", { number: ticket.number }), ticket);
    if (!fields) return;
    const seen = verb === "note" ? {} : { version: (decides && read ? read : ticket).version };
    const given = await this.feed.command(`ticket.${verb}`, { ticket: ticket.number, ...seen, ...fields });
    if (!obeyed(given)) return;
    const { told = [] } = /** @type {{ told?: string[] }} */ (given);
    if (told.length) note(t("Told of the note: {names}", { names: told.join(", ") }));
    const back = wayBack(verb, ticket);
    if (back) this.last.done(t(DONE[verb], { number: ticket.number }), () => this._takeBack(ticket, back));
    if (verb === "approve" || verb === "correct") answered(ticket, true, /** @type {Ways} */ (given));
    if (verb === "pass_on")
      note(
        [
          t("The answer of {number} is passed on.", { number: ticket.number }),
          onTheirWay(/** @type {Ways} */ (given)),
        ].join(" "),
      );
  }

  /**
   * @param {TicketView} ticket as it was before the act
   * @param {{ verb: Act, fields: Record<string, unknown> }} back
   */
  async _takeBack({ number, version }, { verb, fields }) {
    const given = await this.feed.command(`ticket.${verb}`, { ticket: number, version: version + 1, ...fields });
    if (obeyed(given)) note(t("{number} is as it was.", { number }));
  }

  /**
   * @param {Act} verb
   * @param {SelectedTickets} selection
   */
  async actOnMany(verb, selection) {
    const seen = selection.seen;
    const fields = await this._fields(verb, tn("{n} ticket|{n} tickets", seen.length), {});
    if (!fields) return;
    const given = await this.feed.command("tickets.bulk", { do: `ticket.${verb}`, tickets: seen, ...fields });
    if (!accepted(given)) return;
    const results = /** @type {Result[]} */ (given.results);
    selection.settle(results.map((result, i) => ({ ...result, ticket: seen[i].ticket })));
  }

  /**
   * What the act needs, asked for where there is anything to ask; null where the person went back.
   *
   * @param {Act} verb
   * @param {string} title
   * @param {Partial<TicketView>} ticket
   * @returns {Promise<Record<string, unknown> | null> | Record<string, unknown>}
   */
  _fields(verb, title, ticket) {
    switch (verb) {
      case "assign":
        return this._assign(title, ticket);
      case "hold":
        return this._hold(title);
      case "reopen":
        return this._words(title, t("Why it is taken up again"), "reason", t("Reopen"));
      case "note":
        return this._words(
          title,
          t("A note for those who work on it; no resident sees it"),
          "text",
          t("Note"),
          t("@login or @Name Surname tells that person of it; with a question mark, @login?, it asks for a word."),
        );
      case "prioritise":
        return this._priority(title, ticket);
      case "publish":
        return this._publish(title, ticket);
      case "approve":
        return this._approve(title, ticket);
      case "correct":
        return this._correct(title, ticket);
      case "return_answer":
        return this._words(title, t("What is to be written otherwise"), "note", t("Return with a note"));
      case "formal":
        return ask({
          title,
          text: t(
            "It becomes a formal appeal: three calendar days to register it, thirty to answer. This cannot be taken back.",
          ),
          confirm: t("Turn into a formal appeal"),
        }).then((given) => given && {});
      default:
        return {};
    }
  }

  /**
   * @param {string} title
   * @param {Partial<TicketView>} ticket
   */
  async _assign(title, ticket) {
    const { departments = [], listed_departments = [], people = [] } = this.offers();
    const fields = await ask({
      title,
      fields: html`${departmentField({ listed: listed_departments, known: departments, value: ticket.department, required: true, first: true })}
        <label class="field"><span class="label">${t("Owner")}</span>
          <input class="input" name="owner" maxlength="200" list="people" autocomplete="off" .value=${ticket.owner || ""} /></label>
        <datalist id="people">${people.map((person) => html`<option value=${person.name}>${person.department}</option>`)}</datalist>`,
      confirm: t("Assign"),
      check: ({ department }) => (department.trim() ? "" : t("Choose a department.")),
    });
    if (!fields) return null;
    const [department, owner] = [fields.department.trim(), fields.owner.trim()];
    const known = people.filter((person) => person.department === department && person.name === owner);
    // Of two namesakes nobody can tell which is meant: then the name alone stands.
    return { department, ...(known.length === 1 ? { owner_login: known[0].login } : owner ? { owner } : {}) };
  }

  /** @param {string} title */
  async _hold(title) {
    const fields = await ask({
      title,
      fields: html`<label class="field"><span class="label">${t("Why the clock stands")}</span><input class="input" name="reason" maxlength="500" data-first /></label>
        <label class="choice"><input type="checkbox" name="waits" /> <span>${t("We wait for the resident")}</span></label>`,
      confirm: t("Put on hold"),
    });
    if (!fields) return null;
    const reason = fields.reason.trim();
    return { ...(reason ? { reason } : {}), ...(fields.waits ? { waits: true } : {}) };
  }

  /**
   * @param {string} title
   * @param {string} label
   * @param {string} name
   * @param {string} confirm
   * @param {string} [hint]
   */
  async _words(title, label, name, confirm, hint) {
    const fields = await ask({
      title,
      fields: html`<label class="field"><span class="label">${label}</span><textarea class="area" name="words" maxlength="4000" required data-first></textarea></label>${hint ? html`<p class="small quiet">${hint}</p>` : nothing}`,
      confirm,
      check: ({ words }) => (words.trim() ? "" : t("Write a few words.")),
    });
    return fields && { [name]: fields.words.trim() };
  }

  /**
   * @param {string} title
   * @param {Partial<TicketView>} ticket
   */
  async _approve(title, { askers = 1, number = "" }) {
    const given = await ask({
      title,
      fields: html`<p class="text">${waitingVersion(this.told())?.text}</p>${carried(waitingVersion(this.told())?.files, filesOfTicket(number))}`,
      text: tn(
        "It goes to {n} person who asked. This cannot be taken back.|It goes to {n} people who asked. This cannot be taken back.",
        askers,
      ),
      confirm: t("Approve and send"),
    });
    return given && {};
  }

  /**
   * What was written and left stands there the next time.
   *
   * @param {string} title
   * @param {Partial<TicketView>} ticket
   */
  async _correct(title, { number = "" }) {
    const fields = await ask({
      title,
      fields: html`<label class="field"><span class="label">${t("The answer in your words")}</span><textarea class="area" name="words" maxlength="4000" rows="8" required data-first .value=${this._left.get(number) ?? waitingVersion(this.told())?.text ?? ""}></textarea></label>`,
      text: t("It goes at once to those who asked, in place of what was written."),
      confirm: t("Correct and send"),
      check: ({ words }) => (words.trim() ? "" : t("Write a few words.")),
      left: ({ words }) => this._left.set(number, words),
    });
    if (fields) this._left.delete(number);
    return fields && { text: fields.words.trim() };
  }

  /**
   * Telephones and addresses are masked in it, unless whoever publishes means them to be read: the office's own.
   *
   * @param {string} title
   * @param {Partial<TicketView>} ticket
   */
  async _publish(title, ticket) {
    const fields = await ask({
      title,
      fields: html`<label class="field"><span class="label">${t("What everybody may read of it: no names, no addresses")}</span><textarea class="area" name="words" maxlength="4000" required data-first .value=${ticket.published || ticket.answer || ""}></textarea></label>
        <label class="choice"><input type="checkbox" name="as_written" /> <span>${t("Leave telephones and addresses to be read by everybody")}</span></label>
        <p class="small quiet">${t("Without this mark [telephone] stands in their place.")}</p>`,
      confirm: t("Publish"),
      check: ({ words }) => (words.trim() ? "" : t("Write a few words.")),
    });
    return fields && { text: fields.words.trim(), ...(fields.as_written ? { as_written: true } : {}) };
  }

  /**
   * @param {string} title
   * @param {Partial<TicketView>} ticket
   */
  async _priority(title, ticket) {
    const fields = await ask({
      title,
      fields: html`<fieldset class="reasons"><legend class="label">${t("Priority")}</legend>
        ${Object.entries(PRIORITIES).map(
          ([priority, label]) =>
            html`<label class="choice"><input type="radio" name="priority" value=${priority} ?checked=${(ticket.priority || "normal") === priority} /> <span>${label}</span></label>`,
        )}</fieldset>`,
      confirm: t("Set the priority"),
    });
    return fields && { priority: fields.priority };
  }
}

/**
 * Tells of an answer that was given, and which ways it goes, as the server says.
 *
 * @param {TicketView} ticket
 * @param {boolean} final
 * @param {Ways} given
 */
export function answered(ticket, final, given) {
  const { number } = ticket;
  if (given.waits) return note(t("The answer to {number} waits for approval; nobody is told yet.", { number }));
  note(
    [
      final ? t("{number} is resolved.", { number }) : t("The interim answer to {number} is given.", { number }),
      onTheirWay(given),
    ].join(" "),
  );
}

/** @param {Ways} given */
function onTheirWay({ sent, by_hand, unreachable }) {
  return [
    sent && tn("{n} reply is on its way.|{n} replies are on their way.", sent),
    by_hand && tn("{n} person is to be told by hand.|{n} people are to be told by hand.", by_hand),
    unreachable &&
      tn("{n} person will find it by their code alone.|{n} people will find it by their code alone.", unreachable),
  ]
    .filter(Boolean)
    .join(" ");
}
