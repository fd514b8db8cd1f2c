/** How somebody is reached: a link where the device can follow it; where only a network knows them, its name. */

import { html } from "lit";
import { networkOf, reach } from "../parts/contact.js";
import { t } from "../parts/i18n.js";
import { sourceName } from "../parts/words.js";

/** @param {string} contact */
export function contactLink(contact) {
  const known = reach(contact);
  if (!known)
    return html`<span class="quiet">${t("only by {network}", { network: sourceName(networkOf(contact) || "") })}</span>`;
  return known.href
    ? html`<a href=${known.href} rel="noreferrer noopener">${known.text}</a>`
    : html`<span>${known.text}</span>`;
}
