/** The icons that tools/vendor.py joins into one file; to load this alone places it nowhere. */

import { html } from "lit";

/**
 * Puts the sprite into the page's body, or into a root of its own: a use finds no icon beyond the tree that it stands in.
 *
 * @param {ShadowRoot} [root]
 */
export async function placeSprite(root) {
  const answer = await fetch(new URL("../vendor/icons.svg", import.meta.url));
  if (!answer.ok) return;
  const sprite = document.createElement("template");
  sprite.innerHTML = await answer.text();
  (root || document.body).append(sprite.content);
}

/** @param {string} name */
export function icon(name) {
  return html`<svg class="icon" aria-hidden="true" focusable="false"><use href="#icon-${name}"></use></svg>`;
}
