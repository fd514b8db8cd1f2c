/** Custom properties for what is drawn: set one by one, since the page's policy refuses an attribute of style. */

import { ref } from "lit/directives/ref.js";

/** @param {Record<string, string>} properties by name, each with its two hyphens */
export function styled(properties) {
  return ref((element) => {
    if (!(element instanceof HTMLElement)) return; // it is drawn no longer
    for (const [name, value] of Object.entries(properties)) element.style.setProperty(name, value);
  });
}
