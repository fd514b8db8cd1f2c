/** What a moderator does to a question: what is asked before, the command, and the way back. */

import { get, questionsPath } from "../parts/api.js";
import { shortlist } from "../parts/feed/state.js";
import { t, tn } from "../parts/i18n.js";
import { may } from "../parts/moves.js";
import { accepted, note, refusal } from "../parts/toast.js";
import { choose } from "../parts/questions/choose.js";
import { Drafts, forget } from "../parts/questions/drafts.js";
import { askNote, askQuestion, askReason, askReply, askTicket, noteSent, trimmed } from "./forms.js";
import { Hints } from "./hints.js";
import { askInto } from "./merge.js";
import { DONE, MANY_DONE, VERBS, askersWarning } from "./messages.js";
import { Moves, together, wayBack } from "./undo.js";

/** What the desk calls a verb → what the protocol does. */
const MOVE = { topic: "classify", place: "classify" };
const MOST = 500;

export class Actions {
  /** `find`: number → the question's present view. */
  constructor(feed, find, slug) {
    this.feed = feed;
    this.find = find;
    this.slug = slug;
    this.drafts = new Drafts(slug);
    this.hints = new Hints(feed, slug);
    this.moves = new Moves(slug);
    this._undoing = Promise.resolve();
    this._sending = new Set();
  }

  get lists() {
    return this.feed.state.lists || {};
  }

  /** Sends one verb on a question as it was seen; true when it was accepted. */
  async send(verb, view, fields = {}) {
    return accepted(await this.answered(verb, view, fields));
  }

  /** The same with the server's answer, for who shows a refusal in another way. */
  answered(verb, view, fields = {}) {
    return this._noted(this._move(verb, view, fields));
  }

  async _move(verb, view, fields) {
    const back = wayBack(verb, view, fields, this._followers(view));
    const answer = await this.feed.command(`question.${verb}`, {
      question: view.number,
      version: view.version,
      ...fields,
    });
    if (answer.ok) this._done(t(DONE[verb], { number: view.number }), [item(view, back)]);
    return answer;
  }

  /** Says what was done and keeps the way back, where there is one. */
  _done(text, items) {
    const kept = items.filter(({ back }) => back);
    if (!kept.length) return note(text);
    this.moves.add({ text, items: kept });
    note(text, t("Undo (Z)"), () => this.undo());
  }

  /** What stands after it in the list: where it would be returned to. */
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
    const refused = [];
    let failed = null; // neither done nor refused: nothing is known against trying again
    for (let round = 0; move.items.some(({ back }) => back[round]); round += 1) {
      const still = move.items.filter(
        (one) => left.has(one.question) && !refused.some(({ question }) => question === one.question),
      );
      const listed = new Set(shortlist(this.feed.state).map(({ number }) => number));
      for (const [verb, fields, items] of together(still, round, listed)) {
        const answer = await this._together(
          verb,
          items.map((one) => ({ question: one.question, version: left.get(one.question) })),
          fields,
        );
        for (const { question } of answer.done) left.set(question, left.get(question) + 1);
        refused.push(...answer.refused);
        if (answer.error) failed = answer.error;
      }
    }
    const done = move.items.filter((one) => left.get(one.question) > one.to);
    for (const one of done) this.moves.restored(one, left.get(one.question));
    if (done.length) note(t("Taken back: {what}", { what: move.text }));
    if (refused.length) this._sayNotTakenBack(refused);
    if (failed && !done.length && !refused.length) {
      this.moves.add(move);
      accepted({ ok: false, error: failed });
    }
  }

  _sayNotTakenBack(refused) {
    const numbers = refused.map(({ question }) => `№ ${question}`).join(", ");
    refusal(
      t("Not taken back, because it was changed after you: {numbers}. {why}", {
        numbers,
        why: refused[0].error.detail || "",
      }),
    );
  }

  /** One command on several questions as seen: {done: [{question, version}], refused: [{question, error}], error?}. */
  async _together(verb, questions, fields) {
    const answers = { done: [], refused: [] };
    for (let i = 0; i < questions.length; i += MOST) {
      const some = questions.slice(i, i + MOST);
      const alone = some.length === 1;
      const answer =
        alone || verb === "edit"
          ? await this.feed.command(`question.${verb}`, { ...some[0], ...fields })
          : await this.feed.command("questions.bulk", { do: `question.${verb}`, questions: some, ...fields });
      if (answer.ok) {
        const results = answer.results || [answer];
        some.forEach((one, at) =>
          results[at].ok
            ? answers.done.push(one)
            : answers.refused.push({ question: one.question, error: results[at].error }),
        );
      } else if (alone && ["conflict", "illegal", "not_found"].includes(answer.error.code)) {
        answers.refused.push({ question: some[0].question, error: answer.error });
      } else {
        answers.error = answer.error;
      }
    }
    return answers;
  }

  // Many at once

  /** One verb on many questions; what it needs is asked once. {done: [numbers], refused: [{question, error}]}, null when left. */
  async bulk(verb, views, fields) {
    const move = MOVE[verb] || verb;
    const { broadcast } = this.feed.state;
    const able = views.filter((view) => may(move, view, broadcast, this.feed.you.roles));
    const refused = views
      .filter((view) => !able.includes(view))
      .map((view) => ({
        question: view.number,
        error: { code: "illegal", detail: t("This question has no such move now.") },
      }));
    if (!able.length) return { done: [], refused };
    const given = fields || (await this._fieldsFor(verb, able));
    if (!given) return null;
    const chosen = able.filter((view) => view.number !== given.into);
    if (move === "return") chosen.sort((a, b) => (a.rank < b.rank ? -1 : 1)); // so that they return to the list in order
    const answer = await this._noted(this._moveMany(move, chosen, given));
    return { done: answer.done, refused: [...refused, ...answer.refused] };
  }

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
        done.map((view) => item(view, wayBack(move, view, given, this._followers(view)))),
      );
    }
    if (answer.error) accepted({ ok: false, error: answer.error });
    return { done: done.map((view) => view.number), refused: answer.refused };
  }

  _fieldsFor(verb, views) {
    const n = views.length;
    const about = { title: tn("{n} question|{n} questions", n) };
    switch (verb) {
      case "decline":
        return askReason({
          title: tn("Decline {n} question|Decline {n} questions", n),
          warning: askersWarning(views),
          lists: this.lists,
        });
      case "ticket":
        return askTicket(tn("Tickets for {n} question|Tickets for {n} questions", n));
      case "note":
        return askNote({ title: about.title, name: `note/${this.slug}/many` });
      case "merge":
        return this._askIntoOneOf(views);
      case "topic":
      case "place":
        return this._askName(verb, about.title, {});
      default:
        return {};
    }
  }

  async _askIntoOneOf(views) {
    const offered = [...views].sort((a, b) => a.number - b.number);
    const own = views.map((view) => view.number);
    const title = tn("Merge {n} question into one|Merge {n} questions into one", views.length);
    const into = await askInto({ title, own, offered, find: this.find, slug: this.slug });
    return into && { into };
  }

  // One at a time

  async decline(view, fields) {
    const given =
      fields ||
      (await askReason({
        title: t("Decline № {number}", { number: view.number }),
        warning: askersWarning([view]),
        lists: this.lists,
      }));
    return given ? this.send("decline", view, given) : false;
  }

  /** Into another: `into` skips the dialog. */
  async merge(view, { into } = {}) {
    const title = t("Merge № {number} into another", { number: view.number });
    const hints = this.hints.number === view.number ? this.hints : undefined;
    const number =
      into ||
      (await askInto({
        title,
        text: view.air_text || view.text,
        own: [view.number],
        hints,
        find: this.find,
        slug: this.slug,
      }));
    return number ? this.send("merge", view, { into: number }) : false;
  }

  async ticket(view) {
    const fields = await askTicket(t("Ticket for № {number}", { number: view.number }));
    return fields ? this.send("ticket", view, fields) : false;
  }

  /** `to`: whose note the form begins with. With a text, nothing is asked. */
  async note(view, { to, text } = {}) {
    const name = `note/${this.slug}/${view.number}`;
    const title = t("Note to № {number}", { number: view.number });
    const fields = text === undefined ? await askNote({ title, notes: view.notes || {}, to, name }) : { for: to, text };
    if (!fields) return false;
    const done = await this.send("note", view, fields);
    if (done) noteSent(name, fields);
    return done;
  }

  /** In writing, to the one who asked, by the way the question came. */
  async reply(view) {
    const name = `reply/${this.slug}/${view.number}`;
    const fields = await askReply({
      title: t("Reply to № {number}", { number: view.number }),
      question: view.text,
      name,
    });
    if (!fields || !accepted(await this.feed.command("question.reply", { question: view.number, ...fields })))
      return false;
    forget(name);
    note(t("№ {number}: the reply is on its way.", { number: view.number }));
    return true;
  }

  /** What a person says of a reply: again, arrived, cancel. */
  async onReply(verb, reply) {
    return accepted(await this.feed.command(`reply.${verb}`, { reply }));
  }

  async topic(view) {
    const fields = await this._askName("topic", t("Topic of № {number}", { number: view.number }), view);
    return fields ? this.send("classify", view, fields) : false;
  }

  async place(view) {
    const fields = await this._askName("place", t("Place of № {number}", { number: view.number }), view);
    return fields ? this.send("classify", view, fields) : false;
  }

  async _askName(kind, title, view) {
    const key = kind === "topic" ? "topic" : "locality";
    const known = (kind === "topic" ? this.lists.topics : this.lists.localities) || [];
    const about = this.hints.number === view.number ? this.hints.found : {};
    const guesses = (kind === "topic" ? about.topics : about.localities) || [];
    const none = kind === "topic" ? t("no topic") : t("no place");
    const value = "number" in view ? view[key] : "?"; // of many, some may have one to take away
    const chosen = await choose({ title, names: known.map(({ name }) => name), guesses, value, none });
    if (chosen === null || (chosen || null) === (value || null)) {
      // The machine's guess, chosen by a person, is a guess no longer.
      return chosen && (view.guessed || []).includes(key) ? { [key]: chosen } : null;
    }
    return { [key]: chosen || null };
  }

  /** A merged question out of its root's list, as it is now. */
  async splitOff(number) {
    try {
      const view = this.find(number) || (await get(questionsPath(this.slug, number)));
      return await this.send("split", view);
    } catch (trouble) {
      refusal(trouble.message);
      return false;
    }
  }

  async add() {
    const name = `by-hand/${this.slug}`;
    const fields = await askQuestion(name, this.lists);
    if (!fields) return null;
    const { text, name: asker, contact, ...rest } = fields;
    const author = asker || contact ? { author: trimmed({ name: asker, contact }) } : {};
    const answer = await this.feed.command("question.add", { text, ...author, ...rest });
    if (!accepted(answer)) return null;
    forget(name);
    return answer.number;
  }

  /** Nothing to act on, or a state that has no such move: said rather than ignored. */
  cannot(verb) {
    refusal(t("This question has no such move now: {verb}.", { verb: VERBS[verb] || verb }));
    return false;
  }
}

/** A move's part: the version that was seen, and the one that the move made of it. */
function item(view, back) {
  return { question: view.number, from: view.version, to: view.version + 1, back };
}
