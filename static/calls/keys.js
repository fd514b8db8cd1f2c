/** The keys of the calls: one table that is listened to and that `?` shows. */

/** @import { CallVerb } from "../generated/protocol.js" */
/** @import { LiveCalls } from "./calls.js" */

import { t } from "../parts/i18n.js";
import { QUESTION_MARK, showKeys, tableOf } from "../parts/shortcuts.js";
import { DENSITY } from "../parts/this_device.js";
import { VERBS } from "./commands.js";
import { isToCallBack } from "./words.js";

/** @typedef {import("../parts/shortcuts.js").Key<LiveCalls>} Key */

/**
 * Why a move of the open call cannot be made now; empty where it can.
 *
 * @param {LiveCalls} screen
 * @param {CallVerb} verb
 */
function whyNotNow({ view, feed, deeds }, verb) {
  if (!view) return t("No call is open.");
  if (!feed.may("screener")) return t("Your role does not allow this.");
  return deeds.may(verb, view) ? "" : t("This call has no such move now: {verb}.", { verb: VERBS[verb] });
}

/** @param {CallVerb} verb */
const of = (verb) => ({ why: (/** @type {LiveCalls} */ screen) => whyNotNow(screen, verb) });

const ofCaller = {
  why: (/** @type {LiveCalls} */ { view }) =>
    view?.whose ? "" : view ? t("Without a number nothing is known of the caller.") : t("No call is open."),
};

/** @type {Key[]} */
const CALL = [
  [
    ["KeyT"],
    "T",
    t("take the call"),
    (screen) => screen.takeOpen(),
    { why: (screen) => (screen.view || !screen.ring.ringing.length ? whyNotNow(screen, "take") : "") },
  ],
  [
    ["Shift+KeyT"],
    "Shift+T",
    t("put the present one on hold and take this one"),
    (screen) => screen.act("swap"),
    of("take"),
  ],
  [["KeyH"], "H", t("put on hold"), (screen) => screen.act("hold"), of("hold")],
  [["KeyP", "Ctrl+Enter"], "P", t("hand over as a question"), (screen) => screen.act("hand"), of("hand")],
  [["KeyE"], "E", t("end the call"), (screen) => screen.act("end"), of("end")],
  [["KeyA"], "A", t("a call by hand"), (screen) => screen.add()],
  [["KeyW"], "W", t("warn the caller"), (screen) => screen.act("warn"), ofCaller],
  [["KeyB"], "B", t("ban the caller"), (screen) => screen.act("ban"), ofCaller],
  [
    ["KeyC"],
    "C",
    t("off the call-back list"),
    (screen) => screen.act("close"),
    { why: ({ view }) => (view && isToCallBack(view) ? "" : t("This call is not on the call-back list.")) },
  ],
];

/** @type {Key[]} */
const MOVING = [
  [
    ["KeyZ"],
    "Z",
    t("take back the last move"),
    (screen) => screen.deeds.last.undo(),
    { why: (screen) => (screen.deeds.last.stands ? "" : t("There is no move of yours to take back.")) },
  ],
  [
    ["KeyN", "Home"],
    "N",
    t("open the call that rings longest"),
    (screen) => screen.openRinging(),
    { why: (screen) => (screen.ring.ringing.length ? "" : t("Nobody rings.")) },
  ],
  [["ArrowDown", "KeyJ"], "↓ J", t("open the next"), (screen) => screen.step(1)],
  [["ArrowUp", "KeyK"], "↑ K", t("open the one before"), (screen) => screen.step(-1)],
  [["KeyF", "Enter"], "F", t("to the fields"), (screen) => screen.write()],
  [["Escape"], "Esc", t("out of a field, close the card"), (screen) => screen.open(null)],
  DENSITY,
  [["KeyS"], "S", t("sound on or off"), (screen) => screen.ring.toggle()],
  [QUESTION_MARK, "?", t("keys"), () => help()],
];

/** @type {[codes: string[], shown: string, what: string][]} */
const WRITING = [
  [[], "Ctrl+Enter", t("hand over as a question")],
  [[], "Esc", t("out of the field: the keys work again")],
];

/**
 * Code → action, for onKeys.
 *
 * @param {LiveCalls} screen
 */
export function keysOf(screen) {
  return tableOf(screen, [...CALL, ...MOVING]);
}

/** @type {import("../parts/palette/verbs.js").Groups<LiveCalls>} */
export const KEYS = [
  [t("The call"), CALL],
  [t("Moving about"), MOVING],
];

export function help() {
  showKeys([...KEYS, [t("While writing"), WRITING]]);
}
