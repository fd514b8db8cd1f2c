/** What of the tickets is shown: kept in the address, asked of the server. */

/** @import { You } from "../parts/feed/types.js" */
/** @import { Filter, Query, Tab } from "./types.js" */

import { t } from "../parts/i18n.js";
import { Narrowing } from "../parts/list/narrowing.js";
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
  open: { label: t("Not assigned"), steers: true, asks: () => ({ state: "open" }) },
  overdue: { label: t("Late"), asks: () => ({ overdue: true }) },
  escalated: { label: t("Escalations"), asks: () => ({ escalated: true }) },
  today: { label: t("Today"), asks: () => ({ today: true }) },
  all: { label: t("All"), asks: () => ({}) },
  by_hand: { label: t("Call back"), steers: true, apart: true },
  approval: { label: t("For approval"), steers: true, asks: () => ({ approval: true }) },
  part: { label: t("Your part is needed"), own: true, asks: () => ({ part: true }) },
};

/** @type {import("./types.js").Narrowing[]} */
const NAMES = ["q", "state", "department", "topic", "place", "kind", "priority"];

/** What narrows a tab. */
const NARROWING = new Narrowing(NAMES);

export const NOTHING = NARROWING.nothing;

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
  const tabs = tabsOf(you);
  const usual = you.department && !you.roles.includes("coordinator") ? "department" : "all";
  const tab = tabs.find((name) => name === placed("tab")) ?? usual;
  return { tab, ...NARROWING.placed(), sort: placed("sort") || (tab === "all" ? "newest" : "due") };
}

/** @param {Omit<Filter, "tab" | "sort">} filter */
export function isNarrowed(filter) {
  return NARROWING.isOn(filter);
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
