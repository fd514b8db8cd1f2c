/** What of the tickets is shown: kept in the address, asked of the server. */

/** @import { You } from "../parts/feed/types.js" */
/** @import { Filter, Narrowing, Query, Tab } from "./types.js" */

import { t } from "../parts/i18n.js";
import { placed } from "../parts/url_state.js";

const UNFINISHED = "open,assigned,in_progress,on_hold";

/**
 * Tab → its label and what it asks for. `own`: only for who belongs to a department; `steers`: for coordinators.
 * `apart`: it shows no list of tickets, and asks for what it shows itself.
 *
 * @type {Record<Tab, {
 *   label: string,
 *   asks?: (you: You) => Query,
 *   own?: boolean,
 *   steers?: boolean,
 *   apart?: boolean,
 * }>}
 */
export const TABS = {
  mine: { label: t("Mine"), asks: () => ({ owner: "me", state: UNFINISHED }) },
  department: {
    label: t("My department's"),
    own: true,
    asks: (you) => ({ department: you.department, state: UNFINISHED }),
  },
  overdue: { label: t("Late"), asks: () => ({ overdue: true }) },
  escalated: { label: t("Escalations"), asks: () => ({ escalated: true }) },
  today: { label: t("Today"), asks: () => ({ today: true }) },
  all: { label: t("All"), asks: () => ({}) },
  by_hand: { label: t("Call back"), steers: true, apart: true },
};

/**
 * What narrows a tab, by its name in the address.
 *
 * @type {Narrowing[]}
 */
export const NARROWING = ["q", "state", "department", "topic", "place", "kind", "priority"];

export const NOTHING = /** @type {Record<Narrowing, string>} */ (
  Object.fromEntries(NARROWING.map((name) => [name, ""]))
);

/** @param {You} you */
export function tabsOf(you) {
  return /** @type {Tab[]} */ (Object.keys(TABS)).filter(
    (name) => (!TABS[name].own || you.department) && (!TABS[name].steers || you.roles.includes("coordinator")),
  );
}

/**
 * The filter as the address says it; which tab comes first depends on who looks.
 *
 * @param {You} you
 * @returns {Filter}
 */
export function readFilter(you) {
  const narrowed = /** @type {Record<Narrowing, string>} */ (
    Object.fromEntries(NARROWING.map((name) => [name, placed(name)]))
  );
  const tabs = tabsOf(you);
  const usual = you.department && !you.roles.includes("coordinator") ? "department" : "all";
  const tab = tabs.find((name) => name === placed("tab")) ?? usual;
  return { tab, ...narrowed, sort: placed("sort") || (tab === "all" ? "newest" : "due") };
}

/** @param {Record<Narrowing, string>} filter */
export function isNarrowed(filter) {
  return NARROWING.some((name) => filter[name]);
}

/**
 * What the server is asked; null where no list is shown.
 *
 * @param {Filter} filter
 * @param {You} you
 * @returns {Query | null}
 */
export function queryOf(filter, you) {
  if (TABS[filter.tab].apart) return null;
  const { q, state, department, topic, place, kind, priority, sort } = filter;
  const more = { q, state, department, topic, locality: place, kind, priority, sort };
  return { ...TABS[filter.tab].asks?.(you), ...Object.fromEntries(Object.entries(more).filter(([, value]) => value)) };
}
