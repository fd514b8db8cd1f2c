/** What an element hears while it is in the document, and no longer. */

/** @import { LitElement } from "lit" */
/** @import { Act } from "./keys.js" */

import { onKeys } from "./keys.js";

/** Hears the events of a target, which may come later: a property that is set before the first drawing, or what that draws. */
export class Listener {
  /**
   * @param {LitElement} host
   * @param {() => EventTarget | null | undefined} target
   * @param {Record<string, (event: any) => unknown>} table any: which events come by a name is the target's matter
   */
  constructor(host, target, table) {
    /** @type {EventTarget | null} */ this._heard = null;
    this._target = target;
    this._table = Object.entries(table);
    host.addController(this);
  }

  hostConnected() {
    this._follow();
  }

  hostUpdate() {
    this._follow();
  }

  hostUpdated() {
    this._follow();
  }

  hostDisconnected() {
    for (const [type, hear] of this._table) this._heard?.removeEventListener(type, hear);
    this._heard = null;
  }

  /** From one target to another, where the property that names it was set anew. */
  _follow() {
    const target = this._target() ?? null;
    if (target === this._heard) return;
    this.hostDisconnected();
    for (const [type, hear] of this._table) target?.addEventListener(type, hear);
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
