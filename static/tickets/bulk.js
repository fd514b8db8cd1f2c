/** What is selected for acting on many at once, and the bar that says so and offers the acts. */

/** @import { TicketView } from "../generated/protocol.js" */
/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { Act, Offers, Result } from "./types.js" */

import { html, nothing } from "lit";
import { icon } from "../parts/icon.js";
import { locale, t } from "../parts/i18n.js";
import { note, refusal } from "../parts/toast.js";
import { byDepartment } from "./by_topic.js";
import { mayDo } from "./commands.js";

/** As many as one command takes. */
export const MOST = 500;

/** @type {[verb: Act, key: string, sign: unknown, label: string][]} */
const VERBS = [
  ["assign", "A", icon("building-2"), t("Assign")],
  ["take", "T", icon("hand"), t("Take")],
  ["prioritise", "P", icon("flag"), t("Priority")],
  ["close", "C", icon("circle-check"), t("Close the ticket")],
];

export const IN_BULK = VERBS.map(([verb]) => verb);

export class Selection {
  /**
   * @param {(number: string) => TicketView | undefined} find
   * @param {() => void} changed called with every change
   */
  constructor(find, changed) {
    this.find = find;
    this.onChange = changed;
    /** @type {string | null} */
    this.last = null; // selected last: where a range begins
    /** @type {Map<string, number>} */
    this._picked = new Map(); // number → the version that it then had
  }

  get size() {
    return this._picked.size;
  }

  get numbers() {
    return [...this._picked.keys()];
  }

  /** @param {string} number */
  has(number) {
    return this._picked.has(number);
  }

  /** @param {string} number */
  toggle(number) {
    if (this._picked.delete(number)) this.onChange();
    else this.add([number]);
  }

  /** @param {string[]} numbers */
  add(numbers) {
    for (const number of numbers) {
      if (this._picked.size >= MOST && !this._picked.has(number)) {
        refusal(t("No more than {n} at once.", { n: MOST }));
        break;
      }
      const view = this.find(number);
      if (view && !this._picked.has(number)) this._picked.set(number, view.version);
      this.last = number;
    }
    this.onChange();
  }

  clear() {
    this._picked.clear();
    this.last = null;
    this.onChange();
  }

  get views() {
    return /** @type {TicketView[]} */ (this.numbers.map((number) => this.find(number)).filter(Boolean));
  }

  /** Each as it was when it was selected: what somebody has moved on since is refused, not run over. */
  get seen() {
    return [...this._picked].map(([ticket, version]) => ({ ticket, version }));
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
    this.onChange();
    const done = results.length - refused.length;
    if (!refused.length) return note(t("Done: {n}.", { n: done }));
    const why = refused.slice(0, 3).map(({ ticket, error }) => `${ticket}: ${error.detail || error.code}`);
    refusal(`${t("Done: {done}, refused: {n}; these stay selected.", { done, n: refused.length })} ${why.join(" ")}`);
  }
}

/**
 * Under the list: nothing above a list may push it down.
 *
 * @param {Selection} selection
 * @param {{ feed: Feed, offers: Offers, total: number, act: (verb: Act) => void, byTopic: () => void, all: () => void }} screen
 */
export function selectionBar(selection, { feed, offers, total, act, byTopic, all }) {
  if (!selection.size) return nothing;
  const { views } = selection;
  const most = Math.min(total, MOST);
  return html`<div class="selection" role="region" aria-label=${t("Selection")}>
    <p class="line">
      <b class="grow tabular">${t("Selected: {n}", { n: selection.size })}</b>
      ${selection.size < most ? html`<button class="button bare" @click=${all}>${icon("list-checks")} ${t("Select {n}", { n: most.toLocaleString(locale) })} <kbd>Ctrl+A</kbd></button>` : nothing}
      <button class="button bare" @click=${() => selection.clear()}>${icon("x")} ${t("Drop")} <kbd>Esc</kbd></button>
    </p>
    <div class="line" role="group" aria-label=${t("Act on the selected")}>
      ${VERBS.filter(([verb]) => views.some((view) => mayDo(verb, view, feed.you))).map(
        ([verb, key, sign, label]) =>
          html`<button class="button" @click=${() => act(verb)}>${sign} ${label} <kbd>${key}</kbd></button>`,
      )}
      ${byDepartment(views, offers, feed.you).size ? html`<button class="button" @click=${byTopic}>${icon("tags")} ${t("Assign by topic")} <kbd>Shift+A</kbd></button>` : nothing}
    </div>
  </div>`;
}
