/** How somebody is reached, as people read it. What only a network's own programs understand is shown to nobody. Pure. */

import { SOURCES } from "./words.js";

/**
 * A network's own number of a person → that person's page, where the network has such pages.
 *
 * @type {Array<[pattern: RegExp, page: string]>}
 */
const PAGES = [
  [/^vk:(\d+)$/, "https://vk.com/id$1"],
  [/^vk:-(\d+)$/, "https://vk.com/club$1"],
  [/^ok:user:(\d+)$/, "https://ok.ru/profile/$1"],
];

/**
 * What to show of a contact and where it leads, if anywhere; null where there is nothing in it for a person.
 *
 * @param {string | null | undefined} contact
 * @returns {{ text: string, href: string | null } | null}
 */
export function reach(contact) {
  if (!contact) return null;
  const page = PAGES.find(([pattern]) => pattern.test(contact));
  const known = page ? contact.replace(...page) : contact;
  const [, kind, rest] = /^(\w+):(\S+)$/.exec(known) || [];
  if (kind === "tel" || kind === "mailto") return { text: rest, href: known };
  if (kind === "http" || kind === "https") return { text: rest.replace(/^\/\/(www\.)?|\/$/g, ""), href: known };
  return kind && networkOf(known) ? null : { text: known, href: null };
}

/**
 * The network that a contact belongs to, by the protocol's word; null for a telephone, an address or free words.
 *
 * @param {string} contact
 */
export function networkOf(contact) {
  const kind = contact.split(":")[0];
  return contact.includes(":") && kind in SOURCES ? kind : null;
}
