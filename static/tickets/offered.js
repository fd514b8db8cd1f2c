/** What the palette finds on the board: tickets by words or number, and why a verb cannot be done now. */

/** @import { TicketView } from "../generated/protocol.js" */
/** @import { Item, Offer } from "../parts/palette/types.js" */
/** @import { LiveTickets } from "./tickets.js" */
/** @import { Act } from "./types.js" */

import { get } from "../parts/api.js";
import { t } from "../parts/i18n.js";
import { ticketState } from "../parts/words.js";
import { IN_BULK } from "./bulk.js";
import { mayDo } from "./commands.js";

const MOST = 6;

/**
 * Why an act by key would do nothing; empty where it would.
 *
 * @param {LiveTickets} screen
 * @param {Act} verb
 */
export function whyNotNow({ selection, open, feed }, verb) {
  if ((selection.size && IN_BULK.includes(verb)) || mayDo(verb, open, feed.you)) return "";
  return open
    ? t("Not of {number} as it stands, or not for your role: {state}.", {
        number: open.number,
        state: ticketState(open.state),
      })
    : t("Open a ticket first.");
}

/**
 * @param {LiveTickets} screen
 * @returns {Pick<Offer, "known" | "find">}
 */
export function found(screen) {
  const group = t("Tickets");
  return {
    known: (query) => {
      const q = query.trim();
      return q
        ? [
            {
              group,
              label: t("Search the tickets for “{words}”", { words: q }),
              key: "/",
              act: () => screen.go({ q, tab: "all", open: "" }),
            },
          ]
        : [];
    },
    find: async (q) => {
      /** @type {{ tickets: TicketView[] }} */
      const { tickets } = await get("/api/v1/tickets", { q, limit: MOST });
      return tickets.map((ticket) => asLine(group, ticket, () => screen.go({ open: ticket.number })));
    },
  };
}

/**
 * @param {string} group
 * @param {TicketView} ticket
 * @param {() => unknown} act
 * @returns {Item}
 */
function asLine(group, ticket, act) {
  return { group, label: `${ticket.number}: ${ticket.text ?? ""}`.slice(0, 130), of: ticketState(ticket.state), act };
}
