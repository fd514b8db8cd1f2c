/** The base of every component: lit without a shadow root, so that one theme and one set of labels serve all. */

import { LitElement } from "lit";

export class LiveElement extends LitElement {
  createRenderRoot() {
    return this;
  }
}

/** A component that shows a feed: it draws again, at most once a frame, when the feed or the minute changes. */
export class FeedElement extends LiveElement {
  static properties = { feed: { attribute: false } };

  connectedCallback() {
    super.connectedCallback();
    this._draw = () => this.requestUpdate();
    if (this.feed) this._listen();
    this._minute = setInterval(this._draw, 30000);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this._minute);
    if (this._heard) this._heard.removeEventListener("change", this._draw);
    this._heard = null;
  }

  willUpdate(changed) {
    if (changed.has("feed")) this._listen();
  }

  async scheduleUpdate() {
    // Bursts of frames are drawn once; a hidden page, which has no animation frames, is drawn when it is seen.
    if (this.hasUpdated) await new Promise((resolve) => requestAnimationFrame(resolve));
    return super.scheduleUpdate();
  }

  _listen() {
    if (this._heard === this.feed) return;
    if (this._heard) this._heard.removeEventListener("change", this._draw);
    this._heard = this.feed;
    this.feed.addEventListener("change", this._draw);
  }
}
