/** The tickets that are selected, what may be done to all of them, and what became of it. */

/** @import { TemplateResult } from "lit" */
/** @import { TicketView } from "../generated/protocol.js" */
/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { Act, Offers, Result } from "./types.js" */

import { html, nothing } from "lit";
import { icon } from "../parts/icon.js";
import { counted, t } from "../parts/i18n.js";
import { MOST, Selection, actOf, barOf } from "../parts/list/selection.js";
import { note, refusal } from "../parts/toast.js";
import { byDepartment } from "./by_topic.js";
import { mayDo } from "./commands.js";

/** @type {[verb: Act, key: string, sign: TemplateResult, label: string][]} */
const VERBS = [
  ["assign", "A", icon("building-2"), t("Assign")],
  ["take", "T", icon("hand"), t("Take it myself")],
  ["prioritise", "P", icon("flag"), t("Priority")],
  ["close", "C", icon("circle-check"), t("Close the ticket")],
];

export const IN_BULK = VERBS.map(([verb]) => verb);

/** @extends {Selection<string, number>} */
export class SelectedTickets extends Selection {
  /** @param {(number: string) => TicketView | undefined} find a ticket's newest view at hand */
  constructor(find) {
    super((number) => find(number)?.version);
    this.find = find;
  }

  /**
   * Those that are known: an act names the version that was seen.
   *
   * @param {string[]} numbers
   */
  add(numbers) {
    super.add(numbers.filter((number) => this.has(number) || this.find(number)));
  }

  get views() {
    return /** @type {TicketView[]} */ (this.numbers.map((number) => this.find(number)).filter(Boolean));
  }

  /** Each as it was when it was selected: what somebody has moved on since is refused, not run over. */
  get seen() {
    return [...this._picked].map(([ticket, version]) => ({ ticket, version: Number(version) }));
  }

  /**
   * What was refused stays selected, as it is now, and so does what was not acted on; the rest is done with.
   *
   * @param {Result[]} results
   */
  settle(results) {
    const refused = results.filter((result) => !result.ok);
    for (const { ok, ticket } of results) {
      const was = this._picked.get(ticket);
      if (ok) this._picked.delete(ticket);
      else if (was !== undefined) this._picked.set(ticket, this.find(ticket)?.version ?? was);
    }
    this._changed();
    const done = results.length - refused.length;
    if (!refused.length) return note(t("Done: {n}.", { n: done }));
    const why = refused.slice(0, 3).map(({ ticket, error }) => `${ticket}: ${error.detail || error.code}`);
    refusal(t("Done: {done}, refused: {n}; these stay selected.", { done, n: refused.length }) + ` ${why.join(" ")}`);
  }
}

/**
 * @param {SelectedTickets} selection
 * @param {{ feed: Feed, offers: Offers, total: number, act: (verb: Act) => void, byTopic: () => void, all: () => void }} screen
 */
export function selectionBar(selection, { feed, offers, total, act, byTopic, all }) {
  const { views } = selection;
  const most = Math.min(total, MOST);
  const more = html`<button class="button bare" @click=${all}>${icon("list-checks")} ${t("Select {n}", { n: counted(most) })} <kbd>Ctrl+A</kbd></button>`;
  const able = VERBS.filter(([verb]) => views.some((view) => mayDo(verb, view, feed.you)));
  return barOf(
    selection,
    selection.size < most ? more : nothing,
    html`${able.map(([verb, key, sign, label]) => actOf(sign, label, key, () => act(verb)))}
      ${byDepartment(views, offers, feed.you).size ? actOf(icon("tags"), t("Assign by topic"), "Shift+A", byTopic) : nothing}`,
  );
}
