/** Dialogs: one at a time, native, closed by Escape; focus goes back to where it was. */

import { html, nothing, render } from "lit";
import { t } from "./i18n.js";

function close(event) {
  event.target.closest("dialog").close();
}

/**
 * Asks by a form and resolves with its fields as an object, or null when it was left.
 * `fields` is what stands in the form; `tone` colours the confirming button; `check` may return a sentence
 * that keeps the form open; `left` is given the fields of a form that was left, so that nothing typed is lost.
 */
export function ask({ title, text, fields = nothing, confirm, tone = "own", check, left }) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const host = document.createElement("div");
    document.body.append(host);
    let answer = null;
    const submit = (event) => {
      event.preventDefault();
      const data = Object.fromEntries(new FormData(event.target, event.submitter));
      const wrong = check && check(data);
      if (wrong) {
        event.target.querySelector(".wrong").textContent = wrong;
        return;
      }
      answer = data;
      close(event);
    };
    const closed = (event) => {
      if (event.target.localName !== "dialog") return;
      if (!answer && left) left(Object.fromEntries(new FormData(event.target.querySelector("form"))));
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
    host.querySelector("dialog").showModal();
    const first = host.querySelector("[data-first]");
    if (first) first.focus();
  });
}

function sendByKeys(event) {
  if (event.code === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
}
