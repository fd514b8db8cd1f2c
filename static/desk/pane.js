/** The open question: who asks, the text as it came and for air, what it may be, its doubles, and what may be done. */

/** @import { TemplateResult } from "lit" */
/** @import { QuestionVerb } from "../generated/protocol.js" */
/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { Actions } from "./commands.js" */
/** @import { DeskTexts } from "./edit.js" */
/** @import { Act, DeskEvent, Fields, Past, WholeView } from "./types.js" */

import { html, nothing } from "lit";
import { LiveElement } from "../parts/element.js";
import { OnBeat } from "../parts/feed/beat.js";
import { get, questionsPath } from "../parts/api.js";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { Listener } from "../parts/listener.js";
import { age, dayAndHours } from "../parts/time.js";
import { note, refusal } from "../parts/toast.js";
import { sourceName, stateChip } from "../parts/words.js";
import { writes } from "../parts/writing.js";
import { askers } from "./askers.js";
import { dueLines } from "./clocks.js";
import { conversation, furtherOf } from "./conversation.js";
import { coveredPanel } from "./covered.js";
import { doubles, isLikely } from "./doubles.js";
import { looksOnly, looksOnlyWords } from "./refusals.js";
import { author, facts } from "./facts.js";
import { kinds } from "./kinds.js";
import { matterPart } from "./matter.js";
import { mayAct } from "./moves.js";
import { notAskingMark } from "./not_asking.js";
import { stackLine } from "./stack.js";
import { extras } from "./extras.js";
import { shorterPanel } from "./shorter.js";
import { history } from "../parts/questions/history.js";
import { filesOfReply } from "../parts/answer_files.js";
import { mayReply, replies } from "../parts/questions/replies.js";
import { rudeMark } from "../parts/questions/rude.js";
import { urgentMark } from "../parts/questions/urgent.js";
import { underWay } from "../parts/questions/under_way.js";
import "./edit.js";

/** @type {Array<[Act, string, TemplateResult, string, string]>} */
const VERBS = [
  ["shortlist", "S", icon("list-plus"), t("To the list"), "own"],
  ["return", "R", icon("undo-2"), t("Put back"), ""],
  ["decline", "D", icon("ban"), t("Decline"), ""],
  ["unblock", "R", icon("undo-2"), t("Back to the queue"), "own"],
  ["restore", "R", icon("rotate-ccw"), t("Restore"), "own"],
  ["split", "R", icon("split"), t("Split off"), "own"],
  ["recall", "R", icon("undo-2"), t("Back from the ticket"), "own"],
  ["written", "P", icon("mail-check"), t("Answered in writing"), "own"],
  ["unneeded", "U", icon("check"), t("Needs no answer"), ""],
  ["unfinish", "R", icon("undo-2"), t("Back to the queue"), "own"],
  ["ticket", "T", icon("ticket"), t("Ticket"), ""],
  ["transfer", "I", icon("arrow-right-left"), t("To another broadcast"), ""],
  ["merge", "M", icon("merge"), t("Merge"), ""],
  ["note", "N", icon("sticky-note"), t("Note"), ""],
  ["block", "B", icon("user-x"), t("Block the author"), ""],
];

const MERGEABLE = ["new", "shortlisted"];
/** After the last of several events, so that a burst is read once. */
const SETTLED = 150;

export class DeskPane extends LiveElement {
  static properties = {
    feed: { attribute: false },
    view: { attribute: false },
    awaited: { attribute: false },
    slug: { attribute: false },
    actions: { attribute: false },
    sought: { attribute: false },
    idle: { attribute: false },
    _past: { state: true },
    _trouble: { state: true },
    _historyOpen: { state: true },
  };

  constructor() {
    super();
    /** @type {Feed} */ this.feed;
    /** @type {WholeView | null | undefined} */ this.view;
    /** @type {number | null} */ this.awaited; // of the question that is open, while its view is on its way
    /** @type {string} */ this.slug;
    /** @type {Actions} */ this.actions;
    /** @type {string} */ this.sought; // what the queue is searched for
    /** @type {boolean} */ this.idle; // nothing is listed that could be opened
    /** @type {Past | null | undefined} */ this._past;
    /** @type {string} */ this._trouble;
    /** @type {boolean | undefined} */ this._historyOpen;
    /** @type {number | null | undefined} */ this._number; // of the view that all this belongs to
    /** @type {number | undefined} */ this._soon;
    this._round = 0;
    new OnBeat(this);
    new Listener(this, () => this.actions?.hints, { change: () => this.requestUpdate() });
    new Listener(this, () => this.feed, {
      events: ({ detail }) => this._happened(detail),
      reset: () => this._readSoon(),
    });
  }

  /** @param {DeskEvent[]} events */
  _happened(events) {
    if (events.some(({ question, type }) => question === this._number || type === "questions.ticketed"))
      this._readSoon();
  }

  willUpdate() {
    const { view } = this;
    const number = view ? view.number : null;
    if (number !== this._number) {
      this._number = number;
      this._past = null;
      this._trouble = "";
      this._readSoon();
    }
    this.actions.hints.open(view && [...MERGEABLE, "on_air", "answered"].includes(view.state) ? number : null);
  }

  // What its page tells besides: history, wordings, what is merged into it

  _readSoon() {
    clearTimeout(this._soon);
    if (this._number) this._soon = setTimeout(() => this._read(), SETTLED);
  }

  async _read() {
    const number = /** @type {number} */ (this._number);
    this._round += 1;
    const round = this._round;
    try {
      /** @type {Partial<Past>} */
      const found = await get(questionsPath(this.slug, number));
      if (number !== this._number || round !== this._round) return;
      const { history: told = [], revisions = [], merged = [], marks = [], thread } = found;
      this._past = { history: told, revisions, merged, marks, thread };
      this._trouble = "";
    } catch (trouble) {
      if (number === this._number && round === this._round) this._trouble = /** @type {Error} */ (trouble).message;
    }
  }

  // What the keys ask for

  edit() {
    if (this.view) this._texts.edit();
  }

  reply() {
    if (!this.view) return;
    if (!this._mayReply) return this.actions.cannot("reply", this.view);
    this.actions.reply(this.view);
  }

  async history() {
    if (!this.view) return;
    this._historyOpen = !this._historyOpen;
    await this.updateComplete;
    const part = /** @type {HTMLDetailsElement} */ (this.querySelector(".history"));
    part.querySelector("summary")?.focus({ preventScroll: true });
    if (this._historyOpen) part.scrollIntoView({ block: "nearest" });
  }

  /** Into the first of its likely doubles. */
  mergeFirst() {
    const { view } = this;
    if (!view) return;
    if (!this._may("merge")) return this.actions.cannot("merge", view);
    const { hints } = this.actions;
    const [first] = hints.number === view.number ? hints.found.similar : [];
    if (first && isLikely(first, view)) return this._act("merge", { into: first.number });
    if (first)
      refusal(t("№ {number} is too unlike for one key: look at it, or choose by M.", { number: first.number }));
    else if (hints.status === "looking") note(t("Likely doubles are still being looked for."));
    else refusal(t("№ {number} has no likely doubles.", { number: view.number }));
  }

  /** The last of its author's further messages is a question of its own. */
  partLast() {
    const last = furtherOf(this._past).at(-1);
    if (last) return this.actions.splitOff(last.number);
    return refusal(t("Its author has written nothing further."));
  }

  /** The offered topic number `n` becomes its topic at once. @param {number} n */
  chooseHint(n) {
    const topic = this._guesses("topics")[n - 1];
    if (topic) this._classify({ topic });
  }

  /** @param {Fields} fields */
  _classify(fields) {
    if (!this.view || !this._may("topic")) return this.actions.cannot("topic", this.view);
    if (this.feed.pending.of(this.view.number) === "classify") return;
    return this.actions.send("classify", this.view, fields);
  }

  get _texts() {
    return /** @type {DeskTexts} */ (this.querySelector("desk-texts"));
  }

  /** @param {Act} verb */
  _may(verb) {
    return mayAct(verb, this.view, this.feed);
  }

  get _mayReply() {
    return Boolean(this.view?.answerable) && mayReply(this.feed.you.roles);
  }

  /** @param {"topics" | "localities"} kind */
  _guesses(kind) {
    const { hints } = this.actions;
    return this.view && hints.number === this.view.number ? hints.found[kind].slice(0, 5) : [];
  }

  /** @param {number} number */
  _open(number) {
    this.dispatchEvent(new CustomEvent("open", { detail: number }));
  }

  /**
   * @param {Act} verb
   * @param {Fields} [fields]
   */
  _act(verb, fields) {
    this.dispatchEvent(new CustomEvent("act", { detail: { verb, fields } }));
  }

  // Drawing

  render() {
    const { view, feed } = this;
    if (!view && this.awaited)
      return html`<p class="empty" aria-busy="true"><b class="tabular">№ ${this.awaited}</b> ${t("Loading…")}</p>`;
    if (!view)
      return html`<p class="empty">${this.idle ? t("There is nothing to open.") : t("Open a question from the list: a click, or the arrow keys.")}</p>`;
    const { zone } = feed.state.broadcast;
    return html`<div class="head">
        ${this._title(view, zone)}
        <div class="line asker">${author(view, feed)} ${this._claim(view)} ${writes(feed, "question", view.number)}</div>
        ${this._kinds(view)} ${facts(view, zone, this.actions.lists, (number) => this._open(number))}
        ${dueLines(view, zone, feed.now())} ${stackLine(view, this, (verb) => this._may(verb))}
      </div>
      <desk-texts .feed=${feed} .view=${view} .actions=${this.actions} .past=${this._past} .sought=${this.sought}></desk-texts>
      ${shorterPanel({ view, hints: this.actions.hints, editing: Boolean(this.actions.drafts.of(view.number)?.open), pane: this })}
      ${conversation({ ...this._around(view, zone), past: this._past, slug: this.slug })}
      ${coveredPanel(view, view.marks.length ? view.marks : this._past?.marks || [], {
        may: (verb) => this._may(verb),
        act: (verb, fields) => this._act(verb, fields),
      })}
      ${extras(view, {
        slug: this.slug,
        mayNote: this._may("note"),
        note: (about) => this.actions.note(view, about),
        may: (verb) => this._may(verb),
        act: (verb, fields) => this._act(verb, fields),
      })}
      <div class="verbs line" role="group" aria-label=${t("Actions")}>
        ${this._may("edit") ? html`<button class="button" @click=${this.edit}>${icon("pencil")} ${t("Edit")} <kbd>E</kbd></button>` : nothing}
        ${VERBS.filter(([verb]) => this._may(verb)).map(
          ([verb, key, sign, label, tone]) => html`<button class="button ${tone}" @click=${() => this._act(verb)}>
            ${sign} ${label} <kbd>${key}</kbd>
          </button>`,
        )}
        ${looksOnly(this.feed.you.roles) ? html`<p class="quiet small">${looksOnlyWords(this.feed.you.roles)}</p>` : nothing}
        ${this._mayReply ? html`<button class="button" @click=${this.reply}>${icon("reply")} ${t("Reply in writing")} <kbd>W</kbd></button>` : nothing}
      </div>
      ${replies({ view, zone, may: mayReply(feed.you.roles), say: (verb, reply) => this.actions.onReply(verb, reply), path: filesOfReply(this.slug, view.number) })}
      ${matterPart({ view, feed, slug: this.slug, hints: this.actions.hints, join: (number) => this.dispatchEvent(new CustomEvent("matter", { detail: number })) })}
      ${this._doubles(view, zone)} ${this._askers(view, zone)} ${this._historyPart(view, zone)}`;
  }

  /**
   * @param {WholeView} view
   * @param {string} zone
   */
  _title(view, zone) {
    const pending = this.feed.pending.of(view.number);
    return html`<div class="line" aria-busy=${pending ? "true" : nothing}>
      <h2 class="tabular">№ ${view.number}</h2>
      ${stateChip(view.state)} ${pending ? html`<span class="chip coming">${underWay(pending, view)}</span>` : nothing}
      ${urgentMark(view)} ${rudeMark(view)} ${notAskingMark(view)} <span class="quiet">${sourceName(view.source)}</span>
      <span class="quiet" title=${dayAndHours(view.asked_at || view.received_at, zone)}>${age(view.asked_at || view.received_at, this.feed.now())}</span>
      ${
        view.askers > 1
          ? html`<button class="button bare count" @click=${this._showAskers} aria-label=${t("asked by {n}", { n: view.askers })}>×${view.askers}</button>`
          : nothing
      }
    </div>`;
  }

  _showAskers() {
    const list = /** @type {HTMLDetailsElement} */ (this.querySelector(".askers"));
    list.open = true;
    list.scrollIntoView({ block: "nearest" });
    list.querySelector("summary")?.focus({ preventScroll: true });
  }

  /** @param {WholeView} view */
  _claim(view) {
    const claim = this.feed.claimOf(view.number);
    if (!claim) return nothing;
    const mine = claim.mark === this.feed.you.mark;
    return html`<span class="chip ${mine ? "own" : ""}">${icon("hand")}${mine ? t("held by: you") : t("held by: {name}", { name: claim.by })}</span>`;
  }

  /** @param {WholeView} view */
  _kinds(view) {
    return kinds({
      view,
      may: (verb) => this._may(verb),
      guesses: (kind) => this._guesses(kind),
      act: (verb, fields) => this._act(verb, fields),
      choose: (fields) => this._classify(fields),
    });
  }

  /**
   * @param {WholeView} view
   * @param {string} zone
   */
  _doubles(view, zone) {
    const { hints } = this.actions;
    if (hints.number !== view.number) return nothing;
    return doubles({
      view,
      hints,
      zone,
      now: this.feed.now(),
      mayMerge: this._may("merge"),
      take: (into) => this._act("merge", { into }),
      give: (other) => this.actions.merge(this.actions.find(other.number) || other, { into: view.number }),
      open: (number) => this._open(number),
      again: () => hints.again(),
    });
  }

  /**
   * @param {WholeView} view
   * @param {string} zone
   */
  _askers(view, zone) {
    if (view.askers < 2) return nothing;
    const merged = this._past && this._past.merged.filter((one) => !one.further);
    return askers({ ...this._around(view, zone), merged, trouble: this._trouble });
  }

  /**
   * What is told of those whose messages stand with it.
   *
   * @param {WholeView} view
   * @param {string} zone
   */
  _around(view, zone) {
    return {
      view,
      zone,
      now: this.feed.now(),
      maySplit: mayAct("split", { ...view, state: "merged" }, this.feed),
      split: (/** @type {number} */ number) => this.actions.splitOff(number),
      open: (/** @type {number} */ number) => this._open(number),
    };
  }

  /** @param {Event} event */
  _toggled(event) {
    this._historyOpen = /** @type {HTMLDetailsElement} */ (event.target).open;
  }

  /**
   * @param {WholeView} view
   * @param {string} zone
   */
  _historyPart(view, zone) {
    return html`<details class="history" .open=${Boolean(this._historyOpen)} @toggle=${this._toggled}>
      <summary>${t("History")} <kbd>H</kbd></summary>
      ${
        this._historyOpen
          ? history({
              view,
              zone,
              past: this._past,
              trouble: this._trouble,
              lists: this.actions.lists,
              mayEdit: this._may("edit"),
              take: (text) => this._texts.take(text),
            })
          : nothing
      }
    </details>`;
  }
}

customElements.define("desk-pane", DeskPane);
