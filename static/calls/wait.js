/** How long a caller has waited: text and colour change with the second, and nothing around them. */

/** @import { Feed } from "../parts/feed/feed.js" */

import { LiveElement } from "../parts/element.js";
import { Every } from "../parts/every.js";
import { span } from "../parts/time.js";

class CallWait extends LiveElement {
  static properties = { since: { attribute: false }, limit: { attribute: false }, feed: { attribute: false } };

  constructor() {
    super();
    /** @type {string | null} */ this.since;
    /** @type {number} */ this.limit;
    /** @type {Feed} */ this.feed;
    new Every(this, 250, () => this._write());
  }

  updated() {
    this._write();
  }

  _write() {
    if (!this.feed || !this.since) return;
    const seconds = Math.max(0, (this.feed.now().getTime() - Date.parse(this.since)) / 1000);
    const text = span(seconds);
    if (this.textContent !== text) this.textContent = text;
    this.classList.toggle("next-text", seconds > this.limit);
  }
}

customElements.define("call-wait", CallWait);
