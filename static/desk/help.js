/** The keys of the desk: one table that is listened to and that `?` shows. */

/** @import { LiveDesk } from "./desk.js" */

import { t } from "../parts/i18n.js";
import { QUESTION_MARK, digit, showKeys, tableOf } from "../parts/shortcuts.js";
import { TABS } from "./filter_state.js";

const DIGITS = [1, 2, 3, 4, 5];
const TABS_BY_KEY = [...DIGITS, 6];
const TAB_NAMES = Object.keys(TABS);

/** @typedef {import("../parts/shortcuts.js").Key<LiveDesk>} Key */

/** @type {Key[]} */
const MOVES = [
  [["ArrowDown", "KeyJ"], "↓ J", t("open the next"), (desk) => desk.step(1)],
  [["ArrowUp", "KeyK"], "↑ K", t("open the one before"), (desk) => desk.step(-1)],
  [["PageDown"], "PageDown", t("a page down"), (desk) => desk.step(desk.list.page)],
  [["PageUp"], "PageUp", t("a page up"), (desk) => desk.step(-desk.list.page)],
  [["Home"], "Home", t("show the new ones, to the top"), (desk) => desk.home()],
  [["End"], "End", t("to the last"), (desk) => desk.end()],
  [["KeyO"], "O", t("newest or oldest first"), (desk) => inQueue(desk, () => desk.turn())],
  [["Slash", "NumpadDivide"], "/", t("search"), (desk) => inQueue(desk, () => desk.filters.focus())],
  [["KeyF"], "F", t("show everything"), (desk) => desk.showEverything()],
  [["KeyV"], "V", t("own views"), (desk) => inQueue(desk, () => desk.ownViews.show())],
  [
    TABS_BY_KEY.map((n) => `Digit${n}`),
    "1–6",
    t("tabs"),
    (desk, event) => desk.choose({ tab: TAB_NAMES[digit(event) - 1] }),
  ],
  [["KeyH"], "H", t("history"), (desk) => desk.pane.history?.()],
  [["Escape"], "Esc", t("drop the selection, close the question"), (desk) => desk.escape()],
  [QUESTION_MARK, "?", t("keys"), () => help()],
];

/**
 * Those that change something.
 *
 * @type {Key[]}
 */
const ACTS = [
  [["KeyS"], "S", t("to the list"), (desk) => desk.act("shortlist")],
  [
    ["KeyR"],
    "R",
    t("put back, restore, split off, back from a ticket, out of the blocked ones"),
    (desk) => desk.act("back"),
  ],
  [["KeyD"], "D", t("decline"), (desk) => desk.act("decline")],
  [["KeyT"], "T", t("ticket"), (desk) => desk.act("ticket")],
  [["KeyE"], "E", t("edit for air"), (desk) => desk.pane.edit?.()],
  [["KeyM"], "M", t("merge into another"), (desk) => desk.act("merge")],
  [["KeyG"], "G", t("merge into the first likely double"), (desk) => desk.pane.mergeFirst?.()],
  [["KeyN"], "N", t("note"), (desk) => desk.act("note")],
  [["KeyB"], "B", t("block the author"), (desk) => desk.act("block")],
  [["KeyW"], "W", t("reply in writing"), (desk) => desk.pane.reply?.()],
  [["KeyC"], "C", t("topic"), (desk) => desk.act("topic")],
  [["KeyL"], "L", t("place"), (desk) => desk.act("place")],
  [
    DIGITS.map((n) => `Shift+Digit${n}`),
    "Shift+1–5",
    t("the offered topic of this number"),
    (desk, event) => desk.pane.chooseHint?.(digit(event)),
  ],
  [["KeyZ"], "Z", t("take back the last move"), (desk) => desk.actions.undo()],
  [["KeyA"], "A", t("a question by hand"), (desk) => desk.add()],
];

/** Taking back and writing down are not about the open question. */
const ANY_TIME = ["KeyZ", "KeyA"];

/** @type {Key[]} */
const SELECTS = [
  [["Space"], t("Space"), t("select the open question, or not"), (desk) => desk.toggle()],
  [["Shift+ArrowDown"], "Shift+↓", t("extend the selection down"), (desk) => desk.extend(1)],
  [["Shift+ArrowUp"], "Shift+↑", t("extend the selection up"), (desk) => desk.extend(-1)],
  [["Ctrl+KeyA"], "Ctrl+A", t("select all of this filter"), (desk) => desk.selectAll()],
];

/**
 * Acts in the queue, which is turned to where one part is in sight at a time: a field out of sight takes no focus.
 *
 * @param {LiveDesk} desk
 * @param {() => void} act
 */
async function inQueue(desk, act) {
  if (desk.list.offsetParent) return act();
  desk.choose({});
  await desk.updateComplete;
  act();
}

/** All of them, for whoever teaches them. */
export const KEYS = [...MOVES, ...ACTS, ...SELECTS];

/**
 * Code → action, for onKeys.
 *
 * @param {LiveDesk} desk
 */
export function keysOf(desk) {
  // A key pressed before the next question had come up by itself was meant for the one before.
  const meant = (/** @type {KeyboardEvent} */ event) =>
    ANY_TIME.includes(event.code) || event.timeStamp >= desk.shownAt;
  return { ...tableOf(desk, [...MOVES, ...SELECTS]), ...tableOf(desk, ACTS, meant) };
}

export function help() {
  showKeys([
    [t("The question"), ACTS],
    [t("Moving about"), MOVES],
    [t("Many at once"), SELECTS, t("While two or more are selected, S D T C L M N R act on all of them.")],
  ]);
}
