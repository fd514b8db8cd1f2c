/** Icons from the sprite that tools/vendor.py joins; always beside a word, or inside something with a label. */

import { html } from "lit";

const SPRITE = new URL("../vendor/icons.svg", import.meta.url).href;

export function icon(name) {
  return html`<svg class="icon" aria-hidden="true" focusable="false"><use href="${SPRITE}#${name}"></use></svg>`;
}
