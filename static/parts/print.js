/** The button of a page for paper; without a script the browser's own menu prints it. */

document.getElementById("print")?.addEventListener("click", () => print());

// On paper nothing can be opened: what is folded goes there whole.
/** @type {HTMLDetailsElement[]} */
let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details")].filter((details) => !details.open);
  for (const details of opened) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of opened) details.open = false;
});
