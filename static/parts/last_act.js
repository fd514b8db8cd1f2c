/** One's last act on a screen and its way back: the message offers it, and so does a key. */

import { t } from "./i18n.js";
import { note } from "./toast.js";

export class LastAct {
  constructor() {
    /** @type {(() => unknown) | null} */ this._back = null;
  }

  /** Whether there is something to take back. */
  get stands() {
    return this._back !== null;
  }

  /**
   * Something was done that may be taken back.
   *
   * @param {string} text
   * @param {() => unknown} back
   */
  done(text, back) {
    this._back = back;
    note(text, t("Undo (Z)"), () => this.undo());
  }

  /** Once; whether it still may, the server says. */
  undo() {
    const back = this._back;
    if (!back) return note(t("There is no move of yours to take back."));
    this._back = null;
    return back();
  }
}
