/** Why a verb is refused here, told as it is: for the role, for the show or for the question's state. Pure. */

/** @import { BroadcastView, Role } from "../generated/protocol.js" */
/** @import { Act } from "./types.js" */

import { AFTER_VERBS, COMMANDS, LINE_VERBS, QUESTION, RUNDOWN_VERBS, TAKES_IN } from "../generated/protocol.js";
import { t, word } from "../parts/i18n.js";
import { BROADCAST_STATES } from "../parts/words.js";
import { VERBS } from "./messages.js";
import { moveOf } from "./moves.js";

/** @typedef {{ number: number, state: string } | null | undefined} Shown */
/** @typedef {Pick<BroadcastView, "kind" | "state"> | null | undefined} Show */

/**
 * Whoever may do it, where none of these roles may.
 *
 * @param {string} verb as the desk calls it
 * @param {Role[]} roles
 * @returns {Role[]}
 */
function others(verb, roles) {
  const own = verb === "add" || verb === "reply" ? COMMANDS[`question.${verb}`] : null;
  const may = own || QUESTION[moveOf(/** @type {Act} */ (verb))]?.roles || [];
  return may.some((role) => roles.includes(role)) ? [] : [...may];
}

/** @param {string[]} roles */
function named(roles) {
  return roles.map(word).join(", ");
}

/**
 * The sentence for a verb that is not to be had now, or not for these roles.
 *
 * @param {string} verb
 * @param {Shown} view
 * @param {Show} show
 * @param {Role[]} roles
 */
export function whyNot(verb, view, show, roles) {
  const what = VERBS[verb] || verb;
  const needed = others(verb, roles);
  if (needed.length)
    return t("“{verb}” is not for your role ({yours}). It is for: {roles}.", {
      verb: what,
      yours: named(roles),
      roles: named(needed),
    });
  if (!view) return t("Open a question first.");
  if (show?.kind === "standing") {
    if (/** @type {string[]} */ (RUNDOWN_VERBS).includes(verb))
      return t("A line between shows has no “{verb}”.", { verb: what });
  } else if (/** @type {string[]} */ (LINE_VERBS).includes(moveOf(/** @type {Act} */ (verb)))) {
    return t("On a show a question is answered on air: “{verb}” is for the line between shows.", { verb: what });
  } else if (show && staysAsItIs(show, verb) && verb !== "reply") {
    return t("The show is “{state}”: its questions stay as they are.", { state: BROADCAST_STATES[show.state] });
  }
  if (verb === "reply") return t("№ {number}: the way it came takes no reply in writing.", { number: view.number });
  return t("№ {number} is “{state}” now, so it cannot be: {verb}.", {
    number: view.number,
    state: word(view.state),
    verb: what,
  });
}

/**
 * Whether the show, as it stands, lets nobody do this to any question.
 *
 * @param {{ state: string }} show
 * @param {string} verb
 */
function staysAsItIs({ state }, verb) {
  if (state === "wrapped") return !(/** @type {string[]} */ (AFTER_VERBS).includes(verb));
  return !(/** @type {string[]} */ (TAKES_IN).includes(state));
}

/**
 * Whether somebody of these roles can do nothing to any question here.
 *
 * @param {Role[]} roles
 */
export function looksOnly(roles) {
  return !QUESTION.decline.roles.some((role) => roles.includes(role));
}

/** @param {Role[]} roles */
export function looksOnlyWords(roles) {
  return t("Your role ({yours}) only looks on here. Acting is for: {roles}.", {
    yours: named(roles),
    roles: named(QUESTION.decline.roles),
  });
}
