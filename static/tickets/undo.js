/** How an act on a ticket is taken back. Pure. */

/** @import { TicketView } from "../generated/protocol.js" */
/** @import { Act } from "./types.js" */

/**
 * The act that takes this one back, with its fields; null where none leaves the ticket as it was.
 *
 * @param {Act} verb
 * @param {Pick<TicketView, "priority">} ticket as it was
 * @returns {{ verb: Act, fields: Record<string, unknown> } | null}
 */
export function wayBack(verb, ticket) {
  if (verb === "hold") return { verb: "resume", fields: {} };
  if (verb === "prioritise") return { verb, fields: { priority: ticket.priority } };
  return null;
}
