/** The keys of the desk: one table that is listened to and that `?` shows. */

/** @import { LiveDesk } from "./desk.js" */
/** @import { Act } from "./types.js" */

import { t } from "../parts/i18n.js";
import { QUESTION_MARK, digit, showKeys, tableOf } from "../parts/shortcuts.js";
import { thisDevice } from "../parts/this_device.js";
import { TABS } from "./filter_state.js";
import { whyNotNow } from "./offered.js";
import { turnAsking, whyNoMark } from "./not_asking.js";
import { backOf } from "./selection.js";
import { mergeStack, partFromStack, showStack, switchStacks, whyNoStack } from "./stack.js";
import { takeShorter } from "./shorter.js";

const DIGITS = [1, 2, 3, 4, 5];
const TABS_BY_KEY = [...DIGITS, 6];
const TAB_NAMES = Object.keys(TABS);

/** @typedef {import("../parts/shortcuts.js").Key<LiveDesk>} Key */

/**
 * How an act on the open question stands in the palette.
 *
 * @param {Act} verb
 */
const of = (verb) => ({ why: (/** @type {LiveDesk} */ desk) => whyNotNow(desk, verb) });

/** How what is done to a stack stands in the palette. */
const OF_STACK = { why: (/** @type {LiveDesk} */ desk) => whyNoStack(desk) };

/** @type {Key[]} */
const MOVES = [
  [["ArrowDown", "KeyJ"], "↓ J", t("open the next"), (desk) => desk.step(1)],
  [["ArrowUp", "KeyK"], "↑ K", t("open the one before"), (desk) => desk.step(-1)],
  [["PageDown"], "PgDn", t("a page down"), (desk) => desk.step(desk.list.page)],
  [["PageUp"], "PgUp", t("a page up"), (desk) => desk.step(-desk.list.page)],
  [["Home"], "Home", t("show the new ones, to the top"), (desk) => desk.home()],
  [["End"], "End", t("to the last"), (desk) => desk.end()],
  [["KeyO"], "O", t("newest or oldest first"), (desk) => inQueue(desk, () => desk.turn())],
  [["Slash", "NumpadDivide"], "/", t("search"), (desk) => inQueue(desk, () => desk.filters.focus())],
  [["KeyF"], "F", t("show everything"), (desk) => desk.showEverything()],
  [["Shift+KeyL"], "Shift+L", t("like questions as one row, or each by itself"), (desk) => switchStacks(desk)],
  [["Shift+KeyO"], "Shift+O", t("all of its stack, or everything again"), (desk) => showStack(desk), OF_STACK],
  [["Shift+KeyI"], "Shift+I", t("situations"), (desk) => inQueue(desk, () => desk.matters.show())],
  [["KeyV"], "V", t("own views"), (desk) => inQueue(desk, () => desk.ownViews.show())],
  [["Shift+KeyD"], "Shift+D", t("duty: take the shift, hand it over"), (desk) => desk.duty?.show()],
  [["Shift+KeyU"], "Shift+U", t("mentions"), (desk) => inQueue(desk, () => desk.mentions.show())],
  [
    TABS_BY_KEY.map((n) => `Digit${n}`),
    "1–6",
    t("tabs"),
    (desk, event) => desk.choose({ tab: TAB_NAMES[digit(event) - 1] }),
    { each: () => Object.values(TABS).map(({ label }) => label) },
  ],
  [
    ["KeyH"],
    "H",
    t("history"),
    (desk) => desk.pane.history?.(),
    { why: (desk) => (desk.opened ? "" : t("Open a question first.")) },
  ],
  [["Escape"], "Esc", t("drop the selection, close the question"), (desk) => desk.escape()],
  [QUESTION_MARK, "?", t("keys"), () => help()],
];

/**
 * Those that change something.
 *
 * @type {Key[]}
 */
const ACTS = [
  [["KeyS"], "S", t("to the list"), (desk) => desk.act("shortlist"), of("shortlist")],
  [
    ["KeyR"],
    "R",
    t("put back, restore, split off, back from a ticket, out of the blocked ones"),
    (desk) => desk.act("back"),
    { why: (desk) => whyNotNow(desk, backOf(desk.opened)) },
  ],
  [
    ["Shift+KeyR"],
    "Shift+R",
    t("part the author's last message"),
    (desk) => desk.pane.partLast?.(),
    { why: (desk) => (desk.opened?.further ? "" : t("Its author has written nothing further.")) },
  ],
  [["KeyD"], "D", t("decline"), (desk) => desk.act("decline"), of("decline")],
  [["KeyT"], "T", t("ticket"), (desk) => desk.act("ticket"), of("ticket")],
  [["KeyP"], "P", t("answered in writing"), (desk) => desk.act("written"), of("written")],
  [["KeyU"], "U", t("needs no answer"), (desk) => desk.act("unneeded"), of("unneeded")],
  [["KeyI"], "I", t("to another broadcast"), (desk) => desk.act("transfer"), of("transfer")],
  [["KeyE"], "E", t("edit for air"), (desk) => desk.pane.edit?.(), of("edit")],
  [["Shift+KeyE"], "Shift+E", t("the shorter wording into the editor"), (desk) => takeShorter(desk), of("edit")],
  [
    ["Shift+KeyS"],
    "Shift+S",
    t("urgent, or not"),
    (desk) => desk.do("set_urgent", { urgent: !desk.opened?.urgent }),
    of("set_urgent"),
  ],
  [
    ["Shift+KeyN"],
    "Shift+N",
    t("it is a question, though it only thanks"),
    (desk) => turnAsking(desk),
    { why: whyNoMark },
  ],
  [["KeyM"], "M", t("merge into another"), (desk) => desk.act("merge"), of("merge")],
  [["KeyG"], "G", t("merge into the first likely double"), (desk) => desk.pane.mergeFirst?.(), of("merge")],
  [["Shift+KeyG"], "Shift+G", t("merge all of its stack into this one"), (desk) => mergeStack(desk), OF_STACK],
  [["Shift+KeyX"], "Shift+X", t("about something else than its stack"), (desk) => partFromStack(desk), OF_STACK],
  [
    ["KeyY"],
    "Y",
    t("to a situation: the offered one, another or a new one"),
    (desk) => desk.deeds.toMatter(),
    { why: (desk) => (desk.opened || desk.selection.size ? "" : t("Open a question first.")) },
  ],
  [["KeyN"], "N", t("note"), (desk) => desk.act("note"), of("note")],
  [["KeyB"], "B", t("block the author"), (desk) => desk.act("block"), of("block")],
  [
    ["KeyW"],
    "W",
    t("reply in writing"),
    (desk) => desk.pane.reply?.(),
    { why: (desk) => (desk.opened ? "" : t("Open a question first.")) },
  ],
  [["KeyC"], "C", t("topic"), (desk) => desk.act("topic"), of("topic")],
  [["KeyL"], "L", t("place"), (desk) => desk.act("place"), of("place")],
  [
    DIGITS.map((n) => `Shift+Digit${n}`),
    "Shift+1–5",
    t("the offered topic of this number"),
    (desk, event) => desk.pane.chooseHint?.(digit(event)),
    { each: (desk) => desk.actions.hints.found.topics.slice(0, DIGITS.length) },
  ],
  [
    ["KeyZ"],
    "Z",
    t("take back the last move"),
    (desk) => desk.actions.undo(),
    { why: (desk) => (desk.actions.moves.last ? "" : t("There is no move of yours to take back.")) },
  ],
  [
    ["KeyA"],
    "A",
    t("a question by hand"),
    (desk) => desk.add(),
    { why: (desk) => (desk.feed.may("moderator", "screener") ? "" : whyNotNow(desk, "add")) },
  ],
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

const DEVICE = thisDevice(t("a sound for a new question: on or off"));

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

/**
 * Code → action, for onKeys.
 *
 * @param {LiveDesk} desk
 */
export function keysOf(desk) {
  // A key pressed before the next question had come up by itself was meant for the one before.
  const meant = (/** @type {KeyboardEvent} */ event) =>
    ANY_TIME.includes(event.code) || event.timeStamp >= desk.shownAt;
  return { ...tableOf(desk, [...MOVES, ...SELECTS, ...DEVICE[1]]), ...tableOf(desk, ACTS, meant) };
}

/** @type {import("../parts/palette/verbs.js").Groups<LiveDesk>} */
export const KEYS = [
  [t("The question"), ACTS],
  [t("Moving about"), MOVES],
  [t("Many at once"), SELECTS, t("While two or more are selected, S D T C L M N P U R Y act on all of them.")],
  DEVICE,
];

export function help() {
  showKeys(KEYS);
}
