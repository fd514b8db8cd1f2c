/** What a moderator does to a question: what is asked before, and the command. */

/** @import { ListsView } from "../generated/protocol.js" */
/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { Verb } from "../parts/questions/replies.js" */
/** @import { Act, Draft, Fields, ManyDone, Reader, Seen, WholeView } from "./types.js" */

import { filesOfReply } from "../parts/answer_files.js";
import { get, questionsPath } from "../parts/api.js";
import { ask } from "../parts/dialog.js";
import { t, tn } from "../parts/i18n.js";
import { may } from "../parts/moves.js";
import { accepted, note, refusal } from "../parts/toast.js";
import { Writing } from "../parts/writing.js";
import { choose } from "../parts/questions/choose.js";
import { Drafts, forget } from "../parts/questions/drafts.js";
import { askBlock, askNote, askQuestion, askReason, askReply, askTicket, noteSent, trimmed } from "./forms.js";
import { askDestination } from "./destination.js";
import { Hints } from "./hints.js";
import { askInto } from "./merge.js";
import { askersWarning } from "./messages.js";
import { SAYS, moveOf } from "./moves.js";
import { whyNot } from "./refusals.js";
import { Sender } from "./sending.js";

export class Actions extends Sender {
  /**
   * `find`: number → the question's present view.
   *
   * @param {Feed} feed
   * @param {(number: number) => WholeView | undefined} find
   * @param {string} slug
   */
  constructor(feed, find, slug) {
    super(feed, slug);
    this.find = find;
    /** @type {Drafts<Draft>} */
    this.drafts = new Drafts(slug);
    this.hints = new Hints(feed, slug);
    this.writing = new Writing(feed);
  }

  /** @returns {Partial<ListsView>} */
  get lists() {
    return this.feed.state.lists || {};
  }

  // Many at once

  /**
   * One verb on many questions; what it needs is asked once. Null when left.
   *
   * @param {Act} verb
   * @param {WholeView[]} views
   * @param {Fields} [fields]
   * @returns {Promise<ManyDone | null>}
   */
  async bulk(verb, views, fields) {
    const move = moveOf(verb);
    const { broadcast } = this.feed.state;
    const able = views.filter((view) => may(move, view, broadcast, this.feed.you.roles));
    const refused = views
      .filter((view) => !able.includes(view))
      .map((view) => ({
        question: view.number,
        error: { code: "illegal", detail: this._why(verb, view) },
      }));
    if (!able.length) return { done: [], refused };
    if (move === "transfer" && able.length > 1) {
      refusal(t("Questions are handed over one at a time: open one."));
      return null;
    }
    if (move === "block" && able.length > 1) {
      refusal(t("Authors are blocked one at a time: open a question of theirs."));
      return null;
    }
    const given = fields || (await this._fieldsFor(verb, able));
    if (!given) return null;
    const chosen = able.filter((view) => view.number !== given.into);
    if (move === "return") chosen.sort(byRank); // so that they return to the list in order
    const answer = await this._noted(this._moveMany(move, chosen, given));
    return { done: answer.done, refused: [...refused, ...answer.refused] };
  }

  /**
   * @param {Act} verb
   * @param {WholeView[]} views
   * @returns {Fields | null | Promise<Fields | null>}
   */
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
        return askTicket(tn("Tickets for {n} question|Tickets for {n} questions", n), this.lists);
      case "note":
        return askNote({ title: about.title, name: `note/${this.slug}/many`, lists: this.lists });
      case "merge":
        return this._askIntoOneOf(views);
      case "written":
      case "unneeded":
        return /** @type {Fields} */ (SAYS[verb]);
      case "topic":
      case "place":
        return this._askName(verb, about.title, {});
      default:
        return {};
    }
  }

  /** @param {WholeView[]} views */
  async _askIntoOneOf(views) {
    const offered = [...views].sort((a, b) => a.number - b.number);
    const own = views.map((view) => view.number);
    const title = tn("Merge {n} question into one|Merge {n} questions into one", views.length);
    const into = await askInto({ title, own, offered, find: this.find, slug: this.slug });
    return into ? { into } : null;
  }

  // One at a time

  /**
   * @param {WholeView} view
   * @param {Fields} [fields]
   */
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

  /**
   * Into another: `into` skips the dialog.
   *
   * @param {Seen} view
   * @param {Fields} [fields]
   */
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

  /** @param {WholeView} view */
  async block(view) {
    const fields = await askBlock(t("Block the author of № {number}", { number: view.number }), view.author);
    return fields ? this.send("block", view, fields) : false;
  }

  /** @param {WholeView} view */
  async ticket(view) {
    const fields = await askTicket(t("Ticket for № {number}", { number: view.number }), this.lists);
    return fields ? this.send("ticket", view, fields) : false;
  }

  /**
   * To a show, or back to the line between shows.
   *
   * @param {WholeView} view
   */
  async transfer(view) {
    try {
      const to = await askDestination(t("Hand № {number} over", { number: view.number }), this.slug, view.askers);
      return to ? await this.send("transfer", view, { to }) : false;
    } catch (trouble) {
      refusal(/** @type {Error} */ (trouble).message);
      return false;
    }
  }

  /**
   * A ticket that nobody has answered is a question again.
   *
   * @param {WholeView} view
   */
  async recall(view) {
    const sure = await ask({
      title: t("№ {number}: a question again?", { number: view.number }),
      text: t(
        "Its ticket is no more, with whatever was noted on it. That can be done while nobody has answered it or written to those who asked.",
      ),
      confirm: t("Back from the ticket"),
    });
    return sure ? this.send("recall", view) : false;
  }

  /**
   * Once the show is over, what is restored has nowhere to go but to the departments.
   *
   * @param {WholeView} view
   */
  async restore(view) {
    if (this.feed.state.broadcast.state !== "wrapped") return this.send("restore", view);
    const sure = await ask({
      title: t("Restore № {number} as a ticket?", { number: view.number }),
      text: t("The show is over: the question becomes a ticket for the department that answers for its topic."),
      confirm: t("Restore"),
    });
    return sure ? this.send("restore", view) : false;
  }

  /**
   * `to`: whose note the form begins with. With a text, nothing is asked.
   *
   * @param {WholeView} view
   * @param {{ to?: string, text?: string }} [about]
   */
  async note(view, about = {}) {
    const { text } = about;
    const to = /** @type {Reader | undefined} */ (about.to);
    const name = `note/${this.slug}/${view.number}`;
    const title = t("Note to № {number}", { number: view.number });
    const fields =
      text === undefined
        ? await this.writing.during(
            view.number,
            askNote({ title, notes: view.notes || {}, to, name, lists: this.lists }),
          )
        : { for: to, text };
    if (!fields) return false;
    const done = await this.send("note", view, fields);
    if (done) noteSent(name, fields);
    return done;
  }

  /**
   * In writing, to the one who asked, or to all who ask the same, each by the way their question came.
   *
   * @param {WholeView} view
   */
  async reply(view) {
    const name = `reply/${this.slug}/${view.number}`;
    const title = t("Reply to № {number}", { number: view.number });
    const asked = {
      title,
      question: view.text,
      name,
      askers: view.askers ?? 1,
      path: filesOfReply(this.slug, view.number),
    };
    const fields = await this.writing.during(view.number, askReply(asked));
    if (!fields) return false;
    const answer = await this.feed.command("question.reply", { question: view.number, ...fields });
    if (!accepted(answer)) return false;
    forget(name);
    const told = { number: view.number, n: Number(answer.told) };
    note(
      fields.everybody
        ? t("№ {number}: replies on their way: {n}.", told)
        : t("№ {number}: the reply is on its way.", told),
    );
    return true;
  }

  /**
   * What a person says of a reply: again, arrived, cancel.
   *
   * @param {Verb} verb
   * @param {number} reply
   */
  async onReply(verb, reply) {
    return accepted(await this.feed.command(`reply.${verb}`, { reply }));
  }

  /** @param {WholeView} view */
  async topic(view) {
    const fields = await this._askName("topic", t("Topic of № {number}", { number: view.number }), view);
    return fields ? this.send("classify", view, fields) : false;
  }

  /** @param {WholeView} view */
  async place(view) {
    const fields = await this._askName("place", t("Place of № {number}", { number: view.number }), view);
    return fields ? this.send("classify", view, fields) : false;
  }

  /**
   * @param {"topic" | "place"} kind
   * @param {string} title
   * @param {Partial<WholeView>} view empty for many
   * @returns {Promise<Fields | null>}
   */
  async _askName(kind, title, view) {
    const key = kind === "topic" ? "topic" : "locality";
    const known = (kind === "topic" ? this.lists.topics : this.lists.localities) || [];
    const about = this.hints.number === view.number ? this.hints.found : null;
    const guesses = (kind === "topic" ? about?.topics : about?.localities) || [];
    const none = kind === "topic" ? t("no topic") : t("no place");
    const value = "number" in view ? view[key] : "?"; // of many, some may have one to take away
    const chosen = await choose({ title, names: known.map(({ name }) => name), guesses, value, none });
    if (chosen === null || (chosen || null) === (value || null)) {
      // The machine's guess, chosen by a person, is a guess no longer.
      return chosen && (view.guessed || []).includes(key) ? { [key]: chosen } : null;
    }
    return { [key]: chosen || null };
  }

  /**
   * A merged question out of its root's list, as it is now.
   *
   * @param {number} number
   */
  async splitOff(number) {
    try {
      /** @type {WholeView} */
      const view = this.find(number) || (await get(questionsPath(this.slug, number)));
      return await this.send("split", view);
    } catch (trouble) {
      refusal(/** @type {Error} */ (trouble).message);
      return false;
    }
  }

  async add() {
    const name = `by-hand/${this.slug}`;
    const fields = await askQuestion(name, this.lists);
    if (!fields) return null;
    const { text, name: asker, contact, ...rest } = fields;
    const author = asker || contact ? { author: trimmed({ name: asker, contact }) } : {};
    const answer = await this._command("question.add", { text, ...author, ...rest });
    if (!accepted(answer) || !answer.ok) return null;
    forget(name);
    return answer.number;
  }

  /**
   * What the role, the show or the question's state has no such move for: said rather than ignored.
   *
   * @param {string} verb
   * @param {WholeView | null} [view]
   */
  cannot(verb, view) {
    refusal(this._why(verb, view));
    return false;
  }

  /**
   * @param {string} verb
   * @param {WholeView | null} [view]
   */
  _why(verb, view) {
    return whyNot(verb, view, this.feed.state.broadcast, this.feed.you.roles);
  }
}

/**
 * @param {WholeView} a
 * @param {WholeView} b
 */
function byRank(a, b) {
  return /** @type {string} */ (a.rank) < /** @type {string} */ (b.rank) ? -1 : 1;
}
