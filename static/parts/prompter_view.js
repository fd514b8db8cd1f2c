/** What can be set of a prompter, on itself and from the rundown: what the server takes, and in what steps. */

/** @import { PrompterSettings } from "../generated/protocol.js" */
/** @typedef {Omit<Required<PrompterSettings>, "size"> & { size: number | null }} Settings  all of them; no size: the screen's width tells */

/** @typedef {"size" | "measure" | "margin" | "line" | "speed"} Step  a setting that goes by steps */
/** @typedef {"mirror_x" | "mirror_y"} Mirror  one that is on or off */

import { PROMPTER } from "../generated/protocol.js";

/** @type {Record<Step, number>} */
const STEPS = { size: 4, measure: 2, margin: 1, line: 1, speed: 5 };

/**
 * Least, most, and one step.
 *
 * @type {Record<string, [number, number, number]>}
 */
export const RANGES = Object.fromEntries(
  Object.entries(PROMPTER.ranges).map(([name, range]) => [name, [...range, STEPS[/** @type {Step} */ (name)]]]),
);

export const COLOURS = PROMPTER.colours;

/** What holds until it is set: letters by the width of the screen, lines as wide as it. */
export const USUAL = /** @type {Settings} */ ({ ...PROMPTER.usual, size: null });

/**
 * A setting one step on, up or down; a line as wide as the screen (null) is what stands beyond the longest.
 *
 * @param {string} name
 * @param {number} from
 * @param {number} by
 */
export function stepped(name, from, by) {
  const [least, most, step] = RANGES[name];
  const to = (by > 0 ? Math.floor(from / step) : Math.ceil(from / step)) * step + by * step;
  if (name === "measure" && to > most) return null;
  return Math.min(most, Math.max(least, to));
}
