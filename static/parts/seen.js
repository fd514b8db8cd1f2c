/** Whoever looks at the page of news has seen them: it is said without a click, and the page stays as it is. */

/** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-seen]")).forEach((form) => {
  // What cannot be said now is said by the button, or by the next look.
  fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(() => {});
});
