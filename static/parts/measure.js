/** How long a text for air is; and taking it elsewhere. */

import { html } from "lit";
import { t, tn } from "./i18n.js";
import { readingTime } from "./time.js";
import { note, refusal } from "./toast.js";

/** Seconds above which a question is long to listen to. */
const LONG = 30;

/**
 * Length in characters, and the seconds that it takes to read aloud.
 *
 * @param {string} text
 */
export function measure(text) {
  const { length } = [...text.trim()];
  const seconds = readingTime(text);
  const long = seconds > LONG;
  return html`<span class="tabular measure ${long ? "next-text" : ""}">${tn("{n} character|{n} characters", length)} · ${t("{n} s to read", { n: seconds })}${long ? ` · ${t("long")}` : ""}</span>`;
}

/**
 * Copies what stands in a field, without the clipboard's own interface too: a control room's network serves plain http.
 *
 * @param {HTMLInputElement | HTMLTextAreaElement} area
 */
export async function copyFrom(area) {
  area.select();
  try {
    if (navigator.clipboard) await navigator.clipboard.writeText(area.value);
    else document.execCommand("copy");
    note(t("Copied."));
  } catch {
    refusal(t("Press Ctrl+C: the text is selected."));
  }
}
