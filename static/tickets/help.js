/** The keys of the tickets: one table that is listened to and that `?` shows. */

/** @import { LiveTickets } from "./tickets.js" */

import { html } from "lit";
import { ask } from "../parts/dialog.js";
import { t } from "../parts/i18n.js";

const DIGITS = [1, 2, 3, 4, 5, 6, 7];

/** @typedef {[codes: string[], shown: string, what: string, act: (screen: LiveTickets, event: KeyboardEvent) => unknown]} Key */

/** @type {Key[]} */
const ACTS = [
  [["KeyT"], "T", t("take it: I do it"), (screen) => screen.act("take")],
  [["KeyA"], "A", t("assign to a department and a person"), (screen) => screen.act("assign")],
  [["KeyS"], "S", t("take into work"), (screen) => screen.act("start")],
  [["KeyW"], "W", t("write the answer"), (screen) => screen.writeAnswer()],
  [["KeyH"], "H", t("put on hold, the clock stands"), (screen) => screen.act("hold")],
  [["KeyR"], "R", t("resume, reopen"), (screen) => screen.act(screen.mayReopen ? "reopen" : "resume")],
  [["KeyC"], "C", t("close"), (screen) => screen.act("close")],
  [["KeyN"], "N", t("a note for colleagues"), (screen) => screen.act("note")],
  [["KeyP"], "P", t("priority"), (screen) => screen.act("prioritise")],
  [["KeyG"], "G", t("turn into a formal appeal"), (screen) => screen.act("formal")],
  [["KeyD"], "D", t("pass the answer on to who has none"), (screen) => screen.act("pass_on")],
  [["KeyU"], "U", t("publish"), (screen) => screen.act("publish")],
];

/** @type {Key[]} */
const MOVES = [
  [["ArrowDown", "KeyJ"], "↓ J", t("open the next"), (screen) => screen.step(1)],
  [["ArrowUp", "KeyK"], "↑ K", t("open the one before"), (screen) => screen.step(-1)],
  [["PageDown"], "PageDown", t("a page down"), (screen) => screen.step(screen.list.page)],
  [["PageUp"], "PageUp", t("a page up"), (screen) => screen.step(-screen.list.page)],
  [["Slash", "NumpadDivide"], "/", t("search"), (screen) => screen.search()],
  [["KeyF"], "F", t("show everything"), (screen) => screen.showEverything()],
  [DIGITS.map((n) => `Digit${n}`), "1–7", t("tabs"), (screen, event) => screen.turn(Number(event.code.slice(-1)))],
  [["Escape"], "Esc", t("drop the selection, close the ticket"), (screen) => screen.escape()],
  [["Shift+Slash", "Shift+Digit7"], "?", t("keys"), () => help()], // where "?" stands in either layout
];

/** @type {Key[]} */
const SELECTS = [
  [["Space"], t("Space"), t("select the open ticket, or not"), (screen) => screen.toggle()],
  [["Ctrl+KeyA"], "Ctrl+A", t("select all of this filter"), (screen) => screen.selectAll()],
  [["Shift+KeyA"], "Shift+A", t("the selected: each to its topic's department"), (screen) => screen.assignByTopic()],
];

/**
 * Code → action, for onKeys.
 *
 * @param {LiveTickets} screen
 */
export function keysOf(screen) {
  /** @type {Record<string, (event: KeyboardEvent) => unknown>} */
  const table = {};
  for (const [codes, , , act] of [...ACTS, ...MOVES, ...SELECTS])
    for (const code of codes) table[code] = (event) => act(screen, event);
  return table;
}

export function help() {
  /**
   * @param {string} title
   * @param {Key[]} keys
   * @param {unknown} [more]
   */
  const group = (title, keys, more = "") => html`<section>
    <h3>${title}</h3>
    <dl class="keys">${keys.map(([, shown, what]) => html`<dt><kbd>${shown}</kbd></dt><dd>${what}</dd>`)}</dl>
    ${more}
  </section>`;
  ask({
    title: t("Keys"),
    fields: html`<div class="all-keys">
      ${group(t("The ticket"), ACTS)} ${group(t("Moving about"), MOVES)}
      ${group(t("Many at once"), SELECTS, html`<p class="quiet small">${t("While any are selected, A T P C act on all of them; a click with Shift selects a range.")}</p>`)}
    </div>`,
  });
}
