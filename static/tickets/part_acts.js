/** What is done to the parts of an answer: what each act asks for, and how a refusal is told. */

/** @import { PartView, TicketView } from "../generated/protocol.js" */
/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { Offers, PartAct, Told } from "./types.js" */

import { html, nothing } from "lit";
import { COMMANDS } from "../generated/protocol.js";
import { departmentField } from "../parts/department_field.js";
import { ask } from "../parts/dialog.js";
import { t } from "../parts/i18n.js";
import { note } from "../parts/toast.js";
import { isFinished } from "./due.js";
import { isCoExecutor, missing, versionsOf } from "./parts.js";
import { obeyed } from "./commands.js";

const HOURS = 8; // of work: a day

/**
 * Whether this person may ask others for parts of this ticket's answer.
 *
 * @param {TicketView | undefined} ticket
 * @param {Feed} feed
 */
export function mayAsk(ticket, feed) {
  if (!ticket?.department || isFinished(ticket) || isCoExecutor(ticket, feed.you)) return false;
  return COMMANDS["ticket.ask_part"].some((role) => feed.you.roles.includes(role));
}

export class PartActs {
  /**
   * @param {Feed} feed
   * @param {() => Offers} offers
   * @param {() => Told | null} told
   */
  constructor(feed, offers, told) {
    this.feed = feed;
    this.offers = offers;
    this.told = told;
    /** @type {Map<number, string>} */
    this._left = new Map(); // what was written as a part and not given, by the part
  }

  /**
   * @param {PartAct} verb
   * @param {TicketView} ticket
   * @param {PartView} [part]
   */
  async act(verb, ticket, part) {
    const fields = part ? await this._fields(verb, ticket, part) : await this._ask(ticket);
    if (!fields) return;
    const seen = part ? { part: part.id, version: part.version } : {};
    const given = await this.feed.command(`ticket.${verb}`, { ticket: ticket.number, ...seen, ...fields });
    if (!obeyed(given)) {
      // What was written stands there the next time.
      if (verb === "give_part" && part) this._left.set(part.id, String(fields.text));
      return;
    }
    if (verb === "ask_part") note(t("Asked: {department}.", { department: String(fields.department) }));
    if (verb === "give_part") note(t("Your part of {number} is given.", { number: ticket.number }));
  }

  /**
   * @param {PartAct} verb
   * @param {TicketView} ticket
   * @param {PartView} part
   * @returns {Promise<Record<string, unknown> | null>}
   */
  async _fields(verb, { number }, part) {
    if (verb === "give_part") return this._give(number, part);
    const title = t("Ticket {number}", { number });
    if (verb === "drop_part") {
      const given = await ask({
        title,
        text: t("“{department}” will see the ticket no more. What it has written is kept.", {
          department: part.department,
        }),
        confirm: t("Take back the request"),
      });
      return given && {};
    }
    const fields = await ask({
      title,
      text: t("Your department will see the ticket no more."),
      fields: html`<label class="field"><span class="label">${t("Why your department gives no part")}</span><textarea class="area" name="words" maxlength="1000" required data-first></textarea></label>`,
      confirm: t("Decline to give it"),
      check: ({ words }) => (words.trim() ? "" : t("Write a few words.")),
    });
    return fields && { reason: fields.words.trim() };
  }

  /**
   * @param {string} number
   * @param {PartView} part
   */
  async _give(number, part) {
    const stands = versionsOf(this.told(), part.id).at(-1)?.text ?? "";
    const fields = await ask({
      title: t("Part of the answer, {number}", { number }),
      text: part.text,
      fields: html`<label class="field"><span class="label">${t("Your part of the answer; no resident gets it as it is")}</span><textarea class="area" name="words" maxlength="4000" rows="8" required data-first .value=${this._left.get(part.id) ?? stands}></textarea></label>`,
      confirm: t("Give my part"),
      check: ({ words }) => (words.trim() ? "" : t("Write a few words.")),
      left: ({ words }) => this._left.set(part.id, words),
    });
    if (fields) this._left.delete(part.id);
    return fields && { text: fields.words.trim() };
  }

  /** @param {TicketView} ticket */
  async _ask(ticket) {
    const { part_departments = [], people = [] } = this.offers();
    const others = part_departments.filter((name) => name !== ticket.department);
    const known = people.filter(({ department }) => department !== ticket.department);
    const fields = await ask({
      title: t("Ask another department for a part of the answer"),
      fields: html`${departmentField({ listed: others, known: [], required: true, first: true })}
        ${
          known.length
            ? html`<label class="field"><span class="label">${t("Person, if one is meant")}</span>
          <input class="input" name="person" maxlength="200" list="part-people" autocomplete="off" /></label>
        <datalist id="part-people">${known.map(({ name, department }) => html`<option value=${name}>${department}</option>`)}</datalist>`
            : nothing
        }
        <label class="field"><span class="label">${t("What is to be written")}</span><textarea class="area" name="words" maxlength="1000" required></textarea></label>
        <label class="field"><span class="label">${t("Hours of work for it; no later than the ticket's own deadline")}</span><input class="input" type="number" name="hours" min="1" max="240" value=${HOURS} required /></label>`,
      confirm: t("Ask for a part"),
      check: ({ department, words, person = "" }) => {
        if (!department.trim()) return t("Choose a department.");
        if (!words.trim()) return t("Write a few words.");
        if (person.trim() && this._logins(department.trim(), person.trim()).length !== 1)
          return t("Nobody of this department is called so, or two are: leave the name empty.");
        return "";
      },
    });
    if (!fields) return null;
    const department = fields.department.trim();
    const [login] = this._logins(department, (fields.person ?? "").trim());
    return { department, text: fields.words.trim(), hours: Number(fields.hours), ...(login ? { login } : {}) };
  }

  /**
   * @param {string} department
   * @param {string} name
   */
  _logins(department, name) {
    const { people = [] } = this.offers();
    return people.filter((one) => one.department === department && one.name === name).map(({ login }) => login);
  }
}

/**
 * Whether the final answer is to go although parts are missing: asked by the names of those who have not given theirs.
 *
 * @param {TicketView} ticket
 */
export async function goesWithout(ticket) {
  const names = missing(ticket).map(({ department }) => department);
  if (!names.length) return true;
  const given = await ask({
    title: t("Not all parts are there"),
    text: t("They have not given their parts yet: {names}. After the final answer they cannot.", {
      names: names.join(", "),
    }),
    confirm: t("Answer without them"),
  });
  return Boolean(given);
}
