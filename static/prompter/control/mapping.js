/**
 * What of a controller does what, as plain data, and the speed that comes of it: value → way from rest → dead zone → curve
 * → lines a second. No page, no clock and no browser stand in here.
 */

/** @import { Controller, Mapping } from "./types.js" */

/**
 * Least, most, and one step of what can be set.
 *
 * @type {Record<"dead" | "curve" | "top" | "lines", [least: number, most: number, step: number]>}
 */
export const RANGES = { dead: [0, 0.5, 0.01], curve: [1, 4, 0.1], top: [0.5, 12, 0.5], lines: [1, 5, 1] };

const LEAST_REACH = 0.1; // a shorter way is a trembling, not a push
const MOST_BUTTONS = 64;

/** @type {Mapping} */
const BLANK = {
  input: null,
  rest: 0,
  reach: 1,
  dead: 0.1,
  curve: 2,
  top: 4,
  step: null,
  lines: 1,
  buttons: {},
};

/** Where a browser says that a gamepad's buttons stand: the lower one, the shoulders, the cross. */
const STANDARD = {
  "button/0": "toggle",
  "button/4": "back",
  "button/5": "page",
  "button/12": "line_back",
  "button/13": "line",
  "button/14": "slower",
  "button/15": "faster",
};

/** The five buttons along a shuttle's edge, from left to right. */
const ALONG_THE_EDGE = {
  "button/4": "back",
  "button/5": "slower",
  "button/6": "toggle",
  "button/7": "faster",
  "button/8": "page",
};

/**
 * What a controller does before anybody has taught it: nothing but what can be set.
 *
 * @returns {Mapping}
 */
export function blank() {
  return { ...BLANK, buttons: {} };
}

/**
 * The usual mapping of a controller that is known by its make, or null: nobody can say which way a pedal is pushed.
 *
 * @param {Pick<Controller, "kind" | "standard">} controller
 * @returns {Mapping | null}
 */
export function usual({ kind, standard }) {
  // A ring with a spring and seven stops: none of them may be lost in a dead zone.
  if (kind === "hid")
    return {
      ...BLANK,
      input: "axis/shuttle",
      dead: 0,
      curve: 1.5,
      top: 6,
      step: "step/jog",
      buttons: { ...ALONG_THE_EDGE },
    };
  if (kind === "gamepad" && standard) return { ...BLANK, input: "axis/1", dead: 0.12, buttons: { ...STANDARD } };
  return null;
}

/**
 * How far an input has gone from its rest: 1 is the end forwards, -1 the end backwards.
 *
 * @param {Mapping} mapping
 * @param {number} value
 */
export function wayOf({ rest, reach }, value) {
  return Math.min(1, Math.max(-1, (value - rest) / reach)) || 0;
}

/**
 * The part of the top speed at this way, with its sign.
 *
 * @param {Mapping} mapping
 * @param {number} way
 */
export function pushOf({ dead, curve }, way) {
  const past = (Math.abs(way) - dead) / (1 - dead);
  return past > 0 ? Math.sign(way) * past ** curve : 0;
}

/**
 * Only what is a mapping, and only within its ranges, whatever was kept; null where nothing of it is one.
 *
 * @param {any} kept
 * @param {(act: string) => boolean} known  whether a name is that of an act
 * @returns {Mapping | null}
 */
export function sound(kept, known) {
  if (!kept || typeof kept !== "object") return null;
  const reach = number(kept.reach, -2, 2, BLANK.reach);
  /** @param {"dead" | "curve" | "top" | "lines"} name */
  const ranged = (name) => number(kept[name], RANGES[name][0], RANGES[name][1], BLANK[name]);
  return {
    input: named(kept.input, "axis/"),
    rest: number(kept.rest, -1, 1, BLANK.rest),
    reach: Math.abs(reach) < LEAST_REACH ? BLANK.reach : reach,
    dead: ranged("dead"),
    curve: ranged("curve"),
    top: ranged("top"),
    step: named(kept.step, "step/"),
    lines: Math.round(ranged("lines")),
    buttons: Object.fromEntries(
      Object.entries(kept.buttons || {})
        .filter(([input, act]) => named(input, "button/") && typeof act === "string" && known(act))
        .slice(0, MOST_BUTTONS),
    ),
  };
}

/** @type {(value: unknown, least: number, most: number, otherwise: number) => number} */
function number(value, least, most, otherwise) {
  return typeof value === "number" && Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : otherwise;
}

/** @type {(value: unknown, begins: string) => string | null} */
function named(value, begins) {
  return typeof value === "string" && value.startsWith(begins) && value.length <= 40 ? value : null;
}
