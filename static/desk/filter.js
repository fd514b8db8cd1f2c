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

export function tabCount(tab, counts) {
  const { states } = TABS[tab];
  const of = states || Object.keys(counts);
  return of.reduce((sum, state) => sum + (counts[state] || 0), 0);
}

/** A function that says whether a question view passes `filter` {tab, q, topic, place, source}. */
export function passes(filter) {
  const { states } = TABS[filter.tab] || TABS.new;
  const words = fold(filter.q || "").split(/\s+/).filter(Boolean);
  return (view) => {
    if (states && !states.includes(view.state)) return false;
    if (filter.topic && view.topic !== filter.topic) return false;
    if (filter.place && view.locality !== filter.place) return false;
    if (filter.source && view.source !== filter.source) return false;
    if (!words.length) return true;
    const text = fold(
      [view.number, view.text, view.air_text, view.author && view.author.name, view.locality, view.topic]
        .filter(Boolean)
        .join(" "),
    );
    return words.every((word) => text.includes(word));
  };
}

export function isFiltered(filter) {
  return Boolean(filter.q || filter.topic || filter.place || filter.source);
}

/** The values of one key among views, sorted for people. */
export function valuesOf(views, key) {
  return [...new Set(views.map((view) => view[key]).filter(Boolean))].sort((a, b) => a.localeCompare(b));
}

function fold(text) {
  return text.toLowerCase().replaceAll("ё", "е");
}
