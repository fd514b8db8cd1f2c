/** A title of the order, between its questions: what is done to it is shown once it is opened. */

/** @import { Item, Place } from "./items.js" */
/** @import { SegmentView } from "../generated/protocol.js" */

import { html, nothing } from "lit";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";

/**
 * What a row needs besides its item. `place`: where it goes by one place up or down, null where it cannot; `tell`: what the
 * producer wants.
 *
 * @typedef {object} Shown
 * @property {string} times
 * @property {boolean} steers
 * @property {boolean} opened
 * @property {() => void} open
 * @property {(by: number) => Place | null} place
 * @property {(what: string, detail: unknown) => void} tell
 */

/**
 * @param {Item} item
 * @param {Shown} shown
 */
export function titleRow(item, shown) {
  const { title } = /** @type {SegmentView} */ (item.segment);
  const { times, steers, opened, open } = shown;
  const said = html`<span class="facts"><span class="clip block-title" title=${title}>${title}</span><span class="sum tabular">${times}</span></span>`;
  return html`<li class="place block${opened ? " chosen" : ""}" data-key=${item.key}>
    ${steers ? html`<span class="grip" title=${t("Drag to another place")}>${icon("grip-vertical")}</span><button class="pick" aria-expanded=${String(opened)} @click=${open}>${said}</button>` : html`<div class="pick">${said}</div>`}
    ${steers && opened ? tools(item, shown) : nothing}
  </li>`;
}

/**
 * @param {Item} item
 * @param {Shown} shown
 */
function tools(item, { place, tell }) {
  const segment = /** @type {SegmentView} */ (item.segment);
  /** @type {(by: number, name: string, sign: string) => unknown} */
  const mover = (by, name, sign) => {
    const to = place(by);
    return html`<button class="button square" aria-label=${name} ?disabled=${to === null} @click=${() => tell("move-title", { segment, place: to })}>${icon(sign)}</button>`;
  };
  return html`<div class="tools line" role="group" aria-label=${t("Block “{title}”", { title: segment.title })}>
    ${mover(-1, t("One up"), "arrow-up")} ${mover(1, t("One down"), "arrow-down")}
    <button class="button" @click=${() => tell("rename-title", segment)}>${icon("pencil")} ${t("Rename…")}</button>
    <button class="button" @click=${() => tell("remove-title", segment)}>${icon("x")} ${t("Remove the title")}</button>
  </div>`;
}
