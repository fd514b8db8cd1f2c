/** A screen that has come over from another address: what it kept there is kept here, and it goes on. */

/** @import { Entry } from "../parts/feed/addresses.js" */

const { kept, next } = /** @type {{ kept: string, next: string }} */ (
  JSON.parse(/** @type {HTMLElement} */ (document.getElementById("moved")).textContent)
);
try {
  for (const [place, name, value] of /** @type {Entry[]} */ (JSON.parse(kept)))
    (place === "tab" ? sessionStorage : localStorage).setItem(name, value);
} catch (error) {
  console.info("what the screen kept could not be taken along", error);
}
location.replace(next);
