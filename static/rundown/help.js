/** The keys of the rundown: one table that is listened to and that `?` shows. */

/** @import { LiveRundown } from "./rundown.js" */

import { t } from "../parts/i18n.js";
import { QUESTION_MARK, digit, showKeys, tableOf } from "../parts/shortcuts.js";

const DIGITS = [1, 2, 3, 4, 5];
export const TABS = ["list", "aired", "promises"];

/** @typedef {import("../parts/shortcuts.js").Key<LiveRundown>} Key */

/** @type {Key[]} */
const AIR = [
  [["KeyV"], "V", t("the first of the list to air"), ({ deeds }) => deeds.take()],
  [
    ["Shift+KeyV"],
    "Shift+V",
    t("the chosen one to air"),
    (screen) => screen.chosenView && screen.deeds.take(screen.chosenView),
  ],
  [["KeyA"], "A", t("answered"), ({ deeds }) => deeds.answer()],
  [["Shift+KeyA"], "Shift+A", t("answered in part, a ticket for the rest"), ({ deeds }) => deeds.answerInPart()],
  [["KeyR"], "R", t("from the air back to the list"), ({ deeds }) => deeds.putBack()],
  [["KeyG"], "G", t("clear the graphic"), ({ deeds }) => deeds.clearGraphic()],
  [
    ["KeyP"],
    "P",
    t("a promise on what is on air, else on the chosen one"),
    (screen) => screen.deeds.promise(screen.deeds.air || screen.chosenView),
  ],
];

/** @type {Key[]} */
const LIST = [
  [["ArrowDown", "KeyJ"], "↓ J", t("choose the next"), (screen) => screen.step(1)],
  [["ArrowUp", "KeyK"], "↑ K", t("choose the one before"), (screen) => screen.step(-1)],
  [["Alt+ArrowDown"], "Alt+↓", t("move the chosen one down"), (screen) => screen.shift(1)],
  [["Alt+ArrowUp"], "Alt+↑", t("move the chosen one up"), (screen) => screen.shift(-1)],
  [["KeyN"], "N", t("the chosen one to the top"), (screen) => screen.shift("top")],
  [
    ["Delete", "Shift+KeyR"],
    "Del",
    t("the chosen one back to the desk"),
    (screen) => screen.chosenView && screen.deeds.toDesk(screen.chosenView),
  ],
  [["Escape"], "Esc", t("choose nothing"), (screen) => screen.choose(null)],
  [
    ["Digit1", "Digit2", "Digit3"],
    "1–3",
    t("the list, what was on air, promises"),
    (screen, event) => screen.turn(TABS[digit(event) - 1]),
  ],
];

/** @type {Key[]} */
const TALK = [
  [
    ["KeyM"],
    "M",
    t("write to the presenter"),
    (screen) => /** @type {HTMLElement | null} */ (screen.querySelector("rundown-talk input"))?.focus(),
  ],
  [
    DIGITS.map((n) => `Shift+Digit${n}`),
    "Shift+1–5",
    t("a ready-made message"),
    ({ deeds }, event) => {
      const text = deeds.readyMessages[digit(event) - 1];
      if (text) deeds.message(text);
    },
  ],
  [QUESTION_MARK, "?", t("keys"), () => help()],
];

/** All of them, for whoever teaches them. */
export const KEYS = [...AIR, ...LIST, ...TALK];

/**
 * Code → action, for onKeys.
 *
 * @param {LiveRundown} screen
 */
export function keysOf(screen) {
  return tableOf(screen, KEYS);
}

export function help() {
  showKeys([
    [t("Air"), AIR],
    [t("The list"), LIST],
    [t("The presenter"), TALK],
  ]);
}
