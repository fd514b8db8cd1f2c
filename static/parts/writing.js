/**
 * Who writes about what: said while somebody types, never what they type, and over by itself within seconds. A courtesy to
 * the others, like a claim.
 */

/** @import { CommandType } from "../generated/protocol.js" */
/** @import { Feed } from "./feed/feed.js" */
/** @import { Subject } from "./claim.js" */

import { html, nothing } from "lit";
import { COMMANDS } from "../generated/protocol.js";
import { icon } from "./icon.js";
import { t, tn } from "./i18n.js";

/** ms: the server believes it for twice as long. */
const AGAIN = 3000;

/** @typedef {"question" | "ticket"} Kind */

export class Writing {
  /**
   * @param {Feed} feed
   * @param {Kind} kind
   */
  constructor(feed, kind = "question") {
    this.feed = feed;
    this.kind = kind;
    /** @type {Subject | null} */ this._about = null;
    this._said = -Infinity;
  }

  /** Something was typed about it. @param {Subject} about */
  typed(about) {
    const now = performance.now();
    if (about === this._about && now - this._said < AGAIN) return;
    if (this._send("write", about)) [this._about, this._said] = [about, now];
  }

  /** It is sent, or left. */
  over() {
    if (this._about) this._send("rest", this._about);
    this._about = null;
  }

  /**
   * What is typed anywhere while a form is asked is about one question.
   *
   * @template Answer
   * @param {Subject} about
   * @param {Promise<Answer>} asked
   */
  async during(about, asked) {
    const typed = () => this.typed(about);
    addEventListener("input", typed);
    try {
      return await asked;
    } finally {
      removeEventListener("input", typed);
      this.over();
    }
  }

  /** @type {(verb: "write" | "rest", about: Subject) => boolean} */
  _send(verb, about) {
    const { feed, kind } = this;
    const type = /** @type {CommandType} */ (`${kind}.${verb}`);
    if (feed.status !== "in_step" || !feed.may(...COMMANDS[type])) return false;
    feed.command(type, { [kind]: about });
    return true;
  }
}

/**
 * Who else writes about it, by name.
 *
 * @param {Feed} feed
 * @param {Kind} kind
 * @param {Subject} about
 */
export function writers(feed, kind, about) {
  const others = feed.presence.writing.filter((one) => one[kind] === about && one.mark !== feed.you.mark);
  return [...new Set(others.map(({ by }) => by))];
}

/**
 * The same in words, where anybody does.
 *
 * @param {Feed} feed
 * @param {Kind} kind
 * @param {Subject} about
 */
export function writes(feed, kind, about) {
  const names = writers(feed, kind, about);
  if (!names.length) return nothing;
  const words = tn("{names} is writing…|{names} are writing…", names.length, { names: names.join(", ") });
  return html`<span class="writes small" role="status" title=${t("The text is not told before it is saved")}>${icon("pen-line")} ${words}</span>`;
}
