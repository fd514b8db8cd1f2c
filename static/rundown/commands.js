/** What a producer does: each deed is one command, and a refusal is told with what is true now. */

/** @import { CommandType, MovedView, Previous, QuestionVerb, QuestionView } from "../generated/protocol.js" */
/** @import { Fields } from "../parts/dialog.js" */
/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { Answer, Problem } from "../parts/feed/types.js" */
/** @import { Place } from "./items.js" */
/** @import { Aimed, Promisable } from "./types.js" */

import { html } from "lit";
import { onAir, shortlist } from "../parts/feed/in_order.js";
import { departmentField, departmentsOf } from "../parts/department_field.js";
import { ask } from "../parts/dialog.js";
import { t, tn, word } from "../parts/i18n.js";
import { LastAct } from "../parts/last_act.js";
import { inPicture } from "../parts/polls.js";
import { sayLate } from "../parts/questions/under_way.js";
import { clock } from "../parts/time.js";
import { accepted, note, refusal } from "../parts/toast.js";
import { airText } from "../parts/words.js";
import { Guard } from "../parts/air_lock.js";
import { itemsIn, keyOf, placeOf } from "./items.js";

/** @typedef {Record<string, unknown>} More  fields of a command beside its question */

const CAUGHT_UP = 1500; // ms that a refusal waits for the events that explain it

export class Deeds {
  /**
   * `changed` is called when what is offered may be another.
   *
   * @param {Feed} feed
   * @param {() => void} changed
   */
  constructor(feed, changed) {
    this.feed = feed;
    this.guard = new Guard(feed, changed);
    this.last = new LastAct();
    sayLate(feed);
    /** @type {Map<string, Fields>} */ this._drafts = new Map();
    /** @type {Previous["as"]} */ this.before = "answered"; // what becomes of the question on air when another is taken
  }

  get air() {
    return onAir(this.feed.state);
  }

  get list() {
    return shortlist(this.feed.state);
  }

  get items() {
    return itemsIn(this.feed.state);
  }

  /** Whether acts on the air are heard now. */
  get ready() {
    return this.feed.status === "in_step" && !this.guard.deaf;
  }

  /** Whether anything can be sent now. */
  get inTouch() {
    return this.feed.status === "in_step" || this.feed.status === "catching_up";
  }

  // The air

  /**
   * The first of the list, or the one that is said, to air.
   *
   * @param {QuestionView | undefined} view
   */
  async take(view = this.list[0]) {
    if (!view) return this.ready && refusal(t("The list is empty."));
    const { air } = this;
    const said = air && this.before === "answered" ? this._summary(air) : {};
    const previous = air ? { previous: { question: air.number, version: air.version, as: this.before, ...said } } : {};
    const done = await this._onAir("take", view, previous);
    if (done) this.before = "answered";
    return done;
  }

  async answer() {
    const { air } = this;
    if (!air) return this._nothingOnAir();
    if (!(await this._onAir("answer", air, { fully: true, ...this._summary(air) }))) return;
    // It is no longer held here; answering it took it one version up.
    this.last.done(t("№ {number} is answered.", { number: air.number }), () =>
      this.reopen({ number: air.number, version: air.version + 1 }),
    );
  }

  /** What was typed of the answer, in its line or in the dialog, as a command takes it. @param {QuestionView} view */
  _summary({ number }) {
    const summary = (this.draft(`answer/${number}`).draft.summary || "").trim();
    return summary ? { summary } : {};
  }

  async answerInPart() {
    const { air } = this;
    if (!air) return this._nothingOnAir();
    if (!this.ready) return;
    const { draft, keep } = this.draft(`answer/${air.number}`);
    const fields = await ask({
      title: t("№ {number} is answered in part", { number: air.number }),
      text: t("What was left becomes a ticket for the departments."),
      fields: html`<label class="field"><span class="label">${t("What was answered, in short")}</span><textarea class="area" name="summary" maxlength="2000" data-first .value=${draft.summary || ""}></textarea></label>`,
      confirm: t("Answered in part"),
      left: keep,
    });
    if (!fields) return;
    keep(fields);
    if (await this._onAir("answer", air, { fully: false, ...this._summary(air) }))
      note(t("№ {number} is answered in part; the rest is a ticket.", { number: air.number }));
  }

  /** From the air to its place in the list. */
  async putBack() {
    if (!this.air) return this._nothingOnAir();
    return this._onAir("return", this.air);
  }

  _nothingOnAir() {
    if (this.ready) refusal(t("Nothing is on air."));
  }

  /**
   * @param {QuestionVerb} verb
   * @param {QuestionView} view
   * @param {More} fields
   */
  async _onAir(verb, view, fields = {}) {
    if (this._outOfTouch() || !this.ready) return false;
    const { air } = this;
    const answer = await this.guard.once(() => this._command(verb, view, fields));
    if (!answer) return false;
    if (!answer.ok) await this._explain(answer, view, air);
    return answer.ok;
  }

  clearGraphic() {
    if (!inPicture(this.feed.state)) return;
    return this.send("graphic.clear");
  }

  // The list

  /** @type {(view: QuestionView, place: Place) => Promise<boolean>} */
  async move(view, place) {
    if (this._again("move", view)) return false;
    const stood = this._place(view);
    if (!(await this.obeyed("move", view, place))) return false;
    // A version up; whoever has changed it since is not overruled.
    const moved = { number: view.number, version: view.version + 1 };
    this.last.done(t("№ {number} is moved.", { number: view.number }), () => this.obeyed("move", moved, stood));
    return true;
  }

  /** Where it stands. @param {QuestionView} view */
  _place({ number }) {
    return placeOf(this.items, keyOf(number));
  }

  /**
   * From the list back to the desk.
   *
   * @param {QuestionView} view
   */
  async toDesk(view) {
    if (this._again("return", view)) return;
    const stood = this._place(view);
    if (!(await this.obeyed("return", view))) return;
    const returned = { number: view.number, version: view.version + 1, state: "new" };
    const again = () => this.obeyed("shortlist", returned, stood);
    this.last.done(t("№ {number} is back at the desk.", { number: view.number }), again);
  }

  /**
   * An answered question into the list again, at the top unless said otherwise.
   *
   * @param {Aimed} aired
   * @param {number | undefined} before
   */
  async reopen(aired, before = this.list[0]?.number) {
    if (this._again("reopen", aired)) return;
    if (await this.obeyed("reopen", aired, before ? { before } : {}))
      note(t("№ {number} is in the list again.", { number: aired.number }));
  }

  /** @param {Promisable | null} view */
  async promise(view) {
    if (!view) return refusal(t("Choose a question: nothing is on air."));
    const { draft, keep } = this.draft(`promise/${view.number}`);
    const fields = await ask({
      title: t("Promise on № {number}", { number: view.number }),
      text: airText(view),
      fields: html`<label class="field"><span class="label">${t("What is promised")}</span><textarea class="area" name="promise" maxlength="1000" required data-first .value=${draft.promise || ""}></textarea></label>
        ${departmentField({ ...departmentsOf(this.feed.state.lists), value: draft.department })}
        <label class="field"><span class="label">${t("By when")}</span><input class="input" type="date" name="due" .value=${draft.due || ""} /></label>`,
      confirm: t("Write down"),
      left: keep,
    });
    if (!fields) return;
    keep(fields);
    const filled = Object.fromEntries(Object.entries(fields).filter(([, value]) => value.trim()));
    // Whatever happened to the question meanwhile, what was promised is promised.
    const now = this.feed.state.questions.get(view.number) || view;
    if (!(await this.obeyed("promise", now, filled))) return;
    keep({});
    note(t("The promise is written down."));
  }

  /** What was typed into a form that was left or refused, for when it is opened again. @param {string} name */
  draft(name) {
    return {
      draft: this._drafts.get(name) || {},
      /** @param {Fields} typed */
      keep: (typed) => this._drafts.set(name, typed),
    };
  }

  // The broadcast and the presenter

  /**
   * A command that is about no question; true when it was accepted.
   *
   * @param {CommandType} type
   * @param {More} fields
   */
  async send(type, fields = {}) {
    return Boolean(await this.answered(type, fields));
  }

  /**
   * The same, with the answer where it was accepted; null otherwise.
   *
   * @param {CommandType} type
   * @param {More} fields
   */
  async answered(type, fields) {
    if (this._outOfTouch()) return null;
    const answer = await this.feed.command(type, fields);
    return accepted(answer) ? answer : null;
  }

  /** The centre's own, in its order. */
  get readyMessages() {
    const { messages = [] } = this.feed.state.lists;
    return messages.filter(({ kind }) => kind === "message").map(({ text }) => text);
  }

  /** @param {string} text */
  message(text) {
    return this.send("presenter.message", { text });
  }

  async beginShow() {
    if (this._outOfTouch()) return;
    const rehearsal = this.feed.state.broadcast.rehearsal_pace != null;
    const sure = await ask({
      title: rehearsal ? t("Begin the rehearsal's show?") : t("Begin the show?"),
      text: rehearsal
        ? t("All is as on air. Taking the rehearsal out takes this back too.")
        : t("The clock starts, and questions can go to air. Until the first is taken there, it can be taken back."),
      confirm: t("Begin the show"),
      tone: "next",
    });
    if (sure) await this.send("broadcast.air");
  }

  async finishShow() {
    if (this._outOfTouch()) return;
    const { counts } = this.feed.state;
    const left = (counts.shortlisted || 0) + (counts.on_air || 0);
    const sure = await ask({
      title: t("Finish the show?"),
      text: `${tn("{n} question of the list was not answered.|{n} questions of the list were not answered.", left)} ${t("Every unanswered question becomes a ticket, intake closes, calls end. It can be taken back until somebody works on a ticket.")}`,
      fields: html`<label class="choice"><input type="checkbox" required data-first /><span>${t("Yes, the show is over")}</span></label>`,
      confirm: t("Finish the show"),
      tone: "next",
    });
    if (sure) await this.send("broadcast.wrap");
  }

  // Saying no

  /** The same asked for once more, while it is drawn as under way. @type {(verb: QuestionVerb, view: Aimed) => boolean} */
  _again(verb, view) {
    return this.feed.pending.of(view.number) === verb;
  }

  _outOfTouch() {
    if (this.inTouch) return false;
    refusal(t("Out of touch: nothing was sent. Do it again when the screen is in step."));
    return true;
  }

  /** @type {(verb: QuestionVerb, view: Aimed, fields?: More) => Promise<Answer>} */
  _command(verb, view, fields) {
    return this.feed.command(`question.${verb}`, { question: view.number, version: view.version, ...fields });
  }

  /**
   * The server's answer, or null where there is no line to ask by.
   *
   * @type {(verb: QuestionVerb, view: Aimed, fields?: More) => Promise<Answer | null>}
   */
  async _sent(verb, view, fields) {
    return this._outOfTouch() ? null : this._command(verb, view, fields);
  }

  /**
   * Sends a command on a question; whether it was obeyed. A refusal is told with what is true now.
   *
   * @type {(verb: QuestionVerb, view: Aimed, fields?: More) => Promise<boolean>}
   */
  async obeyed(verb, view, fields) {
    const { air } = this;
    const answer = await this._sent(verb, view, fields);
    if (!answer) return false;
    if (!answer.ok) await this._explain(answer, view, air);
    return answer.ok;
  }

  /**
   * A refusal in words: what happened, and what is true now. `air`: what was on air when the deed was done.
   *
   * @param {Answer} answer
   * @param {Aimed} view
   * @param {QuestionView | null} air
   */
  async _explain(answer, view, air = null) {
    const error = /** @type {Problem} */ (answer.error);
    if (error.code !== "conflict" && error.code !== "illegal") return accepted(answer);
    const current = /** @type {QuestionView | undefined} */ (error.current);
    await this._events(current, view, air);
    const said = this._truth(this.feed.state.questions.get(view.number) || current, view, air);
    if (said.length) refusal(said.join(" "));
    else accepted(answer);
  }

  /** @type {(now: QuestionView | undefined, view: Aimed, before: QuestionView | null) => string[]} */
  _truth(now, view, before) {
    const { air } = this;
    const said = [];
    const { number } = view;
    if (air && air.number === number) {
      if (view.state === "on_air")
        return [t("№ {number} has just been changed by someone else. Look at it and repeat.", { number })];
      return [t("№ {number} is on air already ({who}).", { number, who: this._who(air) })];
    }
    if (now && view.state && now.state !== view.state)
      said.push(t("№ {number} is “{state}” now ({who}).", { number, state: word(now.state), who: this._who(now) }));
    else if (!now && view.state) said.push(t("№ {number} is not in the list any more.", { number }));
    else if (now && view.text && airText(now) !== airText({ ...view, text: view.text }))
      said.push(t("The text of № {number} has just been edited. Read it and repeat.", { number }));
    else if (now && view.rank && now.rank !== view.rank)
      said.push(t("№ {number} has just been moved by someone else; the list shows where it is.", { number }));
    if (air && (!before || air.number !== before.number))
      said.push(t("On air is № {number} ({who}).", { number: air.number, who: this._who(air) }));
    else if (!air && before) said.push(t("Nothing is on air now."));
    else if (air && before && air.version !== before.version)
      said.push(t("№ {number} has just been changed by someone else. Look at it and repeat.", { number: air.number }));
    return said;
  }

  /** @param {{ moved?: MovedView | null }} view */
  _who({ moved }) {
    if (!moved) return "";
    return [moved.by, clock(moved.at, this.feed.state.broadcast.zone)].filter(Boolean).join(", ");
  }

  /**
   * Resolves once the screen knows what the refusal knew, or after a while.
   *
   * @type {(current: QuestionView | undefined, view: Aimed, before: QuestionView | null) => Promise<void>}
   */
  _events(current, view, before) {
    const known = () => {
      const held = this.feed.state.questions.get(view.number);
      if (current ? held && held.version < current.version : held) return false;
      const { air } = this;
      const same = air ? before && air.number === before.number && air.version === before.version : !before;
      return !(same && held && held.version === view.version);
    };
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        for (const name of ["events", "reset"]) this.feed.removeEventListener(name, look);
        resolve();
      };
      const look = () => known() && done();
      const timer = setTimeout(done, CAUGHT_UP);
      for (const name of ["events", "reset"]) this.feed.addEventListener(name, look);
      look();
    });
  }
}
