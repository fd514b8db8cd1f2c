/** What is known of the open question besides its texts: its author, and what became of it. */

/** @import { ListsView } from "../generated/protocol.js" */
/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { WholeView } from "./types.js" */

import { html, nothing } from "lit";
import { t } from "../parts/i18n.js";
import { clock } from "../parts/time.js";
import { reasonName } from "../parts/words.js";
import "../parts/shown_contact.js";

/**
 * @param {WholeView} view
 * @param {Feed} feed
 */
export function author(view, feed) {
  const who = view.author;
  if (!who || !(who.name || who.contact_masked)) return html`<p class="quiet">${t("The author is not known")}</p>`;
  return html`<p class="line">
    <b>${who.name || t("No name")}</b>
    <shown-contact .feed=${feed} .type=${"question.contact"} .fields=${{ question: view.number }} .masked=${who.contact_masked}></shown-contact>
  </p>`;
}

/**
 * A question in another broadcast, or this author's one before it.
 *
 * @param {WholeView["went"]} there
 * @param {string} words
 */
function handed(there, words) {
  if (!there) return null;
  const { broadcast, title, number } = there;
  return html`<a href="/b/${broadcast}/desk?open=${number}">${words.replace("{title}", title).replace("{number}", String(number))}</a>`;
}

/**
 * @param {WholeView} view
 * @param {string} zone
 * @param {Partial<ListsView>} lists
 * @param {(number: number) => void} open
 */
export function facts(view, zone, lists, open) {
  const told = [];
  if (view.moved && view.state === "on_air")
    told.push(t("on air since {time}, {name}", { time: clock(view.moved.at, zone), name: view.moved.by }));
  if (view.decline)
    told.push(
      t("Declined: {reason}", { reason: reasonName(view.decline.reason, lists) }) +
        (view.decline.text ? `. ${view.decline.text}` : ""),
    );
  const into = view.merged_into;
  if (into) {
    told.push(
      html`<button class="button bare link" @click=${() => open(into)}>${t("Merged into № {number}", { number: into })}</button>`,
    );
  }
  const before = handed(view.continues, t("The same person before, in “{title}”: № {number}"));
  const went = handed(view.went, t("Handed to “{title}”, № {number}"));
  const came = handed(view.came, t("Came from “{title}”, № {number}"));
  if (view.post) told.push(html`<a href=${view.post} target="_blank" rel="noreferrer">${t("Where it was asked")}</a>`);
  told.push(...[before, went, came].filter((one) => one !== null));
  if (view.how === "written") told.push(t("Answered in writing"));
  if (view.how === "none") told.push(t("It needs no answer"));
  if (view.answer) told.push(view.answer.fully ? t("Answered in full") : t("Answered in part: the rest is a ticket"));
  if (view.answer && view.answer.summary) told.push(view.answer.summary);
  if (view.caller) told.push(view.caller.gone ? t("The caller is gone") : t("The caller is on the line"));
  if (view.wanted) told.push(t("The head takes it"));
  if (!told.length) return nothing;
  return html`<ul class="small">${told.map((fact) => html`<li>${fact}</li>`)}</ul>`;
}
