/** The base of every component: lit without a shadow root, so that one theme and one set of labels serve all. */

/** @import { PropertyDeclarations } from "lit" */
/** @import { Feed } from "./feed/feed.js" */

import { LitElement } from "lit";
import { Listener } from "./listener.js";

export class LiveElement extends LitElement {
  /** @returns {HTMLElement} */
  createRenderRoot() {
    return this;
  }
}

/** A component that shows a feed: it draws again when the feed or the minute changes. */
export class FeedElement extends LiveElement {
  /** @type {PropertyDeclarations} */
  static properties = { feed: { attribute: false } };

  constructor() {
    super();
    /** @type {Feed} */ this.feed;
    /** @type {number | undefined} */ this._minute;
    /** @type {number | undefined} */ this._calm;
    /** @type {number | undefined} */ this._paintedAt;
    new Listener(this, () => this.feed, { change: () => this._drawCalmly() });
  }

  /** Milliseconds between two drawings that only the feed asked for: a single event is drawn at once, a stream calmly. */
  get calm() {
    return 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this._minute = setInterval(() => this._drawCalmly(), 30000);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this._minute);
    clearTimeout(this._calm);
  }

  async scheduleUpdate() {
    // Bursts of frames are drawn once; a hidden page, which has no animation frames, is drawn when it is seen.
    if (this.hasUpdated) await new Promise((resolve) => requestAnimationFrame(resolve));
    this._paintedAt = performance.now();
    return super.scheduleUpdate();
  }

  _drawCalmly() {
    const wait = (this._paintedAt || 0) + this.calm - performance.now();
    clearTimeout(this._calm);
    if (wait <= 0) this.requestUpdate();
    else this._calm = setTimeout(() => this.requestUpdate(), wait);
  }
}
