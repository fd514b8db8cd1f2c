/**
 * What this screen has sent and no event has confirmed yet: for a question's number the verb under way. It is drawn beside
 * what is known and is no part of it: states, counts, orders and versions come from events alone. Pure but for its timer.
 *
 * A mark goes with the event that it waits for, with another's change of that question, with a refusal, with the line,
 * and when no event has come for so long that nobody can say what became of it.
 */

/** @import { QuestionVerb } from "../../generated/protocol.js" */
/** @import { Answer, CommandBody, FeedEvent, QuestionSeen } from "./types.js" */
/** @typedef {{ id: string, verb: QuestionVerb, version: number, until?: number }} Mark  `until`: the log's number of its event, once answered */

import { QUESTION } from "../../generated/protocol.js";

/** Milliseconds for which a mark waits for its event. */
export const LATE = 8000;

export class Pending {
  /**
   * `late` is told the numbers of those for which no event came in time.
   *
   * @param {(numbers: number[]) => void} late
   */
  constructor(late) {
    this._late = late;
    /** @type {Map<number, Mark>} */
    this._marks = new Map();
  }

  /** The verb under way on a question. @param {number} number */
  of(number) {
    return this._marks.get(number)?.verb;
  }

  /** @param {number} number */
  has(number) {
    return this._marks.has(number);
  }

  /** The questions on which this verb is under way, in the order in which it was sent. @param {QuestionVerb} verb */
  numbers(verb) {
    return [...this._marks].filter(([, mark]) => mark.verb === verb).map(([number]) => number);
  }

  /** A command goes out. @param {CommandBody} body */
  sent(body) {
    const verb = verbOf(body);
    const seen = seenBy(body);
    if (!(verb in QUESTION) || !seen.length) return;
    for (const { question, version } of seen) this._marks.set(question, { id: body.id, verb, version });
    setTimeout(() => this._waited(body.id), LATE);
  }

  /**
   * Its answer is here: what was refused is under way no longer; the rest is until the screen has come to its event.
   *
   * @param {CommandBody} body
   * @param {Answer} answer
   * @param {number | null} to the log's number that the screen has come to
   */
  answered(body, answer, to) {
    const results = /** @type {Array<{ ok: boolean }> | undefined} */ (answer.results);
    seenBy(body).forEach(({ question }, i) => {
      const mark = this._marks.get(question);
      if (mark?.id !== body.id) return;
      const shown = answer.seq === undefined || answer.seq <= (to ?? 0);
      if (!answer.ok || results?.[i]?.ok === false || shown) this._marks.delete(question);
      else mark.until = answer.seq;
    });
  }

  /**
   * Events were applied, to the log's number `to`.
   *
   * @param {FeedEvent[]} events
   * @param {number} to
   */
  happened(events, to) {
    if (!this._marks.size) return;
    const told = new Map(events.map(({ question, view }) => [question, view]));
    this._drop((mark, number) => {
      // A command is obeyed on the version that it names, or refused: after a newer one there is nothing to wait for.
      const overtaken = told.has(number) && (told.get(number)?.version ?? Infinity) > mark.version;
      return overtaken || (mark.until ?? Infinity) <= to;
    });
  }

  /** The line is gone: what became of them is not known. */
  clear() {
    this._marks.clear();
  }

  /** @param {string} id */
  _waited(id) {
    const dropped = this._drop((mark) => mark.id === id);
    if (dropped.length) this._late(dropped);
  }

  /** @param {(mark: Mark, number: number) => boolean} over */
  _drop(over) {
    const dropped = [...this._marks].filter(([number, mark]) => over(mark, number)).map(([number]) => number);
    for (const number of dropped) this._marks.delete(number);
    return dropped;
  }
}

/** "question.decline" → "decline", of one or of many. @param {CommandBody} body */
function verbOf({ type, do: each }) {
  const [subject, verb] = String(each ?? type).split(".");
  return /** @type {QuestionVerb} */ (subject === "question" ? verb : "");
}

/**
 * The questions that a command is about, as its writer saw them; a claim, which no version guards, is about none.
 *
 * @param {CommandBody} body
 * @returns {QuestionSeen[]}
 */
function seenBy({ question, version, questions }) {
  if (questions) return /** @type {QuestionSeen[]} */ (questions);
  return version === undefined ? [] : [/** @type {QuestionSeen} */ ({ question, version })];
}
