/** Which events bring a ticket to whoever sits at this board. Pure. */

/** @import { TicketView } from "../generated/protocol.js" */
/** @import { FeedEvent, You } from "../parts/feed/types.js" */

/** What may make a ticket somebody's. */
const ARRIVALS = ["ticket.opened", "ticket.assigned", "ticket.reopened", "ticket.answer_returned"];

/**
 * Whether it is one's own: an account's, or, for who acts by a key, one under that name.
 *
 * @param {TicketView} ticket
 * @param {You} you
 */
export function isMine(ticket, you) {
  return you.account ? ticket.owner_id === you.account : !ticket.owner_id && ticket.owner === you.name;
}

/**
 * One's own, or the department's that nobody of it has taken.
 *
 * @param {TicketView} ticket
 * @param {You} you
 */
function isForMe(ticket, you) {
  const departments = Boolean(you.department) && ticket.department === you.department && !ticket.owner;
  return departments || isMine(ticket, you);
}

/**
 * Whether a part of an answer is asked of one, or of one's department where nobody of it is meant.
 *
 * @param {FeedEvent} event
 * @param {You} you
 */
function asksMe({ type, by, of, to }, you) {
  if (type !== "ticket.part_asked" || by?.name === you.name) return false;
  return Boolean(you.department) && of === you.department && (to === undefined || to === you.account);
}

/**
 * How many tickets have become this person's to do by others' hands.
 *
 * @param {FeedEvent[]} events
 * @param {You} you
 */
export function arrived(events, you) {
  const brought = events.flatMap(({ type, by, view, views }) => {
    if (type === "tickets.opened") return /** @type {TicketView[]} */ (views ?? []);
    return ARRIVALS.includes(type) && view && by?.name !== you.name ? [/** @type {TicketView} */ (view)] : [];
  });
  return brought.filter((ticket) => isForMe(ticket, you)).length + events.filter((one) => asksMe(one, you)).length;
}
