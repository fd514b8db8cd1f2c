/** The picture of a mapping: how far it is pushed along, how fast the text goes upwards, and where it is now. */

/** @import { Mapping } from "./types.js" */

import { html, nothing, svg } from "lit";
import { t } from "../../parts/i18n.js";
import { pushOf, wayOf } from "./mapping.js";

const [WIDE, HIGH] = [150, 64]; // from the middle to an end
const STEPS = 60;

/**
 * `value`: what the input tells now, undefined where it has told nothing.
 *
 * @param {Mapping} mapping
 * @param {number | undefined} value
 */
export function picture(mapping, value) {
  const way = value === undefined ? null : wayOf(mapping, value);
  return html`<svg class="speed-picture" viewBox="-160 -72 320 144" role="img" aria-label=${t("How far it is pushed, and how fast the text goes")}>
    <rect class="dead" x=${-mapping.dead * WIDE} y=${-HIGH} width=${2 * mapping.dead * WIDE} height=${2 * HIGH} />
    <path class="middle" d=${`M ${-WIDE} 0 H ${WIDE} M 0 ${-HIGH} V ${HIGH}`} />
    <polyline class="curve" points=${curve(mapping)} />
    ${way === null ? nothing : svg`<path class="now" d=${`M ${way * WIDE} 0 V ${-pushOf(mapping, way) * HIGH}`} /><circle class="now" cx=${way * WIDE} cy=${-pushOf(mapping, way) * HIGH} r="7" />`}
  </svg>`;
}

/** @param {Mapping} mapping */
function curve(mapping) {
  return Array.from({ length: STEPS + 1 }, (_, n) => (2 * n) / STEPS - 1)
    .map((way) => `${(way * WIDE).toFixed(1)},${(-pushOf(mapping, way) * HIGH).toFixed(1)}`)
    .join(" ");
}
