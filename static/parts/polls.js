/** Polls on the screens that show them. */

/** @import { PollOptionView, PollView } from "../generated/protocol.js" */
/** @import { State } from "./feed/types.js" */

import { html } from "lit";
import { onAir } from "./feed/in_order.js";
import { t } from "./i18n.js";
import { sourceName } from "./words.js";

/**
 * The poll that is on air, or null.
 *
 * @param {State} state
 * @returns {PollView | null}
 */
export function shownPoll({ polls }) {
  for (const poll of polls?.values() || []) if (poll.shown) return poll;
  return null;
}

/**
 * What viewers have in the picture: a poll, which stands in the question's place, the question, or nothing.
 *
 * @param {State} state
 * @returns {"poll" | "question" | ""}
 */
export function inPicture(state) {
  if (shownPoll(state)) return "poll";
  return onAir(state)?.graphic ? "question" : "";
}

/**
 * The polls from the newest to the oldest.
 *
 * @param {State} state
 */
export function newestPolls({ polls }) {
  return [...(polls?.values() || [])].sort((a, b) => b.id - a.id);
}

/**
 * The options that can be chosen.
 *
 * @param {PollView} poll
 * @returns {PollOptionView[]}
 */
export function optionsLeft({ options }) {
  return options.filter(({ gone }) => !gone);
}

/**
 * How it stands, in one line that can be read aloud.
 *
 * @param {PollView} poll
 */
export function pollLine(poll) {
  return optionsLeft(poll)
    .map(({ text, share }) => `${text} — ${share} %`)
    .join(" · ");
}

/**
 * Where its votes came from, in one line; empty while there are none.
 *
 * @param {PollView} poll
 */
function waysIn(poll) {
  /** @type {Map<string, number>} */
  const ways = new Map();
  for (const { by } of optionsLeft(poll)) {
    for (const [way, votes] of Object.entries(by)) ways.set(way, (ways.get(way) || 0) + votes);
  }
  const names = {
    form: t("the poll's page"),
    hand: t("the studio"),
    vk_poll: t("the poll in VK"),
    ok_poll: t("the poll in Odnoklassniki"),
    telegram_poll: t("the poll in Telegram"),
  };
  return [...ways]
    .filter(([, votes]) => votes)
    .sort(([, a], [, b]) => b - a)
    .map(([way, votes]) => `${/** @type {Record<string, string>} */ (names)[way] || sourceName(way)} ${votes}`)
    .join(" · ");
}

/**
 * Its options, each with its votes, its part and a bar of that length.
 *
 * @param {PollView} poll
 */
export function pollResult(poll) {
  return html`<ol class="poll-options">
      ${optionsLeft(poll).map(
        ({ text, votes, share }) =>
          html`<li><span class="grow">${text}</span> <span class="tabular quiet">${votes}</span> <b class="tabular">${share} %</b><span class="poll-bar"><i .style=${`width: ${share}%`}></i></span></li>`,
      )}
    </ol>
    <p class="small quiet tabular">${t("Voted: {n}", { n: poll.voters })}${poll.voters ? ` · ${t("votes: {ways}", { ways: waysIn(poll) })}` : ""}</p>`;
}
