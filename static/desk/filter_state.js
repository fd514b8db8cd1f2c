/** Which questions the desk lists: by tab, words, topic, place and source. Pure. */

import { t } from "../parts/i18n.js";

/** Tab → the states it lists (null: all) and its label. */
export const TABS = {
  new: { states: ["new"], label: t("New ones") },
  shortlisted: { states: ["shortlisted"], label: t("In the list") },
  air: { states: ["on_air", "answered"], label: t("Air") },
  declined: { states: ["declined"], label: t("Declined ones") },
  all: { states: null, label: t("All") },
};

/** What narrows a tab; empty where it does not. */
export const NARROWING = ["q", "topic", "place", "source"];

export const EVERYTHING = { q: "", topic: "", place: "", source: "" };

/** Source → the protocol's name of the channel. */
const FIELD = { topic: "topic", place: "locality", source: "source" };

export function tabCount(tab, counts) {
  const { states } = TABS[tab];
  const of = states || Object.keys(counts);
  return of.reduce((sum, state) => sum + (counts[state] || 0), 0);
}

/** A function that says whether a view passes all of `filter` but its words: those only the server can match. */
export function passes(filter) {
  const { states } = TABS[filter.tab];
  const wanted = Object.entries(FIELD).filter(([name]) => filter[name]);
  return (view) =>
    (!states || states.includes(view.state)) && wanted.every(([name, key]) => view[key] === filter[name]);
}

export function isFiltered(filter) {
  return NARROWING.some((name) => filter[name]);
}

export function sameFilter(a, b) {
  return a.tab === b.tab && NARROWING.every((name) => (a[name] || "") === (b[name] || ""));
}

/** The filter as the server's lists take it. */
export function asQuery({ tab, q, topic, place, source }) {
  const { states } = TABS[tab];
  return { state: states ? states.join(",") : "", q, topic, locality: place, channel: source };
}
