/** Who is to be called back: the missed and those who want it, each until somebody closes it by name. */

/** @import { CallView } from "../generated/protocol.js" */
/** @import { LiveCalls } from "./calls.js" */

import { html, nothing } from "lit";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { hours } from "../parts/time.js";
import { cautionMarks, earlierWords } from "./caller.js";
import { grouped, isToCallBack, stateWords } from "./words.js";

/**
 * @param {CallView} view
 * @param {{ open: boolean, zone: string, screen: LiveCalls, may: boolean }} row
 */
export function callBackRow(view, { open, zone, screen, may }) {
  const about = [view.name, view.locality, view.point].filter(Boolean).join(" · ");
  return html`<li class="with-act">
    <button class="row ${isToCallBack(view) ? "" : "gone"}" data-call=${view.call} aria-current=${open ? "true" : nothing} @click=${() => screen.enter(view.call)}>
      <span class="facts"><b class="number tabular">${grouped(view.number)}</b>${cautionMarks(view, true)}</span>
      <span class="facts"><span class="tabular">${hours(view.created_at, zone)}</span><span class="clip">${stateWords(view)}${about ? ` · ${about}` : view.earlier && view.earlier.calls ? ` · ${earlierWords(view)}` : ""}</span></span>
    </button>
    ${may ? html`<button class="button bare" aria-label=${t("Close the call {number}", { number: grouped(view.number) })} @click=${() => screen.deeds.close(view)}>${icon("circle-check")} ${t("Close")}</button>` : nothing}
  </li>`;
}
