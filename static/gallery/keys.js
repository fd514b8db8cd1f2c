/** The keys of the gallery: one table that is listened to and that `?` shows. */

/** @import { LiveGallery } from "./gallery.js" */

import { t } from "../parts/i18n.js";
import { QUESTION_MARK, showKeys, tableOf } from "../parts/shortcuts.js";

/** @typedef {import("../parts/shortcuts.js").Key<LiveGallery>} Key */

/** @type {import("../parts/palette/verbs.js").Groups<LiveGallery>} */
export const KEYS = [
  [
    t("The graphic"),
    [
      [["KeyT"], "T", t("show the graphic"), (screen) => screen.show(), { why: (screen) => screen.whyNot("show") }],
      [["KeyG"], "G", t("clear the graphic"), (screen) => screen.clear(), { why: (screen) => screen.whyNot("clear") }],
      [["KeyC"], "C", t("copy the launcher's address"), (screen) => screen.copy()],
      [QUESTION_MARK, "?", t("keys"), () => help()],
    ],
  ],
];

/**
 * Code → action, for onKeys.
 *
 * @param {LiveGallery} screen
 */
export function keysOf(screen) {
  return tableOf(screen, KEYS[0][1]);
}

export function help() {
  showKeys(KEYS);
}
