/** Whether a person may make a move now, by the server's own tables (static/generated/protocol.js). */

import { AIR_VERBS, CALL, QUESTION, RUNDOWN_VERBS, TAKES_IN, TICKET } from "../generated/protocol.js";

/** Whether a person with `roles` would be allowed `verb` on this question of this broadcast. */
export function may(verb, view, broadcast, roles) {
  if (!broadcast || !allows(QUESTION[verb], view, roles)) return false;
  if (broadcast.kind === "standing") return !RUNDOWN_VERBS.includes(verb);
  return AIR_VERBS.includes(verb) ? broadcast.state === "on_air" : TAKES_IN.includes(broadcast.state);
}

export function mayTicket(verb, ticket, roles) {
  return allows(TICKET[verb], ticket, roles);
}

export function mayCall(verb, view, roles) {
  return allows(CALL[verb], view, roles);
}

function allows(transition, view, roles) {
  return Boolean(view) && transition.from.includes(view.state) && transition.roles.some((role) => roles.includes(role));
}
