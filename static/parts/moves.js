/** Whether a person may make a move now, by the server's own tables (static/generated/protocol.js). */

/** @import { BroadcastView, CallVerb, QuestionVerb, Role, TicketVerb, Transition } from "../generated/protocol.js" */
/** @typedef {{ state: string } | null | undefined} Stated  all that a table asks of a question, a ticket or a call */

import {
  AFTER_VERBS,
  AIR_VERBS,
  CALL,
  LINE_VERBS,
  QUESTION,
  RUNDOWN_VERBS,
  TAKES_IN,
  TICKET,
} from "../generated/protocol.js";

/**
 * Whether a person with `roles` would be allowed `verb` on this question of this broadcast.
 *
 * @param {QuestionVerb} verb
 * @param {Stated} view
 * @param {Pick<BroadcastView, "kind" | "state"> | null | undefined} broadcast
 * @param {Role[]} roles
 */
export function may(verb, view, broadcast, roles) {
  if (!broadcast || !allows(QUESTION[verb], view, roles)) return false;
  if (broadcast.kind === "standing") return !RUNDOWN_VERBS.includes(verb);
  if (LINE_VERBS.includes(verb)) return false;
  if (broadcast.state === "wrapped") return AFTER_VERBS.includes(verb);
  const takesIn = /** @type {string[]} */ (TAKES_IN);
  return AIR_VERBS.includes(verb) ? broadcast.state === "on_air" : takesIn.includes(broadcast.state);
}

/** @type {(verb: TicketVerb, ticket: Stated, roles: Role[]) => boolean} */
export function mayTicket(verb, ticket, roles) {
  return allows(TICKET[verb], ticket, roles);
}

/** @type {(verb: CallVerb, view: Stated, roles: Role[]) => boolean} */
export function mayCall(verb, view, roles) {
  return allows(CALL[verb], view, roles);
}

/** @type {(transition: Transition<string>, view: Stated, roles: Role[]) => boolean} */
function allows(transition, view, roles) {
  if (!view || !transition.from.includes(view.state)) return false;
  return transition.roles.some((role) => roles.includes(role));
}
