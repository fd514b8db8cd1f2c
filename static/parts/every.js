/** What an element does again and again while it is in the document, and no longer. */

/** @import { LitElement } from "lit" */

export class Every {
  /**
   * @param {LitElement} host
   * @param {number} pause milliseconds
   * @param {() => unknown} act
   */
  constructor(host, pause, act) {
    /** @type {number | undefined} */ this._timer;
    this._pause = pause;
    this._act = act;
    host.addController(this);
  }

  hostConnected() {
    this._timer = setInterval(this._act, this._pause);
  }

  hostDisconnected() {
    clearInterval(this._timer);
  }
}
