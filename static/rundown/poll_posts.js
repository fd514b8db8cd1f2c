/** A poll on the pages of networks: where it stands, where it was refused, and of which page nobody knows. */

/** @import { PollPostView, PollView } from "../generated/protocol.js" */
/** @import { Deeds } from "./commands.js" */

import { html, nothing } from "lit";
import { ask } from "../parts/dialog.js";
import { t } from "../parts/i18n.js";
import { sourceMark } from "../parts/words.js";

/**
 * Its pages, each with what can be done about it.
 *
 * @param {PollView} poll
 * @param {Deeds | null} deeds null for whoever steers no polls
 */
export function postsOf(poll, deeds) {
  if (!poll.posts.length) return nothing;
  return html`<ul class="poll-posts" aria-label=${t("On the pages of networks")}>
    ${poll.posts.map((post) => html`<li class="stack">${line(post)}${deeds && poll.state === "open" ? moves(poll, post, deeds) : nothing}</li>`)}
  </ul>`;
}

/** @param {PollPostView} post */
function line({ network, title, state, link, reason, detail }) {
  const [words, tone] = WORDS()[state] || [state, "quiet"];
  return html`<div class="line small">${sourceMark(network)} ${title ? html`<span>${title}</span>` : nothing}
      ${link ? html`<a href=${link} target="_blank" rel="noopener">${words}</a>` : html`<span class=${tone}>${words}</span>`}</div>
    ${reason ? html`<p class="small">${t(reason)}${detail ? html` <span class="quiet">${detail}</span>` : nothing}</p>` : nothing}`;
}

/** @returns {Record<string, [string, string]>} what its state is called, and its colour */
const WORDS = () => ({
  waiting: [t("waits to be posted"), "quiet"],
  posting: [t("is being posted"), "quiet"],
  posted: [t("stands on the page"), "done-text"],
  failed: [t("was not posted"), "next-text"],
  unsure: [t("nobody knows whether it stands there"), "next-text"],
  dropped: [t("is not posted"), "quiet"],
  ended: [t("votes there count no more"), "quiet"],
});

/**
 * @param {PollView} poll
 * @param {PollPostView} post
 * @param {Deeds} deeds
 */
function moves({ id }, { channel, state }, deeds) {
  const silent = deeds.inTouch ? "false" : "true";
  /** @type {(label: string, act: () => unknown) => unknown} */
  const button = (label, act) =>
    html`<button class="button small" aria-disabled=${silent} @click=${act}>${label}</button>`;
  const again = () => deeds.send("poll.post", { poll: id, channel });
  const drop = () => deeds.send("poll.drop", { poll: id, channel });
  const twice = async () => {
    const sure = await ask({
      title: t("Post it once more?"),
      text: t("If it stands on the page already, there will be two of it, and the first one's votes are not counted."),
      confirm: t("Post it once more"),
      tone: "next",
    });
    if (sure) await again();
  };
  if (state === "waiting") return html`<div class="line">${button(t("Do not post it"), drop)}</div>`;
  if (state === "failed")
    return html`<div class="line">${button(t("Try again"), again)}${button(t("Leave it so"), drop)}</div>`;
  if (state === "unsure")
    return html`<div class="line">${button(t("Post it once more…"), twice)}${button(t("Leave it so"), drop)}</div>`;
  return state === "dropped" ? html`<div class="line">${button(t("Post it after all"), again)}</div>` : nothing;
}

/**
 * It is put on every page that takes polls, once a person has said so: everybody sees it there.
 *
 * @param {PollView} poll
 * @param {Deeds} deeds
 */
export async function postEverywhere(poll, deeds) {
  const sure = await ask({
    title: t("Post the poll on the pages?"),
    text: t(
      "Everybody will see it on the pages of VK, Odnoklassniki and Telegram for which this is switched on. Votes given there are added to these.",
    ),
    confirm: t("Post it"),
  });
  if (sure) await deeds.send("poll.post", { poll: poll.id });
}
