/** The keys of what a screen keeps on the device: one row of its table each. */

/** @import { News } from "./news.js" */
/** @import { Key } from "./shortcuts.js" */

import { turnDensity } from "./density.js";
import { t } from "./i18n.js";

/**
 * How close the rows of the screen's list stand.
 *
 * @type {Key<any>} any: it is no screen's own
 */
export const DENSITY = [["KeyX"], "X", t("the rows closer together, or as usual"), () => turnDensity()];

/**
 * @template {{ news: News }} Screen
 * @param {string} sound what the sound tells of
 * @returns {[heading: string, keys: Key<Screen>[]]}
 */
export function thisDevice(sound) {
  return [
    t("This device"),
    [
      [["KeyQ"], "Q", sound, ({ news }) => news.toggleSound()],
      [
        ["Shift+KeyQ"],
        "Shift+Q",
        t("how many are new, in the tab's title: on or off"),
        ({ news }) => news.toggleCount(),
      ],
      DENSITY,
    ],
  ];
}
