/** Who is to be called back: the missed and those who want it, each number once, until somebody closes it by name. */

/** @import { CallView } from "../generated/protocol.js" */
/** @import { LiveCalls } from "./calls.js" */

import { html, nothing } from "lit";
import { icon } from "../parts/icon.js";
import { t, tn } from "../parts/i18n.js";
import { hours } from "../parts/time.js";
import { cautionMarks, earlierWords } from "./caller.js";
import { caller, isToCallBack, stateWords } from "./words.js";

/**
 * @param {number} lead the call that the row was made for, by which it is found again
 * @param {CallView[]} group the calls of one number, the latest on top
 * @param {{ open: boolean, zone: string, screen: LiveCalls, may: boolean }} row
 */
export function callBackRow(lead, group, { open, zone, screen, may }) {
  const [view] = group;
  const known = group.find((one) => one.name || one.locality || one.point) ?? view;
  const about = [known.name, known.locality, known.point].filter(Boolean).join(" · ");
  const times = group.map((one) => hours(one.created_at, zone)).join(", ");
  return html`<li class="with-act">
    <button class="row ${isToCallBack(view) ? "" : "gone"}" data-call=${lead} aria-current=${open ? "true" : nothing} @click=${() => screen.enter(view.call)}>
      <span class="facts"><b class="number tabular">${caller(view)}</b>${group.length > 1 ? html`<b class="tabular" title=${times}><span aria-hidden="true">×${group.length}</span><span class="unseen">${tn("{n} call|{n} calls", group.length)}</span></b>` : nothing}${cautionMarks(view, true)}</span>
      <span class="facts"><span class="tabular">${hours(view.created_at, zone)}</span><span class="clip">${stateWords(view)}${about ? ` · ${about}` : view.earlier && view.earlier.calls ? ` · ${earlierWords(view)}` : ""}</span></span>
    </button>
    ${may ? html`<button class="button bare" aria-label=${t("Close the call {number}", { number: caller(view) })} @click=${() => screen.deeds.close(view)}>${icon("circle-check")} ${t("Called back")}</button>` : nothing}
  </li>`;
}
