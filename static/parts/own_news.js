/** The bell: how many news of their work a person has not seen, and the way to them. */

/** @import { NewsView } from "../generated/protocol.js" */
/** @import { Feed } from "./feed/feed.js" */

import { html, nothing } from "lit";
import { icon } from "./icon.js";
import { t, tn } from "./i18n.js";

/** As many are told by their number. */
const MOST = 99;

/**
 * What the bell of this person says; null where the screen knows of no news, or nobody has signed in.
 *
 * @param {Map<number, NewsView> | undefined} news
 * @param {number | null | undefined} account
 */
export function unseen(news, account) {
  return news && account ? (news.get(account)?.unread ?? 0) : null;
}

/** @param {Feed} feed */
export function bell(feed) {
  const many = unseen(feed.state.news, feed.you.account);
  if (many === null) return nothing;
  const words = many ? tn("For me: {n} new|For me: {n} new", many) : t("For me: nothing new");
  return html`<a class="button bare square own-news" href="/account/news" aria-label=${words} title=${words}>
    ${icon("bell")}${many ? html`<span class="count" aria-hidden="true">${many > MOST ? `${MOST}+` : many}</span>` : nothing}
  </a>`;
}
