/** Short messages at the edge of a screen: what was refused and what is true now, or what can be undone. */

/** @import { Answer, Problem } from "./feed/types.js" */
/**
 * @typedef {object} Message
 * @property {"refusal" | "note"} kind
 * @property {string} text
 * @property {string} [label]
 * @property {() => void} [act]
 */
/** @typedef {Message & { id: number, timer?: number }} Toast */

import { html, render } from "lit";
import { icon } from "./icon.js";
import { t } from "./i18n.js";

const SHOWN = { refusal: 12000, note: 6000 };
/** @type {Toast[]} */
let toasts = [];
let next = 1;

function box() {
  let found = /** @type {HTMLElement | null} */ (document.querySelector(".toasts"));
  if (!found) {
    found = document.createElement("div");
    found.className = "toasts";
    document.body.append(found);
  }
  return found;
}

function draw() {
  render(
    toasts.map(
      (toast) => html`<div class="toast ${toast.kind}" role=${toast.kind === "refusal" ? "alert" : "status"}
        @pointerenter=${() => hold(toast)} @focusin=${() => hold(toast)} @pointerleave=${() => letGo(toast)} @focusout=${() => letGo(toast)}>
        <span class="grow">${toast.text}</span>
        ${
          toast.act
            ? html`<button class="button" @click=${() => (drop(toast.id), toast.act?.())}>${toast.label}</button>`
            : ""
        }
        <button class="button bare square" aria-label=${t("Close")} @click=${() => drop(toast.id)}>${icon("x")}</button>
      </div>`,
    ),
    box(),
  );
}

/** @param {number} id */
function drop(id) {
  toasts = toasts.filter((toast) => toast.id !== id);
  draw();
}

/** @param {Message} message */
function show(message) {
  /** @type {Toast} */
  const toast = { id: next++, ...message };
  toasts = [...toasts.slice(-2), toast];
  draw();
  letGo(toast);
}

/**
 * A message that is being read, or whose button has the focus, stays.
 *
 * @param {Toast} toast
 */
function hold(toast) {
  clearTimeout(toast.timer);
}

/** @param {Toast} toast */
function letGo(toast) {
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => drop(toast.id), SHOWN[toast.kind]);
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

/** @param {string} text */
export function refusal(text) {
  show({ kind: "refusal", text });
}
