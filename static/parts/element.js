/** The base of every component: lit without a shadow root, so that one theme and one set of labels serve all. */

/** @import { PropertyDeclarations } from "lit" */
/** @import { Feed } from "./feed/feed.js" */

import { LitElement } from "lit";
import { OnBeat, beatOf } from "./feed/beat.js";
import { frame, presentFrame } from "./frame.js";

export class LiveElement extends LitElement {
  /** @returns {HTMLElement} */
  createRenderRoot() {
    return this;
  }
}

/** A component that shows a feed: it draws again when the feed or the minute changes, and what it is told in one frame once. */
export class FeedElement extends LiveElement {
  /** @type {PropertyDeclarations} */
  static properties = { feed: { attribute: false } };

  constructor() {
    super();
    /** @type {Feed} */ this.feed;
    new OnBeat(this);
  }

  /** When all that shows this feed is drawn anew. */
  get beat() {
    return beatOf(this.feed);
  }

  async scheduleUpdate() {
    if (this.hasUpdated && presentFrame() === null) await frame();
    return super.scheduleUpdate();
  }
}
