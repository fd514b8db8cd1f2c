/** The keys of the prompter: one table that is listened to and that `?` shows, and the keys taught on this device. */

/** @import { LivePrompter } from "./prompter.js" */
/** @import { KeyRow } from "./types.js" */

import { t } from "../parts/i18n.js";
import { onKeys } from "../parts/keys.js";
import { QUESTION_MARK } from "../parts/shortcuts.js";
import { device } from "../parts/storage.js";

const TAUGHT = "prompter/keys";

/** @type {KeyRow[]} */
export const READING = [
  [["Space", "Period", "F5"], `${t("Space")} . F5`, t("start, pause"), ({ reel }) => reel.scroll.toggle()],
  [["PageDown"], "PgDn", t("on by what was in sight"), (prompter) => prompter.page(1), { held: true }],
  [["PageUp"], "PgUp", t("back by as much"), (prompter) => prompter.page(-1), { held: true }],
  [["ArrowDown"], "↓", t("a line on"), (prompter) => prompter.line(1), { held: true }],
  [["ArrowUp"], "↑", t("a line back"), (prompter) => prompter.line(-1), { held: true }],
  [["Home"], "Home", t("to the top"), ({ reel }) => reel.scroll.home()],
  [["ArrowRight"], "→", t("faster"), (prompter) => prompter.step("speed", 1), { held: true }],
  [["ArrowLeft"], "←", t("slower"), (prompter) => prompter.step("speed", -1), { held: true }],
  [["Enter", "NumpadEnter"], "Enter", t("the message is seen"), (prompter) => prompter.acknowledge()],
  [["KeyR"], "R", t("show the corrected text; take away what has left the air"), ({ reading }) => reading.accept()],
];

/** @type {KeyRow[]} */
export const LOOK = [
  [["Equal", "NumpadAdd"], "+", t("larger letters"), (prompter) => prompter.step("size", 1)],
  [["Minus", "NumpadSubtract"], "−", t("smaller letters"), (prompter) => prompter.step("size", -1)],
  [["BracketRight"], "]", t("longer lines"), (prompter) => prompter.step("measure", 1)],
  [["BracketLeft"], "[", t("shorter lines"), (prompter) => prompter.step("measure", -1)],
  [["Shift+ArrowRight"], "Shift+→", t("wider margins"), (prompter) => prompter.step("margin", 1), { held: true }],
  [["Shift+ArrowLeft"], "Shift+←", t("narrower margins"), (prompter) => prompter.step("margin", -1), { held: true }],
  [["Shift+ArrowDown"], "Shift+↓", t("the reading line lower"), (prompter) => prompter.step("line", 1), { held: true }],
  [["Shift+ArrowUp"], "Shift+↑", t("the reading line higher"), (prompter) => prompter.step("line", -1), { held: true }],
  [["Shift+KeyM"], "Shift+M", t("mirror left and right"), (prompter) => prompter.flip("mirror_x")],
  [["Shift+KeyV"], "Shift+V", t("mirror up and down"), (prompter) => prompter.flip("mirror_y")],
  [["Shift+KeyC"], "Shift+C", t("other colours"), ({ view }) => view.recolour()],
  [["Shift+KeyP"], "Shift+P", t("pedal, gamepad, shuttle"), (prompter) => prompter.controllers()],
  [["KeyF"], "F", t("full screen"), (prompter) => prompter.fill()],
  [QUESTION_MARK, "?", t("keys"), (prompter) => prompter.help()],
];

export class Keys {
  /** @param {LivePrompter} prompter */
  constructor(prompter) {
    this._prompter = prompter;
    /** @type {Record<string, string>} */ this.taught = device.load(TAUGHT) || {}; // code → the first code of what it does
    /** @type {(() => void) | undefined} */ this._stop;
    this._listen();
  }

  /**
   * The taught keys of an act, as they are called.
   *
   * @param {KeyRow} row
   */
  of([[own]]) {
    return Object.keys(this.taught).filter((code) => this.taught[code] === own);
  }

  /**
   * From now on this key does that; one that did it before still does.
   *
   * @param {string} code
   * @param {KeyRow} row
   */
  teach(code, [[own]]) {
    this._keep({ ...this.taught, [code]: own });
  }

  /**
   * The keys do again what the table says.
   *
   * @param {KeyRow} row
   */
  forget([[own]]) {
    this._keep(Object.fromEntries(Object.entries(this.taught).filter(([, act]) => act !== own)));
  }

  /** @param {Record<string, string>} taught */
  _keep(taught) {
    this.taught = taught;
    device.keep(TAUGHT, taught);
    this._listen();
  }

  stop() {
    this._stop?.();
  }

  _listen() {
    this.stop();
    /** @type {Record<string, (event: KeyboardEvent) => unknown>} */
    const table = {};
    const acts = [...READING, ...LOOK];
    for (const row of acts) for (const code of row[0]) table[code] = heard(row, this._prompter);
    for (const [code, own] of Object.entries(this.taught)) {
      const row = acts.find(([[first]]) => first === own);
      if (row) table[code] = heard(row, this._prompter);
    }
    this._stop = onKeys(table);
  }
}

/**
 * A key held down moves the text, and never starts, stops or turns anything over and over.
 *
 * @type {(row: KeyRow, prompter: LivePrompter) => (event: KeyboardEvent) => unknown}
 */
function heard([, , , act, { held = false } = {}], prompter) {
  return (event) => (event.repeat && !held ? undefined : act(prompter));
}
