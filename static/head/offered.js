/** The head's two actions as the palette offers them: they have no keys, the screen is a tablet's. */

/** @import { QuestionVerb } from "../generated/protocol.js" */
/** @import { LiveHead } from "./head.js" */

import { t } from "../parts/i18n.js";
import { may } from "../parts/moves.js";

/**
 * @param {LiveHead} screen
 * @param {QuestionVerb} verb
 */
function whyNotNow({ target, feed }, verb) {
  const { view } = target;
  if (!view) return t("The list is empty.");
  if (target.deaf || !may(verb, view, feed.state.broadcast, feed.you.roles)) return t("Not now, or not for your role.");
  return "";
}

/** @param {QuestionVerb} verb */
const of = (verb) => ({ why: (/** @type {LiveHead} */ screen) => whyNotNow(screen, verb) });

/** @type {import("../parts/palette/verbs.js").Groups<LiveHead>} */
export const KEYS = [
  [
    t("Actions"),
    [
      [
        [],
        "",
        t("I take this question"),
        (screen) => screen.target.view && screen.say("want", screen.target.view),
        of("want"),
      ],
      [
        [],
        "",
        t("do not take it after all"),
        (screen) => screen.target.view && screen.say("unwant", screen.target.view),
        of("unwant"),
      ],
      [[], "", t("Assignment"), (screen) => screen.target.view && screen.sheet.open(screen.target.view), of("promise")],
    ],
  ],
];
