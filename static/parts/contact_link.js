/** How somebody is reached: a link where the device can follow it; where only a network knows them, its name. */

import { html } from "lit";
import { networkOf, reach } from "./contact.js";
import { t } from "./i18n.js";
import { sourceName } from "./words.js";

/** @param {string} contact */
export function contactLink(contact) {
  const known = reach(contact);
  if (!known)
    return html`<span class="quiet">${t("only by {network}", { network: sourceName(networkOf(contact) || "") })}</span>`;
  return known.href
    ? html`<a href=${known.href} rel="noreferrer noopener" target=${known.href.startsWith("http") ? "_blank" : "_self"}>${known.text}</a>`
    : html`<span>${known.text}</span>`;
}

/** @type {Record<string, string>} */
const KINDS = { tel: t("telephone"), mailto: t("e-mail"), words: t("as it was written") };

/**
 * A masked contact in words: «телефон ···12».
 *
 * @param {string} masked
 */
export function maskedWords(masked) {
  const [kind, ...rest] = masked.split(":");
  const end = rest.join(":").replace(/^\/\//, "");
  if (kind === "https" || kind === "http") return end;
  return `${KINDS[kind] || sourceName(kind)} ${end}`;
}
