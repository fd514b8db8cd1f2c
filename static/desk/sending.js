/** How a verb on a question is sent, on one or on many, and how one's own last moves are taken back. */

/** @import { CommandType, QuestionRef, QuestionVerb } from "../generated/protocol.js" */
/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { Answer, Fields, ManyDone, Problem, RefusedOne, Seen, WholeView } from "./types.js" */
/** @import { Item, Step } from "./undo.js" */

import { shortlist } from "../parts/feed/in_order.js";
import { t } from "../parts/i18n.js";
import { sayLate } from "../parts/questions/under_way.js";
import { accepted, note, refusal, refusalWords } from "../parts/toast.js";
import { DONE, MANY_DONE } from "./messages.js";
import { Moves, together, wayBack } from "./undo.js";

const MOST = 500;

export class Sender {
  /**
   * @param {Feed} feed
   * @param {string} slug
   */
  constructor(feed, slug) {
    this.feed = feed;
    this.slug = slug;
    this.moves = new Moves(slug);
    /** @type {Promise<void>} */
    this._undoing = Promise.resolve();
    /** @type {Set<Promise<unknown>>} */
    this._sending = new Set();
    /** @type {(number: number) => (() => void) | undefined} */
    this.wayTo = () => undefined; // how a question is opened that is not open now
    sayLate(feed);
  }

  /**
   * Sends one verb on a question as it was seen; true when it was accepted. Until then it is drawn as under way, and what
   * is refused may be out of sight already.
   *
   * @param {QuestionVerb} verb
   * @param {Seen} view
   * @param {Fields} fields
   */
  async send(verb, view, fields = {}) {
    const answer = await this.answered(verb, view, fields);
    if (!answer.ok) this._sayRefused(view.number, refusalWords(answer));
    return answer.ok;
  }

  /** @type {(number: number, why: string) => void} */
  _sayRefused(number, why) {
    const way = this.wayTo(number);
    const named = !way || new RegExp(`\\b${number}\\b`).test(why);
    refusal(named ? why : `№ ${number}: ${why}`, t("Open № {number}", { number }), way);
  }

  /**
   * The same with the server's answer, for who shows a refusal in another way.
   *
   * @param {QuestionVerb} verb
   * @param {Seen} view
   * @param {Fields} fields
   */
  answered(verb, view, fields = {}) {
    return this._noted(this._move(verb, view, fields));
  }

  /**
   * @param {QuestionVerb} verb
   * @param {Seen} view
   * @param {Fields} fields
   */
  async _move(verb, view, fields) {
    const back = this._wayBack(verb, view, fields);
    const answer = await this._command(`question.${verb}`, {
      question: view.number,
      version: view.version,
      ...fields,
    });
    if (answer.ok) this._done(t(DONE[verb], { number: view.number }), [item(view, back)]);
    return answer;
  }

  /**
   * @param {CommandType} type
   * @param {object} fields
   */
  async _command(type, fields) {
    return /** @type {Answer} */ (await this.feed.command(type, { ...fields }));
  }

  /**
   * Says what was done and keeps the way back, where there is one.
   *
   * @param {string} text
   * @param {Array<Item | null>} items
   */
  _done(text, items) {
    const kept = items.filter((one) => one !== null);
    if (!kept.length) return note(text);
    this.moves.add({ text, items: kept });
    note(text, t("Undo (Z)"), () => this.undo());
  }

  /** @type {(verb: QuestionVerb, view: Seen, fields: Fields) => Step[] | null} */
  _wayBack(verb, view, fields) {
    const afterwards = this.feed.state.broadcast?.state === "wrapped";
    return wayBack(verb, view, fields, this._followers(view), afterwards);
  }

  /**
   * What stands after it in the list: where it would be returned to.
   *
   * @param {Seen} view
   */
  _followers(view) {
    const listed = shortlist(this.feed.state).map(({ number }) => number);
    const at = listed.indexOf(view.number);
    return at < 0 ? [] : listed.slice(at + 1, at + 21);
  }

  // Taking back

  /** Takes one's own last move back; called again, the one before. A move that is still on its way is waited for. */
  undo() {
    const before = Promise.all([this._undoing, ...this._sending]);
    this._undoing = before.then(() => this._undoLast());
    return this._undoing;
  }

  /**
   * @template T
   * @param {Promise<T>} sending
   */
  async _noted(sending) {
    this._sending.add(sending);
    try {
      return await sending;
    } finally {
      this._sending.delete(sending);
    }
  }

  async _undoLast() {
    const move = this.moves.last;
    if (!move) return note(t("There is no move of yours to take back."));
    this.moves.drop(move);
    const left = new Map(move.items.map((one) => [one.question, one.to]));
    /** @type {RefusedOne[]} */
    const refused = [];
    /** @type {Problem | null} */
    let failed = null; // neither done nor refused: nothing is known against trying again
    for (let round = 0; move.items.some(({ back }) => back[round]); round += 1) {
      const still = move.items.filter(
        (one) => left.has(one.question) && !refused.some(({ question }) => question === one.question),
      );
      const listed = new Set(shortlist(this.feed.state).map(({ number }) => number));
      for (const [verb, fields, items] of together(still, round, listed)) {
        const answer = await this._together(
          verb,
          items.map((one) => ({ question: one.question, version: left.get(one.question) ?? one.to })),
          fields,
        );
        for (const { question, version } of answer.done) left.set(question, version + 1);
        refused.push(...answer.refused);
        if (answer.error) failed = answer.error;
      }
    }
    const now = (/** @type {Item} */ one) => left.get(one.question) ?? one.to;
    const done = move.items.filter((one) => now(one) > one.to);
    for (const one of done) this.moves.restored(one, now(one));
    if (done.length) note(t("Taken back: {what}", { what: move.text }));
    if (refused.length) this._sayNotTakenBack(refused);
    if (failed && !done.length && !refused.length) {
      this.moves.add(move);
      accepted({ ok: false, error: failed });
    }
  }

  /** @param {RefusedOne[]} refused */
  _sayNotTakenBack(refused) {
    const numbers = refused.map(({ question }) => `№ ${question}`).join(", ");
    refusal(
      t("Not taken back, because it was changed after you: {numbers}. {why}", {
        numbers,
        why: refused[0].error.detail || "",
      }),
    );
  }

  /**
   * One command on several questions as seen: {done: [{question, version}], refused: [{question, error}], error?}.
   *
   * @param {QuestionVerb} verb
   * @param {QuestionRef[]} questions
   * @param {Fields} fields
   */
  async _together(verb, questions, fields) {
    /** @type {{ done: QuestionRef[], refused: RefusedOne[], error?: Problem }} */
    const answers = { done: [], refused: [] };
    for (let i = 0; i < questions.length; i += MOST) {
      const some = questions.slice(i, i + MOST);
      const alone = some.length === 1;
      const answer =
        alone || verb === "edit"
          ? await this._command(`question.${verb}`, { ...some[0], ...fields })
          : await this._command("questions.bulk", { do: `question.${verb}`, questions: some, ...fields });
      if (answer.ok) {
        const results = answer.results || [answer];
        some.forEach((one, at) => {
          const result = results[at];
          if (result.ok) answers.done.push(one);
          else answers.refused.push({ question: one.question, error: result.error });
        });
      } else if (alone && ["conflict", "illegal", "not_found"].includes(answer.error.code)) {
        answers.refused.push({ question: some[0].question, error: answer.error });
      } else {
        answers.error = answer.error;
      }
    }
    return answers;
  }

  // Many at once

  /**
   * @param {QuestionVerb} move
   * @param {WholeView[]} chosen
   * @param {Fields} given
   */
  async _moveMany(move, chosen, given) {
    const answer = await this._together(
      move,
      chosen.map((view) => ({ question: view.number, version: view.version })),
      given,
    );
    const numbers = new Set(answer.done.map(({ question }) => question));
    const done = chosen.filter((view) => numbers.has(view.number));
    if (done.length) {
      const text =
        done.length === 1 ? t(DONE[move], { number: done[0].number }) : t(MANY_DONE[move], { n: done.length });
      this._done(
        text,
        done.map((view) => item(view, this._wayBack(move, view, given))),
      );
    }
    if (answer.error) accepted({ ok: false, error: answer.error });
    return { done: done.map((view) => view.number), refused: answer.refused };
  }
}

/**
 * A move's part: the version that was seen, and the one that the move made of it; null where no way leads back.
 *
 * @param {Seen} view
 * @param {Step[] | null} back
 */
function item(view, back) {
  return back && { question: view.number, from: view.version, to: view.version + 1, back };
}
