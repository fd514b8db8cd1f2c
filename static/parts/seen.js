/** Whoever looks at the page of news has seen them: it is said without a click, and the page stays as it is. */

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-seen]"));

if (form) {
  // What cannot be said now is said by the button, or by the next look.
  fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(() => {});
}
