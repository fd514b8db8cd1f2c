/** The keys of the rundown: one table that is listened to and that `?` shows. */

/** @import { QuestionVerb, QuestionView } from "../generated/protocol.js" */
/** @import { LiveRundown } from "./rundown.js" */

import { t } from "../parts/i18n.js";
import { inPicture } from "../parts/polls.js";
import { QUESTION_MARK, digit, showKeys, tableOf } from "../parts/shortcuts.js";
import { refusal } from "../parts/toast.js";
import { ELSEWHERE as LAID_ELSEWHERE, chooseLayout } from "./layout_list.js";
import { whyNotNow } from "./offered.js";
import { planLength } from "./order_deeds.js";

const DIGITS = [1, 2, 3, 4, 5];
export const TABS = ["list", "aired", "promises"];

/** @typedef {import("../parts/shortcuts.js").Key<LiveRundown>} Key */

/**
 * How a move stands in the palette: of what is on air unless another question is meant.
 *
 * @param {QuestionVerb} verb
 * @param {(screen: LiveRundown) => QuestionView | null | undefined} meant
 */
const of = (verb, meant = ({ deeds }) => deeds.air) => ({
  why: (/** @type {LiveRundown} */ screen) => whyNotNow(screen, verb, meant(screen)),
});

/** @param {QuestionVerb} verb */
const ofChosen = (verb) => of(verb, (screen) => screen.chosenView);

/** Why the order cannot be changed now; empty where it can. */
const ordering = {
  why: (/** @type {LiveRundown} */ { feed }) => (feed.may("producer") ? "" : t("Your role does not allow this.")),
};

/** @type {Key[]} */
const AIR = [
  [
    ["KeyV"],
    "V",
    t("the first of the list to air"),
    ({ deeds }) => deeds.take(),
    of("take", ({ deeds }) => deeds.list[0]),
  ],
  [
    ["Shift+KeyV"],
    "Shift+V",
    t("the chosen one to air"),
    (screen) => screen.chosenView && screen.deeds.take(screen.chosenView),
    of("take", (screen) => screen.chosenView),
  ],
  [["KeyA"], "A", t("answered"), ({ deeds }) => deeds.answer(), of("answer")],
  [
    ["Shift+KeyA"],
    "Shift+A",
    t("answered in part, a ticket for the rest"),
    ({ deeds }) => deeds.answerInPart(),
    of("answer"),
  ],
  [
    ["KeyS"],
    "S",
    t("write down what is answered"),
    (screen) => /** @type {HTMLElement | null} */ (screen.querySelector(".summary input"))?.focus(),
    of("answer"),
  ],
  [["KeyR"], "R", t("from the air back to the list"), ({ deeds }) => deeds.putBack(), of("return")],
  [
    ["KeyG"],
    "G",
    t("clear the graphic"),
    ({ deeds }) => deeds.clearGraphic(),
    { why: ({ deeds }) => (inPicture(deeds.feed.state) ? "" : t("There is no graphic on air.")) },
  ],
  [
    ["KeyP"],
    "P",
    t("a promise on what is on air, else on the chosen one"),
    (screen) => screen.deeds.promise(screen.deeds.air || screen.chosenView),
    of("promise", (screen) => screen.deeds.air || screen.chosenView),
  ],
];

/** @type {Key} */
const UNDO = [
  ["KeyZ"],
  "Z",
  t("take back the last move"),
  ({ deeds }) => deeds.last.undo(),
  { why: ({ deeds }) => (deeds.last.stands ? "" : t("There is no move of yours to take back.")) },
];

/** @type {Key[]} */
const LIST = [
  [["ArrowDown", "KeyJ"], "↓ J", t("choose the next"), (screen) => screen.step(1)],
  [["ArrowUp", "KeyK"], "↑ K", t("choose the one before"), (screen) => screen.step(-1)],
  [["Alt+ArrowDown"], "Alt+↓", t("move the chosen one down"), (screen) => screen.shift(1), ofChosen("move")],
  [["Alt+ArrowUp"], "Alt+↑", t("move the chosen one up"), (screen) => screen.shift(-1), ofChosen("move")],
  [["KeyN"], "N", t("the chosen one to the top"), (screen) => screen.shift("top"), ofChosen("move")],
  [
    ["KeyL"],
    "L",
    t("the length of the chosen one"),
    ({ deeds, chosenView }) => planLength(deeds, chosenView),
    ofChosen("plan"),
  ],
  [["KeyB"], "B", t("a block before the chosen one, else at the end"), (screen) => screen.addTitle(), ordering],
  [
    ["Delete", "Shift+KeyR"],
    "Del",
    t("the chosen one back to the desk"),
    (screen) => screen.chosenView && screen.deeds.toDesk(screen.chosenView),
    ofChosen("return"),
  ],
  UNDO,
  [["Escape"], "Esc", t("choose nothing"), (screen) => screen.choose(null)],
  [
    ["Digit1", "Digit2", "Digit3"],
    "1–3",
    t("the list, what was on air, promises"),
    (screen, event) => screen.turn(TABS[digit(event) - 1]),
    { each: () => [t("List"), t("Were on air"), t("Promises")] },
  ],
];

/** @type {Key[]} */
const TALK = [
  [["KeyM"], "M", t("write to the presenter"), (screen) => screen.write()],
  [
    DIGITS.map((n) => `Shift+Digit${n}`),
    "Shift+1–5",
    t("a ready-made message"),
    ({ deeds }, event) => {
      const text = deeds.readyMessages[digit(event) - 1];
      if (text) deeds.message(text);
    },
    { each: ({ deeds }) => deeds.readyMessages.slice(0, DIGITS.length) },
  ],
];

/** @type {Key[]} */
const HERE = [
  [
    ["KeyW"],
    "W",
    t("how the rundown stands on one, two or three monitors"),
    (screen) => chooseLayout(screen),
    { why: ({ steers }) => (steers ? "" : LAID_ELSEWHERE) },
  ],
  [QUESTION_MARK, "?", t("keys"), (screen) => help(screen)],
];

/**
 * What a window beside the first one hears of the air: that it is steered there, where what was typed of an answer stands.
 *
 * @type {Key[]}
 */
const ELSEWHERE = AIR.map(([codes, shown, what]) => [
  codes,
  shown,
  what,
  () => refusal(t("The air is steered on the first monitor.")),
]);

/** @type {import("../parts/palette/verbs.js").Groups<LiveRundown>} */
export const KEYS = [
  [t("Air"), AIR],
  [t("The list"), LIST],
  [t("The presenter"), TALK],
  [t("This window"), HERE],
];

/** What can be done in a window. @param {LiveRundown} screen */
export function groupsOf({ steers }) {
  return steers ? KEYS : KEYS.slice(2);
}

/**
 * Code → action, for onKeys.
 *
 * @param {LiveRundown} screen
 */
export function keysOf(screen) {
  const heard = groupsOf(screen).flatMap(([, keys]) => keys);
  return tableOf(screen, screen.steers ? heard : [...ELSEWHERE, ...heard]);
}

/** @param {LiveRundown} screen */
export function help(screen) {
  showKeys(groupsOf(screen));
}
