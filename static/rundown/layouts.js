/** The ready layouts of the rundown: which of its parts stand on which monitor, and where. Pure. */

/** @import { ScreenName } from "../generated/protocol.js" */
/**
 * `order`: the list, with what was on air and what was promised; `air`: the clock, what is on air and the hands that change
 * it; `now`: the same to be looked at; `talk`: the prompter's copy and the presenter; `asked`: what is asked about, and polls;
 * `show`: the broadcast and its devices; `side`: those three in one column.
 *
 * @typedef {"order" | "air" | "now" | "talk" | "asked" | "show" | "side"} Part
 */
/** @typedef {{ areas: string[], columns: number[] }} Grid  parts as CSS grid areas, row by row, and the columns' shares */
/** @typedef {{ screen: ScreenName }} Whole  another screen of the show, whole */
/** @typedef {{ name: string, monitors: [Grid, ...Array<Grid | Whole>] }} Layout */
/** @typedef {{ number: number, address: string, target: string }} Opened  the window of a further monitor, by its name */

import { SCREENS } from "../generated/protocol.js";

const LEAST = "260px"; // a column's width, whatever its share is

const HANDS = { areas: ["order air"], columns: [45, 55] };
const BESIDE = { areas: ["order air talk"], columns: [27, 42, 31] };
const AROUND = { areas: ["talk asked", "talk show"], columns: [60, 40] };

/**
 * The first monitor holds the order and the hands: whatever changes the air is done in one window, where what was typed of
 * an answer stands. The others are looked at.
 *
 * @type {Layout[]}
 */
export const LAYOUTS = [
  { name: "usual", monitors: [{ areas: ["order air side"], columns: [27, 49, 24] }] },
  { name: "order", monitors: [{ areas: ["order air"], columns: [60, 40] }] },
  { name: "air", monitors: [{ areas: ["order air"], columns: [28, 72] }] },
  { name: "talk", monitors: [BESIDE] },
  { name: "asked", monitors: [{ areas: ["order air talk", "order air asked"], columns: [29, 43, 28] }] },
  { name: "two-talk", monitors: [HANDS, { areas: ["now talk"], columns: [50, 50] }] },
  { name: "two-around", monitors: [HANDS, AROUND] },
  { name: "two-calls", monitors: [BESIDE, { screen: "calls" }] },
  { name: "three-calls", monitors: [HANDS, { areas: ["now talk asked"], columns: [36, 36, 28] }, { screen: "calls" }] },
  { name: "three-desk", monitors: [HANDS, AROUND, { screen: "desk" }] },
];

/** The layout of this name; the usual one where there is none. @param {string | null} name */
export function layoutNamed(name) {
  return LAYOUTS.find((one) => one.name === name) ?? LAYOUTS[0];
}

/**
 * What a window of the rundown shows as this monitor of a layout; the first where there is none, or another screen.
 *
 * @param {Layout} layout
 * @param {number} number from 1
 * @returns {Grid}
 */
export function gridAt({ monitors }, number) {
  const monitor = monitors[number - 1];
  return monitor && "areas" in monitor ? monitor : monitors[0];
}

/** Each part once, in the order in which it is read. @param {Grid} grid */
export function partsOf({ areas }) {
  return /** @type {Part[]} */ ([...new Set(areas.flatMap((row) => row.split(" ")))]);
}

/**
 * A grid as the style of whatever shows it.
 *
 * @param {Grid} grid
 * @param {string} least
 */
export function styleOf({ areas, columns }, least = LEAST) {
  const rows = areas.map((row) => `"${row}" minmax(0, 1fr)`);
  const shares = columns.map((share) => `minmax(${least}, ${share}fr)`);
  return { "--grid": `${rows.join(" ")} / ${shares.join(" ")}` };
}

/**
 * The windows of a layout beside the first one.
 *
 * @param {string} slug
 * @param {Layout} layout
 * @returns {Opened[]}
 */
export function windowsOf(slug, { name, monitors }) {
  const show = encodeURIComponent(slug);
  return monitors.slice(1).map((monitor, at) => {
    const number = at + 2;
    const own = `rundown?layout=${name}&monitor=${number}`;
    const address = `/b/${show}/${"screen" in monitor ? monitor.screen : own}`;
    return { number, address, target: `rundown-${slug}-${number}` };
  });
}

/**
 * The screen of a layout that these roles do not open, if there is one.
 *
 * @param {Layout} layout
 * @param {string[]} roles
 */
export function closedScreen({ monitors }, roles) {
  const screens = monitors.flatMap((monitor) => ("screen" in monitor ? [monitor.screen] : []));
  return screens.find((screen) => !SCREENS[screen].roles.some((/** @type {string} */ role) => roles.includes(role)));
}
