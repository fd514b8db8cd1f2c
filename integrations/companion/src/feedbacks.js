/** What buttons are lit by. */

import { STYLES } from "./styles.js";

/**
 * @import { CompanionFeedbackDefinitions } from "@companion-module/base"
 * @import { Lamps } from "./lights.js"
 * @import { Style } from "./styles.js"
 */

/** By the lamp: its name, and how a button looks that is lit by it. @type {Record<keyof Lamps, [string, Style]>} */
const LAMPS = {
  air: ["В эфире вопрос", STYLES.air],
  next: ["Есть следующий вопрос", STYLES.next],
  graphic: ["Титр показан", STYLES.air],
  poll: ["Опрос показан", STYLES.air],
  message: ["Ведущий не подтвердил сообщение", STYLES.next],
  intake: ["Приём открыт", STYLES.done],
  show: ["Эфир идёт", STYLES.can],
  over: ["Эфир идёт дольше плана", STYLES.air],
  lost: ["Нет связи с сервером", STYLES.lost],
};

/**
 * @param {() => Lamps} lamps
 * @returns {CompanionFeedbackDefinitions}
 */
export function feedbacks(lamps) {
  const definitions = /** @type {[keyof Lamps, [string, Style]][]} */ (Object.entries(LAMPS)).map(
    ([lamp, [name, defaultStyle]]) => [
      lamp,
      { type: /** @type {const} */ ("boolean"), name, defaultStyle, options: [], callback: () => lamps()[lamp] },
    ],
  );
  return Object.fromEntries(definitions);
}
