/** The head's screen: what is on air, what comes next with the facts prepared for it, what was promised, who asks what. */

/** @import { TemplateResult } from "lit" */
/** @import { QuestionView } from "../generated/protocol.js" */
/** @import { HeadAssignment } from "./assignment.js" */
/** @import { Counted } from "./types.js" */

import { html, nothing } from "lit";
import { FeedElement } from "../parts/element.js";
import { Feed } from "../parts/feed/feed.js";
import { onAir, shortlist } from "../parts/feed/in_order.js";
import { icon } from "../parts/icon.js";
import { t, tn } from "../parts/i18n.js";
import { may } from "../parts/moves.js";
import { keepPage } from "../parts/offline.js";
import { offers } from "../parts/palette/key.js";
import { verbsOf } from "../parts/palette/verbs.js";
import { pollResult, shownPoll } from "../parts/polls.js";
import { promiseActs } from "../parts/questions/promise.js";
import { hours } from "../parts/time.js";
import { accepted } from "../parts/toast.js";
import { aloud, askerAloud } from "../parts/words.js";
import { airCard, lastCard, nextCard, promiseWords } from "./cards.js";
import { Counts, Earlier, Promised } from "./facts.js";
import { KEYS } from "./offered.js";
import { Target } from "./target.js";
import "../parts/clock.js";
import "../parts/clusters.js";
import "../parts/topbar.js";
import "./assignment.js";
import "./chart.js";

const NEXT = 5;

export class LiveHead extends FeedElement {
  /** `taking`: the question that this person is taking at this moment. */
  static properties = { ...FeedElement.properties, taking: { state: true } };

  constructor() {
    super();
    /** @type {number | null | undefined} */
    this.taking;
    this.slug = /** @type {string} */ (document.body.dataset.slug);
    this.feed = new Feed({ broadcast: this.slug, screen: "head", keep: true });
    const changed = () => this.requestUpdate();
    this.target = new Target(this.feed, changed);
    this.promised = new Promised(this.feed, this.slug, changed);
    this.counts = new Counts(this.feed, this.slug, changed);
    this.earlier = new Earlier(this.feed, this.slug, changed);
    offers({ slug: this.slug, verbs: () => verbsOf(this, KEYS) });
  }

  connectedCallback() {
    super.connectedCallback();
    keepPage();
  }

  /** Whether this person may do anything here: an observer only looks. */
  get acts() {
    return this.feed.may("head", "producer");
  }

  render() {
    const { feed } = this;
    const bar = html`<live-topbar .feed=${feed} heading=${t("Head")}></live-topbar>`;
    if (!feed.state.broadcast) return bar;
    const list = shortlist(feed.state);
    return html`${bar}
      <main id="main" class="columns">
        <div class="stack queue">
          ${airCard(this, onAir(feed.state))} ${lastCard(this, this._last())}
          <section class="stack" aria-label=${t("What comes next")}>
            <h2 class="label">${t("What comes next")} · ${t("{n} in the list", { n: list.length })}</h2>
            ${list.slice(0, NEXT).map((view, i) => nextCard(this, view, i + 1, this._isOpen(view, i)))}
            ${list.length > NEXT ? html`<p class="quiet more">${tn("and {n} more|and {n} more", list.length - NEXT)}</p>` : nothing}
            ${list.length ? nothing : html`<p class="empty">${t("The list is empty.")}</p>`}
          </section>
        </div>
        <aside class="side">${this._poll()} <live-clusters .feed=${feed} large></live-clusters> ${this._counts()} ${this._promises()}</aside>
      </main>
      ${this._actions()} <head-assignment .feed=${feed}></head-assignment>`;
  }

  updated() {
    if (this.feed.status === "refused") for (const read of [this.promised, this.counts, this.earlier]) read.forget();
    const { state } = this.feed;
    this.earlier.see([onAir(state), ...shortlist(state).slice(0, NEXT)].filter((view) => view !== null));
  }

  /**
   * The first is unfolded until another is tapped.
   *
   * @param {QuestionView} view
   * @param {number} place
   */
  _isOpen(view, place) {
    const next = this.target.view;
    const another = next && next.state === "shortlisted";
    return another ? next.number === view.number : place === 0;
  }

  /**
   * The question that was answered last.
   *
   * @returns {QuestionView | null}
   */
  _last() {
    /** @type {QuestionView[]} */
    const answered = [...this.feed.state.questions.values()].filter(
      ({ state, moved }) => state === "answered" && moved,
    );
    /** @param {QuestionView} view */
    const at = (view) => view.moved?.at || "";
    return answered.reduce(
      (last, view) => (!last || at(view) > at(last) ? view : last),
      /** @type {QuestionView | null} */ (null),
    );
  }

  /** What viewers are asked now, and how it stands. */
  _poll() {
    const poll = shownPoll(this.feed.state);
    if (!poll) return nothing;
    return html`<section class="stack poll-now" aria-label=${t("Poll on air")}>
      <h2 class="label">${t("Poll on air")}${poll.state === "closed" ? html` · ${t("closed")}` : nothing}</h2>
      <p class="text"><b>${poll.question}</b></p>
      ${pollResult(poll)}
    </section>`;
  }

  _counts() {
    const { told } = this.counts;
    const unknown = this.feed.status === "in_step" ? t("Being counted…") : t("Not known until there is a connection.");
    /** @type {(counts: Counted, key: "topics" | "localities") => number} */
    const left = (counts, key) =>
      counts.received - counts[key].slice(0, 6).reduce((sum, { askers }) => sum + askers, 0);
    /** @type {(counts: Counted, key: "topics" | "localities", words: (n: number) => string) => string} */
    const others = (counts, key, words) => (left(counts, key) ? words(left(counts, key)) : "");
    /** @type {(heading: string, key: "topics" | "localities", words: (n: number) => string) => TemplateResult} */
    const chart = (heading, key, words) =>
      html`<head-chart .heading=${heading} .groups=${told && told[key]} .rest=${told ? others(told, key, words) : unknown}></head-chart>`;
    return html`<section class="charts" aria-label=${t("Who asks about what")}>
      ${chart(t("Topics"), "topics", (n) => tn("{n} question on other topics or without one|{n} questions on other topics or without one", n))}
      ${chart(t("Places"), "localities", (n) => tn("{n} question from elsewhere or nobody knows where|{n} questions from elsewhere or nobody knows where", n))}
    </section>`;
  }

  _promises() {
    const { all } = this.promised;
    const { zone } = this.feed.state.broadcast;
    return html`<section class="stack promised" aria-label=${t("Promised today")}>
      <h2 class="label">${t("Promised today")} · ${all.length}</h2>
      <ul>
        ${all.map(
          (promise) => html`<li>
            <b class="tabular">№ ${promise.number}</b> ${promise.at ? html`<span class="small quiet tabular">${hours(promise.at, zone)}</span>` : nothing}
            ${promiseWords(this, promise)} ${promiseActs(this.feed, promise)}
          </li>`,
        )}
      </ul>
      ${all.length ? nothing : html`<p class="quiet small">${t("Nothing yet.")}</p>`}
    </section>`;
  }

  /** The two large actions, always in one place, about the question that is named beside them. */
  _actions() {
    const { view } = this.target;
    if (!this.acts || !view) return nothing;
    const { broadcast } = this.feed.state;
    const { roles } = this.feed.you;
    const want = may("want", view, broadcast, roles) && view.state === "shortlisted";
    const unwant = may("unwant", view, broadcast, roles);
    const promise = may("promise", view, broadcast, roles);
    /** @param {boolean} can */
    const deaf = (can) => this.target.deaf || this.taking === view.number || !can;
    return html`<section class="acts" aria-label=${t("Actions")}>
      <p class="about" aria-live="polite">
        <span class="line"><b class="tabular">№ ${view.number}</b><span class="clip">${askerAloud(view)}</span></span>
        <span class="clip quiet">${aloud(view)}</span>
      </p>
      ${
        this.feed.may("head")
          ? view.wanted
            ? html`<button class="button great" aria-disabled=${deaf(unwant)} @click=${() => deaf(unwant) || this.say("unwant", view)}>
              ${icon("undo-2")} <span>${t("You take this question")}<br /><span class="small">${t("do not take it after all")}</span></span>
            </button>`
            : html`<button class="button great" aria-disabled=${deaf(want)} @click=${() => deaf(want) || this.say("want", view)}>
              ${icon("star")} ${t("I take this question")}
            </button>`
          : nothing
      }
      <button class="button own great" aria-disabled=${deaf(promise)} @click=${() => deaf(promise) || this.sheet.open(view)}>${icon("flag")} ${t("Assignment")}</button>
    </section>`;
  }

  /** @type {(verb: "want" | "unwant", view: QuestionView) => Promise<void>} */
  async say(verb, view) {
    this.taking = view.number;
    accepted(await this.feed.command(`question.${verb}`, { question: view.number, version: view.version }));
    this.taking = null;
  }

  get sheet() {
    return /** @type {HeadAssignment} */ (this.querySelector("head-assignment"));
  }
}

customElements.define("live-head", LiveHead);
