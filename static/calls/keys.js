/** The keys of the calls: one table that is listened to and that `?` shows. */

/** @import { LiveCalls } from "./calls.js" */

import { t } from "../parts/i18n.js";
import { QUESTION_MARK, showKeys, tableOf } from "../parts/shortcuts.js";

/** @typedef {import("../parts/shortcuts.js").Key<LiveCalls>} Key */

/** @type {Key[]} */
const CALL = [
  [["KeyT"], "T", t("take the call"), (screen) => screen.takeOpen()],
  [["Shift+KeyT"], "Shift+T", t("put the present one on hold and take this one"), (screen) => screen.act("swap")],
  [["KeyH"], "H", t("put on hold"), (screen) => screen.act("hold")],
  [["KeyP", "Ctrl+Enter"], "P", t("hand over as a question"), (screen) => screen.act("hand")],
  [["KeyE"], "E", t("end the call"), (screen) => screen.act("end")],
  [["KeyA"], "A", t("a call by hand"), (screen) => screen.add()],
  [["KeyW"], "W", t("warn the caller"), (screen) => screen.act("warn")],
  [["KeyB"], "B", t("ban the caller"), (screen) => screen.act("ban")],
  [["KeyC"], "C", t("off the call-back list"), (screen) => screen.act("close")],
];

/** @type {Key[]} */
const MOVING = [
  [["KeyN", "Home"], "N", t("open the call that rings longest"), (screen) => screen.openRinging()],
  [["ArrowDown", "KeyJ"], "↓ J", t("open the next"), (screen) => screen.step(1)],
  [["ArrowUp", "KeyK"], "↑ K", t("open the one before"), (screen) => screen.step(-1)],
  [["KeyF", "Enter"], "F", t("to the fields"), (screen) => screen.write()],
  [["Escape"], "Esc", t("out of a field, close the card"), (screen) => screen.open(null)],
  [["KeyS"], "S", t("sound on or off"), (screen) => screen.ring.toggle()],
  [QUESTION_MARK, "?", t("keys"), () => help()],
];

/** @type {[codes: string[], shown: string, what: string][]} */
const WRITING = [
  [[], "Ctrl+Enter", t("hand over as a question")],
  [[], "Esc", t("out of the field: the keys work again")],
];

/** All of them, for whoever teaches them. */
export const KEYS = [...CALL, ...MOVING];

/**
 * Code → action, for onKeys.
 *
 * @param {LiveCalls} screen
 */
export function keysOf(screen) {
  return tableOf(screen, KEYS);
}

export function help() {
  showKeys([
    [t("The call"), CALL],
    [t("Moving about"), MOVING],
    [t("While writing"), WRITING],
  ]);
}
