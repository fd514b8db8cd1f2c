/** What the other screener wrote on a card, field by field, while this one may be in it. */

import { FIELDS, same } from "./draft.js";

export class Others {
  constructor(feed, drafts) {
    this.feed = feed;
    this.drafts = drafts;
    this._last = new Map();
    this._theirs = new Map(); // "call/field" → {value, by}
  }

  /** The other's value of a field that shows another, or null. */
  of(call, field, shown) {
    const theirs = this._theirs.get(`${call}/${field}`);
    return theirs && same(theirs.value) !== same(shown) ? theirs : null;
  }

  dismiss(call, field) {
    this._theirs.delete(`${call}/${field}`);
  }

  happened(events) {
    for (const event of events) if (event.caller) this._compare(event.caller, event.by && event.by.name);
  }

  reset() {
    for (const view of this.feed.state.calls.values()) this._compare(view, null);
  }

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
