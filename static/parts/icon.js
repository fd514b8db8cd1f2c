/** Icons from the sprite that tools/vendor.py joins; always beside a word, or inside something with a label. */

import { html } from "lit";

/** The sprite stands in the page itself, so that an icon first needed while the network is gone is there. */
async function place() {
  const answer = await fetch(new URL("../vendor/icons.svg", import.meta.url));
  if (answer.ok) document.body.insertAdjacentHTML("beforeend", await answer.text());
}

place().catch(() => {}); // Without it every button still has its word or its label.

/** @param {string} name */
export function icon(name) {
  return html`<svg class="icon" aria-hidden="true" focusable="false"><use href="#icon-${name}"></use></svg>`;
}
