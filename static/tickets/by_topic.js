/** Many tickets at once, each to the department that answers for its topic. */

/** @import { TicketView } from "../generated/protocol.js" */
/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { You } from "../parts/feed/types.js" */
/** @import { SelectedTickets } from "./bulk.js" */
/** @import { Offers, Result } from "./types.js" */

import { html, nothing } from "lit";
import { ask } from "../parts/dialog.js";
import { t, tn } from "../parts/i18n.js";
import { accepted, refusal } from "../parts/toast.js";
import { mayDo } from "./commands.js";

/**
 * Department → the tickets that go to it, the largest first. One that has a department already was given to it by
 * somebody, and stays there.
 *
 * @param {TicketView[]} views
 * @param {Offers} offers
 * @param {You} you
 */
export function byDepartment(views, { departments_by_topic = {} }, you) {
  /** @type {Map<string, TicketView[]>} */
  const found = new Map();
  for (const view of views) {
    const department = departments_by_topic[view.topic ?? ""];
    if (!department || view.department || !mayDo("assign", view, you)) continue;
    found.set(department, [...(found.get(department) || []), view]);
  }
  return new Map([...found].sort(([, a], [, b]) => b.length - a.length));
}

/**
 * Asks once, showing how many go where; what goes nowhere stays selected.
 *
 * @param {Feed} feed
 * @param {SelectedTickets} selection
 * @param {Offers} offers
 */
export async function assignByTopic(feed, selection, offers) {
  const parts = byDepartment(selection.views, offers, feed.you);
  const many = [...parts.values()].reduce((sum, views) => sum + views.length, 0);
  if (!many) return refusal(t("None of the selected waits for a department and has a topic that leads to one."));
  const left = selection.size - many;
  const given = await ask({
    title: t("Assign by topic: {tickets}", { tickets: tn("{n} ticket|{n} tickets", many) }),
    fields: html`<dl class="clocks">${[...parts].map(([department, views]) => html`<dt class="tabular">${views.length}</dt><dd>${department}</dd>`)}</dl>
      ${left ? html`<p class="quiet small">${tn("{n} more stays selected: it has a department, or no topic that leads to one.|{n} more stay selected: they have a department, or no topic that leads to one.", left)}</p>` : nothing}`,
    confirm: t("Assign"),
  });
  if (!given) return;
  const seen = new Map(selection.seen.map((one) => [one.ticket, one]));
  /** @type {Result[]} */
  const results = [];
  for (const [department, views] of parts) {
    const tickets = views.flatMap(({ number }) => seen.get(number) ?? []);
    if (!tickets.length) continue;
    const answer = await feed.command("tickets.bulk", { do: "ticket.assign", tickets, department });
    if (!accepted(answer)) break; // said; what has gone out before it counts all the same
    const became = /** @type {Result[]} */ (answer.results);
    results.push(...became.map((result, i) => ({ ...result, ticket: tickets[i].ticket })));
  }
  if (results.length) selection.settle(results);
}
