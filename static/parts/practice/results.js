/** How a practice went: seconds for each task, which of them took long, and where to read of it. */

/** @import { Progress } from "./progress.js" */
/** @import { Task } from "./tasks.js" */

import { html, nothing } from "lit";
import { t } from "../i18n.js";

/** Seconds over which a task took long: on air there is no time for it. */
export const LONG = 30;

/**
 * @param {Task[]} tasks
 * @param {Progress} progress
 * @param {Record<string, string>} places
 */
export function results(tasks, { seconds }, places) {
  const told = tasks.map(({ id, what }) => ({ id, what, took: seconds[id] }));
  const done = told.filter(({ took }) => typeof took === "number");
  const all = done.reduce((sum, { took }) => sum + Number(took), 0);
  return html`<div class="practice-results" tabindex="0" data-first role="region" aria-label=${t("How it went")}>
    <table>
      <thead><tr><th scope="col">${t("Task")}</th><th scope="col">${t("Seconds")}</th><th scope="col">${t("To read")}</th></tr></thead>
      <tbody>${told.map(
        ({ id, what, took }) => html`<tr data-task=${id}>
          <td>${what}</td>
          <td class="tabular">${verdict(took)}</td>
          <td>${typeof took === "number" && took < LONG ? nothing : html`<a href=${places[id]} target="_blank" aria-label=${t("To read: {what}", { what })}>${t("Help")}</a>`}</td>
        </tr>`,
      )}</tbody>
      <tfoot><tr><th scope="row">${t("Done: {n} of {all}", { n: done.length, all: tasks.length })}</th><td class="tabular">${figure(all)}</td><td></td></tr></tfoot>
    </table>
  </div>`;
}

/** @param {number | null | undefined} took */
function verdict(took) {
  if (took === undefined) return html`<span class="quiet">${t("not begun")}</span>`;
  if (took === null) return html`<span class="quiet">${t("passed over")}</span>`;
  return html`${figure(took)}${took >= LONG ? html` <b class="next-text">${t("long")}</b>` : nothing}`;
}

/** @param {number} seconds */
function figure(seconds) {
  return seconds.toLocaleString(document.documentElement.lang, { maximumFractionDigits: seconds < 10 ? 1 : 0 });
}
