/** Which questions the desk lists: by tab, words, topic, place, source, stack, cluster, marks; kept in the address. */

/** @import { WholeView } from "./types.js" */

import { t } from "../parts/i18n.js";
import { Narrowing } from "../parts/list/narrowing.js";
import { placed } from "../parts/url_state.js";
import { isCovered, stacksAreOn } from "./stack_switch.js";

/**
 * What the desk lists: the questions of a tab, narrowed by the others where they are not empty. `stacks`: where nothing
 * narrows, like questions stand as one row.
 *
 * @typedef {{ tab: string, q: string, topic: string, place: string, source: string, due: string, stack: string, cluster: string, urgent: string, not_asking: string, stacks?: string }} Filter
 */

/**
 * Tab → the states it lists (null: all) and its label.
 *
 * @type {Record<string, { states: string[] | null, label: string }>}
 */
export const TABS = {
  new: { states: ["new"], label: t("New ones") },
  shortlisted: { states: ["shortlisted"], label: t("In the list") },
  air: { states: ["on_air", "answered"], label: t("Air") },
  declined: { states: ["declined"], label: t("Declined ones") },
  all: { states: null, label: t("All") },
  blocked: { states: ["blocked"], label: t("Blocked ones") },
};

/** @type {Array<"q" | "topic" | "place" | "source" | "due" | "stack" | "cluster" | "urgent" | "not_asking">} */
const NAMES = ["q", "topic", "place", "source", "due", "stack", "cluster", "urgent", "not_asking"];

/** How far a question's time has run, where it is near its end: what it is called. */
export const DUE = { over: t("time over"), near: t("little time left") };

/** What narrows a tab. */
export const NARROWING = new Narrowing(NAMES);

export const EVERYTHING = NARROWING.nothing;

/**
 * What narrows a tab by a field of a question → that field.
 *
 * @type {Array<["topic" | "place" | "source" | "due", "topic" | "locality" | "source" | "alarm"]>}
 */
const FIELDS = [
  ["topic", "topic"],
  ["place", "locality"],
  ["source", "source"],
  ["due", "alarm"],
];

/**
 * The filter as the address says it.
 *
 * @returns {Filter}
 */
export function readFilter() {
  const tab = placed("tab", "new");
  const narrowed = NARROWING.placed();
  const cluster = Number(narrowed.cluster) > 0 ? narrowed.cluster : "";
  return { tab: TABS[tab] ? tab : "new", stacks: stacksAreOn() ? "1" : "", ...narrowed, cluster };
}

/**
 * @param {string} tab
 * @param {Record<string, number>} counts
 */
export function tabCount(tab, counts) {
  const { states } = TABS[tab];
  const of = states || Object.keys(counts);
  return of.reduce((sum, state) => sum + (counts[state] || 0), 0);
}

/**
 * The number beside a tab: what of it matters now. What was answered is over, though its tab lists it.
 *
 * @param {string} tab
 * @param {Record<string, number>} counts
 */
export function tabBadge(tab, counts) {
  return tab === "air" ? counts.on_air || 0 : tabCount(tab, counts);
}

/**
 * A function that says whether a view passes all of `filter` but its words and its cluster: those only the server can
 * match.
 *
 * @param {Filter} filter
 * @returns {(view: WholeView) => boolean}
 */
export function passes(filter) {
  const { states } = TABS[filter.tab];
  const wanted = FIELDS.filter(([name]) => filter[name]);
  const [asStacks, stack] = [listsStacks(filter), Number(filter.stack)];
  return (view) =>
    (!states || states.includes(view.state)) &&
    (!filter.urgent || view.urgent) &&
    (!filter.not_asking || Boolean(view.not_asking)) &&
    wanted.every(([name, key]) => view[key] === filter[name]) &&
    (!stack || view.stack === stack) &&
    !(asStacks && isCovered(view));
}

/** Whether like questions stand as one row: where something narrows, each that fits is listed. @param {Filter} filter */
export function listsStacks(filter) {
  return Boolean(filter.stacks) && !isFiltered(filter);
}

/** @param {Filter} filter */
export function isFiltered(filter) {
  return NARROWING.isOn(filter);
}

/**
 * @param {Filter} a
 * @param {Filter} b
 */
export function sameFilter(a, b) {
  return a.tab === b.tab && NARROWING.same(a, b);
}

/**
 * The filter as the server's lists take it.
 *
 * @param {Filter} filter
 */
export function asQuery(filter) {
  const { tab, q, topic, place, source, due, stack, cluster, urgent, not_asking } = filter;
  const { states } = TABS[tab];
  return {
    state: states ? states.join(",") : "",
    q,
    topic,
    locality: place,
    channel: source,
    ...(due ? { alarm: due } : {}),
    ...(stack ? { stack } : {}),
    ...(cluster ? { cluster } : {}),
    ...(urgent ? { urgent } : {}),
    ...(not_asking ? { not_asking } : {}),
    ...(listsStacks(filter) ? { shown: "1" } : {}),
  };
}
