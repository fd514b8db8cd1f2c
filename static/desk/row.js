/** One question of the queue, in lines of a fixed height; and the place of one that is not known yet. */

/** @import { QuestionVerb } from "../generated/protocol.js" */
/** @import { Claim } from "../parts/feed/types.js" */
/** @import { WholeView } from "./types.js" */

import { html, nothing } from "lit";
import { classMap } from "lit/directives/class-map.js";
import { icon } from "../parts/icon.js";
import { t, tn, word } from "../parts/i18n.js";
import { media } from "../parts/attachments.js";
import { withoutGreeting } from "../parts/questions/opening.js";
import { rudeMark } from "../parts/questions/rude.js";
import { found, marked, passage } from "../parts/questions/sought.js";
import { urgentMark } from "../parts/questions/urgent.js";
import { underWay } from "../parts/questions/under_way.js";
import { age } from "../parts/time.js";
import { airText, sourceMark } from "../parts/words.js";
import { dueMark } from "./clocks.js";
import { notAskingMark } from "./not_asking.js";
import { whyTopic } from "./why.js";
import { stackMark } from "./stack.js";

const GONE = ["declined", "merged", "transferred"];
/** Letters that surely fill a row's two lines: a text of thousands is not laid out for them. */
const FILLS = 400;

/**
 * What a row shows besides its question.
 *
 * @typedef {{ number: number, place: number, size: number, claim: Claim | undefined, writes: string | undefined, pending: QuestionVerb | undefined, now: Date, sought: string } & Record<
 *   "open" | "gone" | "picked" | "changed" | "into" | "mine" | "showsState", boolean>} At
 */

/**
 * @param {WholeView | undefined} view
 * @param {At} at
 */
export function row(view, at) {
  const classes = {
    row: true,
    gone: at.gone || (view !== undefined && GONE.includes(view.state)),
    air: view !== undefined && view.state === "on_air",
    target: at.into,
    pending: at.pending !== undefined,
  };
  return html`<div
    class=${classMap(classes)} role="option" id="question-${at.number}" data-number=${at.number} draggable=${view ? "true" : "false"}
    aria-selected=${at.picked ? "true" : "false"} aria-current=${at.open ? "true" : nothing} aria-setsize=${at.size} aria-posinset=${at.place + 1}
    aria-busy=${at.pending ? "true" : nothing}
  >
    <span class="pick" aria-hidden="true" title=${t("Select (Space)")}>${at.picked ? icon("check") : nothing}</span>
    ${view ? lines(view, at) : html`<span class="head"><b class="tabular">${at.number}</b></span><span class="words quiet">…</span>`}
  </div>`;
}

/**
 * @param {WholeView} view
 * @param {At} at
 */
function lines(view, at) {
  const author = view.author && view.author.name;
  return html`<span class="words clip-two">${reads(view, at.sought)}</span>
    <span class="head">
      <b class="tabular">${view.number}</b>${sourceMark(view.source)}${media(view.attachments || [])}
      ${view.askers > 1 ? html`<b class="tabular" title=${t("asked by {n}", { n: view.askers })}>×${view.askers}</b>` : nothing}
      ${stackMark(view)}
      ${view.further ? html`<b class="tabular" title=${tn("{n} further message of the author|{n} further messages of the author", view.further)}>+${view.further}</b>` : nothing}
    </span>
    <span class="about">
      <span class="kinds">
        ${view.locality ? html`<span class="clip">${told(view.locality, at.sought)}</span>` : nothing}
        ${view.topic ? topic(view, view.topic, at.sought) : nothing}
      </span>
      ${author ? html`<span class="clip">${told(author, at.sought)}</span>` : nothing}
    </span>
    <span class="end">
      ${at.into ? html`<b class="into">${t("merge into № {number}", { number: view.number })}</b>` : marks(view, at)}
    </span>`;
}

/**
 * From the question on, not from the greeting; of what a search found, the sentence that holds its words, with them marked.
 *
 * @param {WholeView} view
 * @param {string} sought
 */
function reads(view, sought) {
  const text = withoutGreeting(airText(view));
  if (!sought) return text.slice(0, FILLS);
  const ways = [text, view.text].map((one) => found(one, sought));
  const pieces = ways.find((way) => way.some(({ hit }) => hit));
  return pieces ? marked(passage(pieces, FILLS)) : text.slice(0, FILLS);
}

/**
 * What else a search may have found it by.
 *
 * @param {string} text
 * @param {string} sought
 */
function told(text, sought) {
  return sought ? marked(found(text, sought)) : text;
}

/**
 * @param {WholeView} view
 * @param {string} name
 * @param {string} sought
 */
function topic(view, name, sought) {
  const guessed = (view.guessed || []).includes("topic");
  return html`<span class="of-topic" title=${guessed ? [t("{topic}: guessed by the machine", { topic: name }), whyTopic(view)].filter(Boolean).join(", ") : nothing}>
    <span class="clip">${told(name, sought)}</span>
    ${guessed ? html`<span class="guess"><span aria-hidden="true">?</span><span class="unseen">${t("a guess")}</span></span>` : nothing}
  </span>`;
}

/**
 * @param {WholeView} view
 * @param {At} at
 */
function marks(view, at) {
  const { claim } = at;
  const asked = view.asked_at || view.received_at;
  return html`${at.changed ? html`<b class="next-text" title=${t("It has changed since you selected it")}>${t("changed")}</b>` : nothing}
    ${view.matter ? html`<span title=${t("Situation № {number}", { number: view.matter })}>${icon("layers")}<span class="unseen">${t("Situation № {number}", { number: view.matter })}</span></span>` : nothing}
    ${view.wanted ? html`<span class="own-mark" title=${t("The head takes it")}>${icon("star")}<span class="unseen">${t("The head takes it")}</span></span>` : nothing}
    ${view.author_change ? html`<span title=${t("The author changed it")}>${icon("pencil-line")}<span class="unseen">${t("The author changed it")}</span></span>` : nothing}
    ${urgentMark(view)} ${notAskingMark(view)} ${dueMark(view, at.now)} ${rudeMark(view)} ${at.gone || at.showsState || at.changed ? html`<span class="state">${word(view.state)}</span>` : nothing}
    ${at.pending ? html`<span class="state coming">${underWay(at.pending, view)}</span>` : nothing}
    ${at.writes ? html`<span class="writes" title=${t("{name} is writing…", { name: at.writes })}>${icon("pen-line")}<span aria-hidden="true">${t("{name} is writing…", { name: initials(at.writes) })}</span><span class="unseen">${t("{name} is writing…", { name: at.writes })}</span></span>` : nothing}
    ${
      claim && !at.writes
        ? html`<span class="holder ${at.mine ? "mine" : ""}" title=${at.mine ? t("held by: you") : t("held by {name}", { name: claim.by })}>${icon("hand")}<span aria-hidden="true">${at.mine ? t("you") : initials(claim.by)}</span><span class="unseen">${t("held by {name}", { name: claim.by })}</span></span>`
        : nothing
    }
    <time class="tabular" datetime=${asked}>${age(asked, at.now)}</time>`;
}

const SHORT = 5; // letters of a name that stand whole

/**
 * "Иван Петров" → "ИП"; one word stands whole where it is short, else its beginning, with dots that say so.
 *
 * @param {string} name
 */
export function initials(name) {
  const words = name.trim().split(/\s+/);
  return words.length > 1
    ? words
        .slice(0, 2)
        .map((part) => [...part][0].toUpperCase())
        .join("")
    : beginning([...words[0]]);
}

/** @param {string[]} letters */
function beginning(letters) {
  return letters.length > SHORT ? `${letters.slice(0, SHORT - 1).join("")}…` : letters.join("");
}
