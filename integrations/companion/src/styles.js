/** How a button looks: red is on air, amber is next or waits, green is open, grey cannot be pressed to any effect. */

import { COLOURS } from "./generated.js";

/** @typedef {{ bgcolor: number, color: number }} Style */

/** @satisfies {Record<string, Style>} */
export const STYLES = {
  air: { bgcolor: COLOURS.air_fill, color: COLOURS.on_fill },
  next: { bgcolor: COLOURS.next_fill, color: COLOURS.on_next },
  done: { bgcolor: COLOURS.done_fill, color: COLOURS.on_fill },
  can: { bgcolor: COLOURS.raised, color: COLOURS.text },
  cannot: { bgcolor: COLOURS.surface, color: COLOURS.gone },
  lost: { bgcolor: COLOURS.ground, color: COLOURS.gone },
};
