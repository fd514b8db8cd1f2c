/** What can be set of a prompter, on itself and from the rundown; the same ranges are checked by the server. */

/** Least, most, and one step. */
export const RANGES = { size: [36, 200, 4], measure: [16, 60, 2], margin: [0, 30, 1], line: [15, 60, 1], speed: [60, 240, 5] };

export const COLOURS = ["white", "yellow", "green", "daylight"];

/** What holds until it is set: letters by the width of the screen, lines as wide as it. */
export const USUAL = { size: null, measure: null, margin: 5, line: 33, mirror_x: false, mirror_y: false, colours: "white", speed: 120 };

/** A setting one step on, up or down; a line as wide as the screen (null) is what stands beyond the longest. */
export function stepped(name, from, by) {
  const [least, most, step] = RANGES[name];
  const to = (by > 0 ? Math.floor(from / step) : Math.ceil(from / step)) * step + by * step;
  if (name === "measure" && to > most) return null;
  return Math.min(most, Math.max(least, to));
}
