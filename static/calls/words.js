/** How a call is said: its number in groups, its state, since when it waits, and for how long it may. */

/** @import { CallView } from "../generated/protocol.js" */

import { t, word } from "../parts/i18n.js";

/**
 * Seconds above which a wait turns amber.
 *
 * @type {Record<string, number>}
 */
const LIMITS = { ringing: 30, held: 60 };

/** @type {Record<string, string>} */
const TONES = { ringing: "next", screening: "own", on_air: "air" };

/**
 * "+7 900 000-00-12"; other numbers in threes.
 *
 * @param {string | null} number
 */
export function grouped(number) {
  if (!number) return t("number not known");
  const russian = /^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(number);
  if (russian) return `+7 ${russian[1]} ${russian[2]}-${russian[3]}-${russian[4]}`;
  return /^\+\d{7,15}$/.test(number) ? number.replace(/(\d)(?=(\d{3})+$)/g, "$1 ") : number;
}

/**
 * Who calls, as far as a screen is told: the number where it is known here, else its end.
 *
 * @param {CallView} view
 */
export function caller(view) {
  if (view.number || !view.contact_masked) return grouped(view.number);
  return view.contact_masked.replace(/^tel:/, "");
}

/** @param {CallView} view */
export function isToCallBack(view) {
  return view.state === "ended" && (view.missed || view.call_back) && !view.closed;
}

/** @param {CallView} view */
export function stateTone(view) {
  return TONES[view.state] || (view.state === "ended" ? "gone" : "");
}

/** @param {CallView} view */
export function stateWords(view) {
  if (view.state === "screening" && view.taken_by) return t("{name} is talking", { name: view.taken_by });
  if (view.state === "handed") return t("handed over, № {number}", { number: view.question });
  if (view.closed) return t("closed: {name}", { name: view.closed.by });
  if (view.state === "ended")
    return view.missed ? t("missed") : view.call_back ? t("to be called back") : word("ended");
  return word(view.state);
}

/**
 * Since when its caller waits for what it waits for now, and above how many seconds that is long.
 *
 * @param {CallView} view
 */
export function waiting(view) {
  const since =
    view.state === "ringing"
      ? view.created_at
      : view.state === "held"
        ? view.held_at
        : view.moved_at || view.created_at;
  return { since: /** @type {string} */ (since), limit: LIMITS[view.state] || Infinity };
}

const ORDER = ["ringing", "held", "screening", "on_air", "handed"];

/**
 * Live calls: ringing first, then held, each the longest waiting on top.
 *
 * @param {CallView[]} calls
 */
export function liveCalls(calls) {
  return calls
    .filter((view) => view.state !== "ended")
    .sort(
      (a, b) =>
        ORDER.indexOf(a.state) - ORDER.indexOf(b.state) ||
        (waiting(a).since < waiting(b).since ? -1 : 1) ||
        a.call - b.call,
    );
}

/**
 * Who is to be called back: the calls of one number together, the latest on top, for one call back answers all of them.
 *
 * @param {CallView[]} calls
 */
export function callBacks(calls) {
  /** @type {Map<string, CallView[]>} */
  const found = new Map();
  for (const view of calls.filter(isToCallBack).sort((a, b) => b.call - a.call)) {
    const whose = view.whose || `call ${view.call}`; // whose number is not known may be anybody
    found.set(whose, [...(found.get(whose) || []), view]);
  }
  return [...found.values()];
}

/**
 * A call with all others of its number that are to be called back; alone where it is not to be.
 *
 * @param {CallView} view
 * @param {CallView[]} calls
 */
export function together(view, calls) {
  return callBacks(calls).find((group) => group.some(({ call }) => call === view.call)) || [view];
}
