/** Keeps help for when there is no network: the index, and every page that it leads to. */

import { keepPage } from "../parts/offline.js";

const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("main a[href^='/help']"));
const pages = [...links].map(({ pathname }) => pathname).filter((path) => !path.startsWith("/help/server/"));
addEventListener("load", () => keepPage("/help", [...new Set(pages)]));
