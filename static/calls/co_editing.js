/** What the other screener wrote on a card, field by field, while this one may be in it. */

/** @import { CallView } from "../generated/protocol.js" */
/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { FeedEvent } from "../parts/feed/types.js" */
/** @import { CallDrafts } from "./draft.js" */
/** @import { Field, Theirs, Value } from "./types.js" */

import { FIELDS, same } from "./draft.js";

export class Others {
  /**
   * @param {Feed} feed
   * @param {CallDrafts} drafts
   */
  constructor(feed, drafts) {
    this.feed = feed;
    this.drafts = drafts;
    /** @type {Map<number, CallView>} */
    this._last = new Map();
    /** @type {Map<string, Theirs>} */
    this._theirs = new Map(); // by "call/field"
  }

  /**
   * The other's value of a field that shows another, or null.
   *
   * @param {number} call
   * @param {Field} field
   * @param {Value} shown
   */
  of(call, field, shown) {
    const theirs = this._theirs.get(`${call}/${field}`);
    return theirs && same(theirs.value) !== same(shown) ? theirs : null;
  }

  /**
   * @param {number} call
   * @param {Field} field
   */
  dismiss(call, field) {
    this._theirs.delete(`${call}/${field}`);
  }

  /** @param {FeedEvent[]} events */
  happened(events) {
    for (const event of events) if (event.caller) this._compare(event.caller, event.by && event.by.name);
  }

  reset() {
    for (const view of this.feed.state.calls.values()) this._compare(view, null);
  }

  /**
   * @param {CallView} view
   * @param {string | null} by
   */
  _compare(view, by) {
    const last = this._last.get(view.call);
    this._last.set(view.call, view);
    if (!last) return;
    for (const field of FIELDS) {
      if (same(last[field]) === same(view[field]) || this.drafts.isOwn(view.call, field, view[field])) continue;
      this._theirs.set(`${view.call}/${field}`, { value: view[field], by });
    }
  }
}
