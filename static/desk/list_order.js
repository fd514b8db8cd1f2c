/**
 * The order of the present filter, kept exact as far as it is loaded: its numbers come from the server a page at a time,
 * as they are scrolled to, and every event is applied to them. "change" says that the list or its status is different.
 */

/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { Filter } from "./filter_state.js" */
/** @import { Answered, DeskEvent, OneEvent, SliceEvent, WholeView } from "./types.js" */

import { get, questionsPath } from "../parts/api.js";
import { Order } from "./order.js";
import { TABS, asQuery, isFiltered, listsStacks, passes, sameFilter, tabCount } from "./filter_state.js";

const PAGE = 5000;
const FOUND = 500; // of a search
const ENDS = 100; // of the oldest, where the newest come first
const ONLY = 500;
const ASK_AFTER = 250;
const AGAIN = 3000;

export class Listing extends EventTarget {
  /**
   * `held()`: whether the list must stand still now.
   *
   * @param {Feed} feed
   * @param {string} slug
   * @param {() => boolean} held
   */
  constructor(feed, slug, held) {
    super();
    this.feed = feed;
    this.path = `${questionsPath(slug)}/numbers`;
    this.held = held;
    /** @type {Filter | null} */
    this.filter = null;
    this.oldestFirst = false;
    this.order = new Order();
    this.status = "loading"; // "ready": the order is this filter's; "failed": see trouble
    this.trouble = "";
    /** @type {Filter | null} */
    this._of = null; // the filter that the order in sight belongs to
    this._told = 0; // what the server counted beyond what is loaded
    this._capped = false;
    /** @type {Order | null} */
    this._fresh = null; // an order on its way in
    /** @type {Order | null} */
    this._ends = null; // the oldest ones, while the order in sight does not reach them
    /** @type {number | undefined} */
    this.sight = undefined; // the last number in sight
    /** @type {Map<number, number>} */
    this._mine = new Map(); // number → the log's number up to which its events are the person's own doing
    /** @type {Map<number, boolean>} */
    this._unsure = new Map(); // number of which only the server knows whether it has the words → by the person's own act
    /** @type {object | null} */
    this._loading = null; // stands for the loading that is under way
    /** @type {(() => void) | null} */
    this._retry = null; // goes on where the last try failed
    /** @type {number | null} */
    this._soon = null;
    this._asking = false;
    feed.addEventListener("answered", (event) => this._answered(/** @type {CustomEvent<Answered>} */ (event).detail));
    feed.addEventListener("change", () => this._backInTouch());
  }

  /** How many match, and whether there are still more than that. */
  get total() {
    const { order, filter } = this;
    if (order.complete) return { count: order.matching, more: false };
    // What is not narrowed the feed counts exactly.
    if (filter && this.current && !isFiltered(filter) && !listsStacks(filter))
      return { count: tabCount(filter.tab, this.feed.state.counts), more: false };
    return { count: Math.max(0, this._told) + order.matching, more: this._capped };
  }

  /** The one that has stood longest, or undefined; known once that end of the list is loaded. */
  get oldest() {
    return this.order.oldest ?? (this.order.complete ? undefined : this._ends?.oldest);
  }

  /** Whether what is in sight belongs to the present filter. */
  get current() {
    return this._of === this.filter;
  }

  /**
   * Lists another filter; until its first page is here, `current` says that what stands there is another's.
   *
   * @param {Filter} filter
   */
  choose(filter) {
    if (this.filter && sameFilter(filter, this.filter) && filter.stacks === this.filter.stacks) return;
    this.filter = { ...filter };
    this.status = "loading";
    this._unsure.clear();
    this.reload();
  }

  /**
   * Turns the order round: what is loaded whole at once, else it is loaded from its other end.
   *
   * @param {boolean} oldestFirst
   */
  turn(oldestFirst) {
    if (oldestFirst === this.oldestFirst) return;
    this.oldestFirst = oldestFirst;
    if (this.current && this.order.complete && !this._fresh) {
      this.order.release();
      this.order.turn();
      this._changed();
    } else {
      this._of = null;
      this.status = "loading";
      this.reload();
    }
  }

  /** Everything from the start: another filter, the feed was reset, or the last try failed. */
  reload() {
    // Before the first snapshot nothing is read: events between the two would be missed. Its reset comes here.
    if (!this.filter || this.feed.to === null) return;
    if (this.status === "failed" && !this.current) this.status = "loading";
    this._load();
  }

  /** The feed was reset: what it skipped is not known one by one. */
  reset() {
    this._mine.clear();
    this._unsure.clear();
    this.reload();
  }

  /** @param {DeskEvent[]} events */
  happened(events) {
    if (!this.filter) return;
    const held = this.held();
    const pass = passes(this.filter);
    for (const event of events) {
      if (event.type === "questions.ticketed") this._ticketed(event, held);
      else if (event.question) this._one(event, pass, held);
      else if (event.type === "cluster.grown" && this.filter.cluster) this.reload();
    }
    const ends = this._ends;
    if (ends?.begun && !ends.complete && ends.oldest === undefined) this._loadEnds();
    this._changed();
  }

  release() {
    this.order.release();
    this._changed();
  }

  /** The next page. */
  more() {
    if (!this.order.complete && !this._loading && this.status === "ready") this._continue(this.order, () => false);
  }

  /**
   * @param {OneEvent} event
   * @param {(view: WholeView) => boolean} pass
   * @param {boolean} held
   */
  _one({ question, type, read, view, seq }, pass, held) {
    const own = this._isMine(question, seq);
    const still = held && !own;
    if (!view || !pass(view)) {
      this._unsure.delete(question);
      for (const order of this._orders()) order.leave(question, still);
    } else if (this.filter?.q || this.filter?.cluster) {
      // The words of a new question are known once it has been read, and its cluster a little later.
      if (type !== "question.received" || read) this._ask(question, own);
    } else {
      for (const order of this._orders()) order.arrive(question, still);
    }
  }

  /**
   * A slice of a wrap: numbers without views.
   *
   * @param {SliceEvent} event
   * @param {boolean} held
   */
  _ticketed({ questions }, held) {
    if (!TABS[/** @type {Filter} */ (this.filter).tab].states) return;
    for (const { question } of questions) for (const order of this._orders()) order.leave(question, held);
  }

  /** The orders that are this filter's: the one in sight, its other end, and the one on its way in. */
  _orders() {
    const orders = [this.current && this.order, this._ends, this._fresh].filter(
      (order, i, all) => order && all.indexOf(order) === i,
    );
    return /** @type {Order[]} */ (orders);
  }

  // Own doing

  /** @param {Answered} answered */
  _answered({ body, answer }) {
    if (!answer.ok) return;
    const results = answer.results || [];
    const numbers =
      body.type === "questions.bulk"
        ? body.questions.filter((_, i) => results[i].ok).map(({ question }) => question)
        : [body.question];
    for (const number of numbers) {
      if (!number) continue;
      if ((this.feed.to ?? 0) < answer.seq) this._mine.set(number, answer.seq);
      else if (this._unsure.has(number)) this._unsure.set(number, true);
      else this.order.settle(number);
    }
    this._changed();
  }

  /**
   * @param {number} number
   * @param {number} seq
   */
  _isMine(number, seq) {
    const until = this._mine.get(number);
    if (until === undefined) return false;
    if (seq >= until) this._mine.delete(number);
    return seq <= until;
  }

  // Loading

  _load() {
    const filter = /** @type {Filter} */ (this.filter);
    const fresh = new Order(this.oldestFirst);
    this._fresh = fresh;
    this._ends = null;
    // A new filter's first page is shown at once; what is in sight is replaced by as much as the eye needs of it.
    const needed = this.current ? this.sight : undefined;
    this._changed();
    this._continue(fresh, () => {
      if (!this.current) this._show(filter, fresh);
      if (this.order !== fresh) {
        if (needed !== undefined && !fresh.reaches(needed)) return true;
        this.order.adopt(fresh, this.held());
        this._show(filter, this.order);
      }
      if (!fresh.complete && !filter.q && !this.oldestFirst) this._loadEnds();
      return false;
    });
  }

  /** The oldest ones, so that the longest wait is known however far down they stand. */
  async _loadEnds() {
    const ends = new Order(true);
    const filter = /** @type {Filter} */ (this.filter);
    this._ends = ends;
    try {
      /** @type {{ numbers: number[], next: number | null }} */
      const page = await get(this.path, { ...asQuery(filter), ...ends.further, limit: ENDS });
      ends.page(page.numbers, page.next !== null);
      this._changed();
    } catch {
      if (this._ends === ends) this._ends = null; // told with the next page, and nothing without it
    }
  }

  /**
   * @param {Filter} filter
   * @param {Order} order
   */
  _show(filter, order) {
    this._of = filter;
    this.order = order;
    this._fresh = null;
    this.status = "ready";
  }

  /**
   * Loads pages into `order`, each followed by `onwards`, as long as that says true.
   *
   * @param {Order} order
   * @param {() => boolean} onwards
   */
  async _continue(order, onwards) {
    clearTimeout(this._again);
    const mine = {};
    this._loading = mine;
    try {
      let go = true;
      while (go && !order.complete) {
        const filter = /** @type {Filter} */ (this.filter);
        /** @type {{ numbers: number[], next: number | null, total?: number, more?: boolean }} */
        const page = await get(this.path, {
          ...asQuery(filter),
          ...order.further,
          limit: filter.q ? FOUND : PAGE,
        });
        if (this._loading !== mine) return;
        order.page(page.numbers, page.next !== null);
        if (page.total !== undefined) [this._told, this._capped] = [page.total, Boolean(page.more)]; // counted once
        this._told -= page.numbers.length;
        this.trouble = "";
        go = onwards();
        this._changed();
      }
      this._loading = null;
    } catch (trouble) {
      if (this._loading === mine) this._failed(/** @type {Error} */ (trouble), () => this._continue(order, onwards));
    }
  }

  /**
   * @param {Error} trouble
   * @param {() => void} again
   */
  _failed(trouble, again) {
    this._loading = null;
    this.trouble = trouble.message;
    if (this._fresh) {
      this.status = "failed";
      if (!this.current) this.order = new Order(this.oldestFirst);
    }
    this._retry = again;
    this._again = setTimeout(() => this.retry(), AGAIN);
    this._changed();
  }

  /** Goes on where the last try failed. */
  retry() {
    const again = this._retry;
    this._retry = null;
    if (again && !this._loading) again();
  }

  _backInTouch() {
    const inStep = this.feed.status === "in_step";
    if (inStep && !this._inStep) {
      this.retry();
      this._askSoon();
    }
    this._inStep = inStep;
  }

  // Words: the server is asked, a few at a time and once at a time

  /**
   * @param {number} number
   * @param {boolean} own
   */
  _ask(number, own) {
    this._unsure.set(number, own);
    this._askSoon();
  }

  _askSoon() {
    if (!this._unsure.size || this._asking || this._soon) return;
    this._soon = setTimeout(() => {
      this._soon = null;
      this._askNow();
    }, ASK_AFTER);
  }

  async _askNow() {
    const filter = /** @type {Filter} */ (this.filter);
    const asked = [...this._unsure].slice(0, ONLY);
    if (!asked.length) return;
    for (const [number] of asked) this._unsure.delete(number);
    this._asking = true;
    try {
      const only = asked.map(([number]) => number).join(",");
      /** @type {{ numbers: number[] }} */
      const page = await get(this.path, { ...asQuery(filter), only, limit: ONLY });
      this.trouble = "";
      if (filter === this.filter) this._heard(asked, new Set(page.numbers));
    } catch (trouble) {
      this.trouble = /** @type {Error} */ (trouble).message;
      this._changed();
      if (filter === this.filter)
        for (const [number, own] of asked) if (!this._unsure.has(number)) this._unsure.set(number, own);
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
    }
    this._asking = false;
    this._askSoon();
  }

  /**
   * @param {Array<[number, boolean]>} asked
   * @param {Set<number>} found
   */
  _heard(asked, found) {
    const held = this.held();
    for (const [number, own] of asked) {
      if (this._unsure.has(number)) continue; // something has happened to it since: asked again
      for (const order of this._orders()) {
        if (found.has(number)) order.arrive(number, held && !own);
        else order.leave(number, held && !own);
      }
    }
    this._changed();
  }

  _changed() {
    this.dispatchEvent(new Event("change"));
  }
}
