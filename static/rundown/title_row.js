/** A title of the order, between its questions. */

/** @import { Item, Place } from "./items.js" */
/** @import { SegmentView } from "../generated/protocol.js" */

import { html, nothing } from "lit";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";

/**
 * `place`: where it goes by one place up or down, null where it cannot; `tell`: what the producer wants.
 *
 * @param {Item} item
 * @param {{ times: string, steers: boolean, place: (by: number) => Place | null, tell: (what: string, detail: unknown) => void }} shown
 */
export function titleRow(item, { times, steers, place, tell }) {
  const segment = /** @type {SegmentView} */ (item.segment);
  const { title } = segment;
  /** @type {(by: number, name: string, sign: string) => unknown} */
  const mover = (by, name, sign) => {
    const to = place(by);
    return html`<button class="button square bare" aria-label=${name} ?disabled=${to === null} @click=${() => tell("move-title", { segment, place: to })}>${icon(sign)}</button>`;
  };
  return html`<li class="place block" data-key=${item.key}>
    ${steers ? html`<span class="grip" title=${t("Drag to another place")}>${icon("grip-vertical")}</span>` : nothing}
    <div class="line block-line">
      <b class="clip grow" title=${title}>${title}</b>
      ${
        steers
          ? html`${mover(-1, t("Block “{title}” one up", { title }), "arrow-up")} ${mover(1, t("Block “{title}” one down", { title }), "arrow-down")}
            <button class="button square bare" aria-label=${t("Rename the block “{title}”", { title })} @click=${() => tell("rename-title", segment)}>${icon("pencil")}</button>
            <button class="button square bare" aria-label=${t("Remove the block “{title}”", { title })} @click=${() => tell("remove-title", segment)}>${icon("x")}</button>`
          : nothing
      }
      <span class="end tabular quiet small">${times}</span>
    </div>
  </li>`;
}
