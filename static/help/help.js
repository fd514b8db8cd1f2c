/** Keeps help for when there is no network: the index, and every page that it leads to. */

import { keepPage } from "../parts/offline.js";

/** Resolves with whether all of it is kept. */
export function keepHelp() {
  const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (
    document.querySelectorAll("main a[href^='/help']:not([href^='/help/server/'])")
  );
  return keepPage("/help", [...new Set([...links].map(({ origin, pathname }) => origin + pathname))]);
}

addEventListener("load", keepHelp);
