/** Spares a journey: a file too large is told at once, a column's new meaning is shown at once. Works without. */

const MOST = 2 * 1024 * 1024;

for (const form of document.querySelectorAll(".chooser")) {
  const file = form.querySelector("input[type=file]");
  const wrong = form.querySelector(".wrong");
  file.addEventListener("change", () => {
    const large = file.files.length > 0 && file.files[0].size > MOST;
    wrong.textContent = large ? form.dataset.tooLarge : "";
    file.setAttribute("aria-invalid", String(large));
  });
  form.addEventListener("submit", (event) => {
    if (wrong.textContent) event.preventDefault();
  });
}

const mapping = document.getElementById("mapping");

if (mapping) {
  const again = mapping.querySelector("button[value=show]");
  const bring = mapping.querySelector("button[value=import]");
  mapping.addEventListener("change", (event) => {
    if (event.target.matches("select")) mapping.requestSubmit(again);
  });
  mapping.addEventListener("submit", (event) => {
    if (event.submitter !== bring) return;
    bring.setAttribute("aria-disabled", "true");
    bring.textContent = bring.dataset.busy;
    if (mapping.dataset.sent) event.preventDefault();
    mapping.dataset.sent = "yes";
  });
}
