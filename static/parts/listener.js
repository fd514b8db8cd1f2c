/** What an element hears while it is in the document, and no longer. */

/** @import { LitElement } from "lit" */
/** @import { Act } from "./keys.js" */

import { onKeys } from "./keys.js";

/** Hears the events of a target, which may come later: a property that is set before the first drawing. */
export class Listener {
  /**
   * @param {LitElement} host
   * @param {() => EventTarget | null | undefined} target
   * @param {string} type
   * @param {(event: any) => unknown} hear any: which events come by this name is its target's matter
   * @param {boolean} capture
   */
  constructor(host, target, type, hear, capture = false) {
    /** @type {EventTarget | null} */ this._heard = null;
    this._target = target;
    this._type = type;
    this._hear = hear;
    this._capture = capture;
    host.addController(this);
  }

  hostConnected() {
    this._follow();
  }

  hostUpdate() {
    this._follow();
  }

  hostDisconnected() {
    this._heard?.removeEventListener(this._type, this._hear, this._capture);
    this._heard = null;
  }

  /** From one target to another, where the property that names it was set anew. */
  _follow() {
    const target = this._target() ?? null;
    if (target === this._heard) return;
    this.hostDisconnected();
    target?.addEventListener(this._type, this._hear, this._capture);
    this._heard = target;
  }
}

/** Hears single keys by a table. */
export class KeyListener {
  /**
   * @param {LitElement} host
   * @param {() => Record<string, Act>} table
   */
  constructor(host, table) {
    this._table = table;
    host.addController(this);
  }

  hostConnected() {
    this._stop = onKeys(this._table());
  }

  hostDisconnected() {
    this._stop?.();
  }
}
