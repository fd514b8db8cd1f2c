/** Spares a journey: a file too large is told at once, a column's new meaning is shown at once. Works without. */

const MOST = 2 * 1024 * 1024;

for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll(".chooser"))) {
  const file = /** @type {HTMLInputElement} */ (form.querySelector("input[type=file]"));
  const wrong = /** @type {HTMLElement} */ (form.querySelector(".wrong"));
  file.addEventListener("change", () => {
    const chosen = file.files?.[0];
    const large = chosen !== undefined && chosen.size > MOST;
    wrong.textContent = large ? (form.dataset.tooLarge ?? "") : "";
    file.setAttribute("aria-invalid", String(large));
  });
  form.addEventListener("submit", (event) => {
    if (wrong.textContent) event.preventDefault();
  });
}

const mapping = /** @type {HTMLFormElement | null} */ (document.getElementById("mapping"));

if (mapping) {
  const again = /** @type {HTMLButtonElement} */ (mapping.querySelector("button[value=show]"));
  const bring = /** @type {HTMLButtonElement} */ (mapping.querySelector("button[value=import]"));
  mapping.addEventListener("change", (event) => {
    if (/** @type {Element} */ (event.target).matches("select")) mapping.requestSubmit(again);
  });
  mapping.addEventListener("submit", (event) => {
    if (event.submitter !== bring) return;
    bring.setAttribute("aria-disabled", "true");
    bring.textContent = bring.dataset.busy ?? "";
    if (mapping.dataset.sent) event.preventDefault();
    mapping.dataset.sent = "yes";
  });
}

export {}; // a module, though it imports nothing: its names are its own
