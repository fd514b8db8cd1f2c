/** Dialogs: one at a time, native, closed by Escape; focus goes back to where it was. */

/** @typedef {Record<string, string>} Fields  of a form, by name; no form of a dialog holds files */
/**
 * @typedef {object} Asking
 * @property {string} title
 * @property {unknown} [text]
 * @property {unknown} [fields]
 * @property {string} [confirm]
 * @property {string} [tone]
 * @property {(fields: Fields, form: HTMLFormElement) => string | null | undefined | false} [check]
 * @property {(fields: Fields) => void} [left]
 */

import { html, nothing, render } from "lit";
import { t } from "./i18n.js";

/** @param {Event} event */
function close(event) {
  /** @type {Element} */ (event.target).closest("dialog")?.close();
}

/**
 * Asks by a form and resolves with its fields as an object, or null when it was left.
 * `fields` is what stands in the form; `tone` colours the confirming button; `check` may return a sentence
 * that keeps the form open; `left` is given the fields of a form that was left, so that nothing typed is lost.
 *
 * @param {Asking} asking
 * @returns {Promise<Fields | null>}
 */
export function ask({ title, text, fields = nothing, confirm, tone = "own", check, left }) {
  return new Promise((resolve) => {
    const before = /** @type {HTMLElement | null} */ (document.activeElement);
    const host = document.createElement("div");
    document.body.append(host);
    /** @type {Fields | null} */
    let answer = null;
    /** @param {SubmitEvent} event */
    const submit = (event) => {
      event.preventDefault();
      const form = /** @type {HTMLFormElement} */ (event.target);
      const data = fieldsOf(new FormData(form, event.submitter));
      const wrong = check && check(data, form);
      if (wrong) {
        /** @type {Element} */ (form.querySelector(".wrong")).textContent = wrong;
        return;
      }
      answer = data;
      close(event);
    };
    /** @param {Event} event */
    const closed = (event) => {
      const dialog = /** @type {HTMLElement} */ (event.target);
      if (dialog.localName !== "dialog") return;
      if (!answer && left) left(fieldsOf(new FormData(/** @type {HTMLFormElement} */ (dialog.querySelector("form")))));
      host.remove();
      // What had the focus may have gone meanwhile, or been drawn anew.
      if (before && before.isConnected) before.focus();
      resolve(answer);
    };
    render(
      html`<dialog aria-labelledby="dialog-title" @close=${closed}>
        <form method="dialog" @submit=${submit} @keydown=${sendByKeys}>
          <h2 id="dialog-title">${title}</h2>
          ${text ? html`<p class="text">${text}</p>` : nothing} ${fields}
          <p class="wrong" role="alert"></p>
          <div class="ends">
            <button type="button" class="button" @click=${close}>${confirm ? t("Cancel") : t("Close")}</button>
            ${confirm ? html`<button class="button ${tone}">${confirm}</button>` : nothing}
          </div>
        </form>
      </dialog>`,
      host,
    );
    /** @type {HTMLDialogElement} */ (host.querySelector("dialog")).showModal();
    const first = /** @type {HTMLElement | null} */ (host.querySelector("[data-first]"));
    if (first) first.focus();
  });
}

/** @param {FormData} data */
function fieldsOf(data) {
  return /** @type {Fields} */ (Object.fromEntries(data));
}

/** @param {KeyboardEvent} event */
function sendByKeys(event) {
  const form = /** @type {HTMLFormElement} */ (event.currentTarget);
  if (event.code === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
}
