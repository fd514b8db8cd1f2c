/** What a key, a button or a drop does on the desk: to the open question, or to all that are selected. */

/** @import { QuestionVerb } from "../generated/protocol.js" */
/** @import { LiveDesk } from "./desk.js" */
/** @import { Drag } from "./drag.js" */
/** @import { CommandBody } from "../parts/feed/types.js" */
/** @import { Sender } from "./sending.js" */
/** @import { Act, Fields, WholeView } from "./types.js" */

import { t, tn } from "../parts/i18n.js";
import { join, maySteer, toMatter } from "../parts/matters/commands.js";
import { showMatter } from "../parts/matters/sheet.js";
import { refusal } from "../parts/toast.js";
import { alikeTo, matterBase } from "./matter.js";
import { SAYS, mayAct, moveOf } from "./moves.js";
import { backOf, sayRefused } from "./selection.js";

/**
 * Acts that have their own dialog or question, by their method of Actions.
 *
 * @typedef {"decline" | "merge" | "ticket" | "recall" | "restore" | "note" | "topic" | "place" | "block" | "transfer"} Asked
 * @typedef {(view: WholeView, fields?: Fields) => Promise<boolean>} Method
 */

/** @type {Act[]} */
const ASKED = ["decline", "merge", "ticket", "recall", "restore", "note", "topic", "place", "block", "transfer"];
/** After these the question is dealt with, and the next one comes up. */
/** @type {Act[]} */
const DEALT = ["shortlist", "decline", "merge", "ticket", "block", "written", "unneeded", "transfer"];

export class Deeds {
  /** @param {LiveDesk} desk */
  constructor(desk) {
    this.desk = desk;
    /** @type {Map<number, Act>} */
    this._busy = new Map(); // by question: the act on it that is under way
    this._underWay = false; // an act on many
  }

  /**
   * An act by key or button: on the selection where there is one of two or more, else on the open question.
   *
   * @param {Act | "back"} verb
   */
  act(verb) {
    if (this.desk.selection.size > 1) return this.many(verb);
    return this.do(verb === "back" ? backOf(this.desk.opened) : verb);
  }

  /**
   * One act on the open question; where that deals with it, the next one comes up.
   *
   * @param {Act} verb
   * @param {Fields} [fields]
   */
  async do(verb, fields) {
    const view = this.desk.opened;
    if (!view) return false;
    if (!mayAct(verb, view, this.desk.feed)) return this.desk.actions.cannot(verb, view);
    /** @type {Record<Asked, Method> & Sender} */
    const actions = this.desk.actions;
    return this._once(verb, view, () =>
      ASKED.includes(verb)
        ? actions[/** @type {Asked} */ (verb)](view, fields)
        : actions.send(moveOf(verb), view, fields || SAYS[verb]),
    );
  }

  /**
   * Nothing more is done to a question while something is: a key typed ahead was meant for what was seen. The same key
   * once more asks for what is drawn as under way already.
   *
   * @param {Act} verb
   * @param {WholeView} view
   * @param {() => Promise<boolean>} act
   */
  async _once(verb, view, act) {
    const { number } = view;
    const pending = this.desk.feed.pending.of(number);
    if (pending || this._busy.has(number)) {
      if (pending !== moveOf(verb))
        refusal(t("№ {number}: what was done before has not been confirmed yet.", { number }));
      return false;
    }
    this._busy.set(number, verb);
    try {
      const done = await act();
      if (done) this._dealt(number, verb);
      return done;
    } finally {
      this._busy.delete(number);
    }
  }

  /** A command goes out: what is as good as dealt with makes room at once. @param {CommandBody} body */
  sent({ question }) {
    const number = /** @type {number} */ (question);
    if (this.desk.feed.pending.has(number)) this._dealt(number, this._busy.get(number));
  }

  /** @type {(number: number, verb: Act | undefined) => void} */
  _dealt(number, verb) {
    if (verb && DEALT.includes(verb) && this.desk.number === number) this.desk.onwards();
  }

  /**
   * What is selected, or the open question, is about a situation: the offered one, one that is chosen, or a new one.
   *
   * @param {number} [number]
   */
  async toMatter(number) {
    const { feed, opened, selection, actions, slug } = this.desk;
    const questions = selection.size > 1 ? selection.numbers : opened ? [opened.number] : [];
    if (!maySteer(feed)) return refusal(t("Only a moderator or a coordinator joins questions to a situation."));
    if (!questions.length) return refusal(t("Open a question first."));
    if (questions.length === 1 && opened?.matter) return showMatter(feed, matterBase(slug), opened.matter);
    if (number) return join(feed, number, { questions });
    const alike = questions.length === 1 && opened ? alikeTo(opened, actions.hints) : [];
    const about = tn("{n} question|{n} questions", questions.length);
    if ((await toMatter(feed, { questions }, alike, about)) && questions.length > 1) selection.clear();
  }

  /**
   * One act on all that are selected, or on others; what is refused stays selected.
   *
   * @param {Act | "back"} verb
   * @param {Fields} [fields]
   * @param {number[]} [numbers]
   */
  async many(verb, fields, numbers = this.desk.selection.numbers) {
    const { desk } = this;
    const { selection } = desk;
    if (this._underWay) return;
    this._underWay = true;
    try {
      const views = await desk.views.all(numbers);
      const answers = [];
      for (const [move, those] of verb === "back" ? byWayBack(views) : new Map([[verb, views]]))
        answers.push(await desk.actions.bulk(move, those, fields));
      const given = answers.filter((answer) => answer !== null);
      const done = given.flatMap((answer) => answer.done);
      const refused = given.flatMap((answer) => answer.refused);
      selection.drop(done);
      // The one that the others were merged into is dealt with too.
      if (verb === "merge" && done.length)
        selection.drop(selection.numbers.filter((number) => !refused.some(({ question }) => question === number)));
      const dealt = verb !== "back" && DEALT.includes(verb);
      if (dealt && desk.number && done.includes(desk.number)) desk.onwards();
      sayRefused(done.length, refused);
    } catch (trouble) {
      refusal(/** @type {Error} */ (trouble).message);
    } finally {
      this._underWay = false;
    }
  }

  /**
   * A row was dropped on another; a selected one takes the whole selection with it.
   *
   * @param {{ view: WholeView, into: number }} dropped
   */
  async merge({ view, into }) {
    if (this.desk.selection.has(view.number)) return this.many("merge", { into });
    await this._once("merge", view, () => this.desk.actions.merge(view, { into }));
  }

  /**
   * Whether it could be put on the list.
   *
   * @param {WholeView | null | undefined} view
   */
  shortlists(view) {
    return mayAct("shortlist", view, this.desk.feed);
  }

  /**
   * A row was dropped on the list.
   *
   * @param {Drag} drag
   */
  async take(drag) {
    const { view } = drag;
    drag.end();
    if (!view || !this.shortlists(view)) return;
    if (this.desk.selection.has(view.number)) return this.many("shortlist");
    await this._once("shortlist", view, () => this.desk.actions.send("shortlist", view));
  }
}

/**
 * Verb → the views that it takes back.
 *
 * @param {WholeView[]} views
 */
function byWayBack(views) {
  /** @type {Map<QuestionVerb, WholeView[]>} */
  const groups = new Map();
  for (const view of views) {
    const verb = backOf(view);
    groups.set(verb, [...(groups.get(verb) || []), view]);
  }
  return groups;
}
