/**
 * Short messages in the top bar: what was refused and what is true now, or what can be undone. One at a time and one line
 * high, beside the bar's buttons, so that it covers nothing that is being worked with.
 */

/** @import { Answer, Problem } from "./feed/types.js" */
/** @import { Message } from "./one_message.js" */

import { html, nothing, render } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { icon } from "./icon.js";
import { t } from "./i18n.js";
import { OneMessage } from "./one_message.js";

/** Pixels that a message needs beside the buttons; where there are fewer, it stands under them. */
const WIDE = 420;
/** Pixels that are enough to leave the show's clock in sight. */
const BESIDE_THE_CLOCK = 360;
/** A line's height in sizes of its letters. */
const LEADING = 1.2;
const LOW = 24;
const HIGH = 48;

const messages = new OneMessage();
/** @type {number | undefined} */
let timer;

function box() {
  let found = /** @type {HTMLElement | null} */ (document.querySelector(".toasts"));
  if (!found) {
    found = document.createElement("div");
    found.className = "toasts";
    document.body.append(found);
    addEventListener("resize", place);
  }
  return found;
}

/**
 * Where the top bar has nothing that is pressed, nor the show's clock where there is room beside it: between its first
 * button and its last ones, or else under them. On a phone a bar of one row is covered up to its mark.
 */
function place() {
  const end = document.querySelector(".topbar .end, .corner")?.getBoundingClientRect();
  if (!end) return;
  const bar = document.querySelector(".topbar")?.getBoundingClientRect() || end;
  const home = document.querySelector(".topbar .home")?.getBoundingClientRect();
  const oneRow = !home || Math.abs(home.top + home.height / 2 - end.top - end.height / 2) < LOW / 2;
  const clock = document.querySelector(".topbar live-tick")?.getBoundingClientRect();
  const clear = clock && oneRow && end.left - clock.right >= BESIDE_THE_CLOCK;
  const start = home && oneRow ? home.right : 0;
  const left = clear ? clock.right : start;
  const narrow = end.left - start < WIDE;
  const rows = bar.height > end.height + LOW + 12 && end.top - bar.top < LOW ? 2 : 1;
  /** @type {[number, number, number, number]} */
  let room = [left, end.left, oneRow && rows === 1 ? bar.top : end.top, oneRow && rows === 1 ? bar.bottom : end.bottom];
  if (narrow && (rows === 2 || document.querySelector(".corner")))
    room = [0, innerWidth, end.bottom, Math.max(bar.bottom, end.bottom + LOW)];
  else if (narrow && home && oneRow)
    room = [0, document.querySelector(".topbar .trust")?.getBoundingClientRect().left ?? end.left, bar.top, bar.bottom];
  // A bar that is scrolled away leaves the message at the window's edge.
  const height = Math.min(HIGH, room[3] - room[2]);
  const { style } = box();
  style.left = `${room[0]}px`;
  style.width = `${room[1] - room[0]}px`;
  style.top = `${Math.max(0, room[2])}px`;
  style.height = `${height}px`;
  style.setProperty("--room", `${height}px`);
  const line = LEADING * parseFloat(getComputedStyle(box()).fontSize);
  style.setProperty("--lines", String(Math.max(1, Math.floor(height / line))));
}

function draw() {
  const now = performance.now();
  const message = messages.standing;
  if (message) place();
  render(message ? keyed(message, toast(message)) : nothing, box());
  clearTimeout(timer);
  if (message) timer = setTimeout(drop, messages.left(now));
}

/** @param {Message} message */
function toast(message) {
  const act = () => (drop(), message.act?.());
  return html`<div class="toast ${message.kind}" role=${message.kind === "refusal" ? "alert" : "status"}
    @pointerenter=${hold} @focusin=${hold} @pointerleave=${letGo} @focusout=${letGo}>
    <span class="says">${message.text}</span>
    ${message.act ? html`<button class="button" @click=${act}>${message.label}</button>` : nothing}
    <button class="button bare square" aria-label=${t("Close")} @click=${drop}>${icon("x")}</button>
  </div>`;
}

function drop() {
  messages.drop(performance.now());
  draw();
}

/** @param {Message} message */
function show(message) {
  messages.add(message, performance.now());
  draw();
}

/** A message that is being read, or whose button has the focus, stays. */
function hold() {
  clearTimeout(timer);
}

function letGo() {
  messages.again(performance.now());
  clearTimeout(timer);
  timer = setTimeout(drop, messages.left(performance.now()));
}

/**
 * Something happened that may be taken back: `label` names the way, `act` takes it.
 *
 * @param {string} text
 * @param {string} [label]
 * @param {() => void} [act]
 */
export function note(text, label, act) {
  show({ kind: "note", text, label, act });
}

/** @type {Record<string, string>} */
const CODES = {
  invalid: t("The server did not accept this."),
  unauthorized: t("The sign-in has ended. Sign in again."),
  forbidden: t("Your role does not allow this."),
  not_found: t("There is no such thing any more."),
  conflict: t("This has changed meanwhile."),
  illegal: t("This cannot be done in the present state."),
  closed: t("This broadcast takes no questions."),
  too_large: t("This is too long."),
  too_many: t("Too many requests; wait a little."),
  unavailable: t("The server cannot do this now; nothing was changed."),
  unknown: t("It is not known whether this was stored. Look before you do it again."),
};

/**
 * What a refused command's answer says to a person.
 *
 * @param {Answer} answer
 */
export function refusalWords(answer) {
  const { code, detail } = /** @type {Problem} */ (answer.error);
  return detail || CODES[code] || code;
}

/**
 * Shows the refusal in an answer, if it is one; true when the command was accepted.
 *
 * @param {Answer} answer
 */
export function accepted(answer) {
  if (!answer.ok) refusal(refusalWords(answer));
  return answer.ok;
}

/**
 * Something was refused, and why; `label` and `act` as of a note.
 *
 * @param {string} text
 * @param {string} [label]
 * @param {() => void} [act]
 */
export function refusal(text, label, act) {
  show({ kind: "refusal", text, label, act });
}
