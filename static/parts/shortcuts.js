/** The keys of a screen: one table that is listened to and that `?` shows. */

/** @import { Act } from "./keys.js" */

/**
 * How a key stands in the palette. `why`: why it cannot be done now, empty where it can; `each`: what each figure of a row
 * of them means now.
 *
 * @template Screen
 * @typedef {{ why?: (screen: Screen) => string, each?: (screen: Screen) => string[] }} Offered
 */
/**
 * Codes as keys.js names them, the key as it is shown, what it does, and how.
 *
 * @template Screen
 * @typedef {[codes: string[], shown: string, what: string, act: (screen: Screen, event: KeyboardEvent) => unknown, offered?: Offered<Screen>]} Key
 */
/** @typedef {[codes: string[], shown: string, what: string, ...unknown[]]} Shown  as much of it as is shown */

import { html, nothing } from "lit";
import { ask } from "./dialog.js";
import { t } from "./i18n.js";

/**
 * What is heard on every screen, whatever has the focus (palette/key.js).
 *
 * @type {[heading: string, keys: Shown[], more?: string]}
 */
const EVERYWHERE = [t("Everywhere"), [[[], "Ctrl+K", t("everything that can be done here, screens, settings, help")]]];

/** Where "?" stands in either layout. */
export const QUESTION_MARK = ["Shift+Slash", "Shift+Digit7"];

/**
 * The figure of a key: 3 for Digit3.
 *
 * @param {KeyboardEvent} event
 */
export function digit(event) {
  return Number(event.code.slice(-1));
}

/**
 * Code → action, for onKeys. `meant`: whether a key is heard at all.
 *
 * @template Screen
 * @param {Screen} screen
 * @param {Key<Screen>[]} keys
 * @param {(event: KeyboardEvent) => boolean} meant
 */
export function tableOf(screen, keys, meant = () => true) {
  /** @type {Record<string, Act>} */
  const table = {};
  for (const [codes, , , act] of keys)
    for (const code of codes) table[code] = (event) => meant(event) && act(screen, event);
  return table;
}

/**
 * The dialog of the keys: groups with a heading and perhaps a sentence below. `confirm`: one more button, which resolves
 * with what `ask` gives.
 *
 * @param {[heading: string, keys: Shown[], more?: string][]} groups
 * @param {string} [confirm]
 */
export function showKeys(groups, confirm) {
  const { help, screen } = document.body.dataset;
  const asked = ask({
    title: t("Keys"),
    fields: html`${help ? html`<p><a href=${help} target="_blank">${t("Help: {screen}", { screen: t(screen ?? "") })}</a></p>` : nothing}
    <div class="all-keys">${[...groups, EVERYWHERE].map(
      ([heading, keys, more]) => html`<section>
        <h3>${heading}</h3>
        <dl class="keys">${keys.map(([, shown, what]) => html`<dt><kbd>${shown}</kbd></dt><dd>${what}</dd>`)}</dl>
        ${more ? html`<p class="quiet small">${more}</p>` : nothing}
      </section>`,
    )}</div>`,
    confirm,
  });
  // Not the link, which would have it: Enter goes on closing what "?" has opened.
  /** @type {HTMLElement | null} */ (document.querySelector("dialog[open] .ends .button"))?.focus();
  return asked;
}
