/** The keys of the tickets: one table that is listened to and that `?` shows. */

/** @import { LiveTickets } from "./tickets.js" */
/** @import { Act } from "./types.js" */

import { t } from "../parts/i18n.js";
import { QUESTION_MARK, digit, showKeys, tableOf } from "../parts/shortcuts.js";
import { thisDevice } from "../parts/this_device.js";
import { TABS, tabsOf } from "./filter_state.js";
import { whyNotNow } from "./offered.js";

const DIGITS = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** @typedef {import("../parts/shortcuts.js").Key<LiveTickets>} Key */

/**
 * How an act on the open ticket stands in the palette.
 *
 * @param {Act} verb
 */
const of = (verb) => ({ why: (/** @type {LiveTickets} */ screen) => whyNotNow(screen, verb) });

/**
 * Why nothing can be done with parts of the open ticket's answer; empty where it can.
 *
 * @param {LiveTickets} screen
 * @param {boolean} may
 */
function whyNoPart(screen, may) {
  if (may) return "";
  return screen.open
    ? t("Nothing of this ticket's answer is to be asked for or given by you.")
    : t("Open a ticket first.");
}

/** @type {Key[]} */
const ACTS = [
  [["KeyT"], "T", t("take it: I do it"), (screen) => screen.act("take"), of("take")],
  [["KeyA"], "A", t("assign to a department and a person"), (screen) => screen.act("assign"), of("assign")],
  [["KeyS"], "S", t("take into work"), (screen) => screen.act("start"), of("start")],
  [
    ["KeyW"],
    "W",
    t("write the answer"),
    (screen) => screen.writeAnswer(),
    { why: (screen) => (screen.open ? "" : t("Open a ticket first.")) },
  ],
  [
    ["KeyI"],
    "I",
    t("ask another department for a part of the answer"),
    (screen) => screen.askPart(),
    { why: (screen) => whyNoPart(screen, screen.mayAskPart) },
  ],
  [
    ["KeyM"],
    "M",
    t("write or correct one's part"),
    (screen) => screen.givePart(),
    { why: (screen) => whyNoPart(screen, Boolean(screen.ownPart)) },
  ],
  [
    ["KeyL"],
    "L",
    t("take all given parts into the answer"),
    (screen) => screen.collectParts(),
    { why: (screen) => whyNoPart(screen, Boolean(screen.open?.parts.some(({ state }) => state === "given"))) },
  ],
  [["KeyO"], "O", t("approve the answer and send it"), (screen) => screen.act("approve"), of("approve")],
  [["KeyB"], "B", t("return the answer with a note"), (screen) => screen.act("return_answer"), of("return_answer")],
  [["KeyE"], "E", t("correct the answer and send it"), (screen) => screen.act("correct"), of("correct")],
  [["KeyV"], "V", t("withdraw one's answer"), (screen) => screen.act("withdraw_answer"), of("withdraw_answer")],
  [["KeyH"], "H", t("put on hold, the clock stands"), (screen) => screen.act("hold"), of("hold")],
  [
    ["KeyR"],
    "R",
    t("resume, reopen"),
    (screen) => screen.act(screen.mayReopen ? "reopen" : "resume"),
    { why: (screen) => whyNotNow(screen, screen.mayReopen ? "reopen" : "resume") },
  ],
  [["KeyC"], "C", t("close"), (screen) => screen.act("close"), of("close")],
  [["KeyN"], "N", t("a note for colleagues"), (screen) => screen.act("note"), of("note")],
  [["KeyP"], "P", t("priority"), (screen) => screen.act("prioritise"), of("prioritise")],
  [["KeyG"], "G", t("turn into a formal appeal"), (screen) => screen.act("formal"), of("formal")],
  [["KeyD"], "D", t("pass the answer on to who has none"), (screen) => screen.act("pass_on"), of("pass_on")],
  [
    ["KeyY"],
    "Y",
    t("to a situation: the offered one, another or a new one"),
    (screen) => screen.toMatter(),
    { why: (screen) => (screen.open || screen.selection.size ? "" : t("Open a ticket first.")) },
  ],
  [["KeyU"], "U", t("publish"), (screen) => screen.act("publish"), of("publish")],
  [
    ["KeyZ"],
    "Z",
    t("take back the last move"),
    (screen) => screen.actions.last.undo(),
    { why: (screen) => (screen.actions.last.stands ? "" : t("There is no move of yours to take back.")) },
  ],
];

/** @type {Key[]} */
const MOVES = [
  [["ArrowDown", "KeyJ"], "↓ J", t("open the next"), (screen) => screen.step(1)],
  [["ArrowUp", "KeyK"], "↑ K", t("open the one before"), (screen) => screen.step(-1)],
  [["PageDown"], "PgDn", t("a page down"), (screen) => screen.step(screen.list.page)],
  [["PageUp"], "PgUp", t("a page up"), (screen) => screen.step(-screen.list.page)],
  [["Slash", "NumpadDivide"], "/", t("search"), (screen) => screen.search()],
  [["Shift+KeyI"], "Shift+I", t("situations"), (screen) => screen.showMatters()],
  [["Shift+KeyD"], "Shift+D", t("duty: take the shift, hand it over"), (screen) => screen.duty?.show()],
  [["Shift+KeyN"], "Shift+N", t("for me: what has happened"), () => location.assign("/account/news")],
  [["KeyF"], "F", t("show everything"), (screen) => screen.showEverything()],
  [
    DIGITS.map((n) => `Digit${n}`),
    "1–9",
    t("tabs"),
    (screen, event) => screen.turn(digit(event)),
    { each: (screen) => tabsOf(screen.feed.you).map((tab) => TABS[tab].label) },
  ],
  [["Escape"], "Esc", t("drop the selection, close the ticket"), (screen) => screen.escape()],
  [QUESTION_MARK, "?", t("keys"), () => help()],
];

/** @type {Key[]} */
const SELECTS = [
  [["Space"], t("Space"), t("select the open ticket, or not"), (screen) => screen.toggle()],
  [["Ctrl+KeyA"], "Ctrl+A", t("select all of this filter"), (screen) => screen.selectAll()],
  [
    ["Shift+KeyA"],
    "Shift+A",
    t("the selected: each to its topic's department"),
    (screen) => screen.assignByTopic(),
    { why: (screen) => (screen.selection.size ? "" : t("Select tickets first: Ctrl+A takes all of the filter.")) },
  ],
];

const DEVICE = thisDevice(t("a sound for a new ticket of mine: on or off"));

/**
 * Code → action, for onKeys.
 *
 * @param {LiveTickets} screen
 */
export function keysOf(screen) {
  return tableOf(screen, [...ACTS, ...MOVES, ...SELECTS, ...DEVICE[1]]);
}

/** @type {import("../parts/palette/verbs.js").Groups<LiveTickets>} */
export const KEYS = [
  [t("The ticket"), ACTS],
  [t("Moving about"), MOVES],
  [
    t("Many at once"),
    SELECTS,
    t("While any are selected, A T P C Y act on all of them; a click with Shift selects a range."),
  ],
  DEVICE,
];

export function help() {
  showKeys(KEYS);
}
