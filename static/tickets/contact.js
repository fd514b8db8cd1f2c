/** How somebody is reached: a link where the device can follow it, and without the kind that it is stored with. */

import { html } from "lit";

/** @param {string} contact */
export function contactLink(contact) {
  const shown = contact.replace(/^(tel|mailto):/, "");
  return /^(tel:|mailto:|https?:)/.test(contact)
    ? html`<a href=${contact} rel="noreferrer noopener">${shown}</a>`
    : html`<span>${shown}</span>`;
}
