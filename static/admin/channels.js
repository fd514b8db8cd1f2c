/** Spares the administrator of the channels a journey: the answer to a test stands where it was asked for, and what is
 * to be copied is copied. Without it the same buttons work by themselves. */

/**
 * Ask a network through the form that holds the button; its answer, or why there is none, stands in the form's line.
 *
 * @param {HTMLFormElement} form
 * @param {HTMLElement} button
 */
async function test(form, button) {
  const told = /** @type {HTMLElement} */ ((form.closest(".channel") || form).querySelector(".told"));
  const words = /** @type {HTMLElement} */ (form.closest("[data-asking]") || form).dataset;
  const sent = new FormData(form);
  sent.set("do", /** @type {HTMLButtonElement} */ (button).value);
  button.setAttribute("aria-disabled", "true");
  told.textContent = words.asking || "";
  try {
    const answered = await fetch(form.action, { method: "POST", body: sent, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answered.text(), "text/html");
    told.replaceChildren(page.getElementById("answer") || words.away || "");
  } catch {
    told.textContent = words.away || "";
  }
  button.removeAttribute("aria-disabled");
}

addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || !button.hasAttribute("data-test")) return;
  event.preventDefault();
  if (button.getAttribute("aria-disabled") !== "true") test(/** @type {HTMLFormElement} */ (event.target), button);
});

for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-copy]"))) {
  const field = /** @type {HTMLInputElement} */ (document.getElementById(button.dataset.copy || ""));
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy"); // Over plain http a browser has no clipboard of its own.
    }
    button.textContent = button.dataset.copied || "";
    setTimeout(() => (button.textContent = label), 2000);
  });
}

// What a form has answered is no page to come back to: a reload shows the channel as it is, and no secret.
const page = /** @type {HTMLElement | null} */ (document.querySelector("[data-address]"));
if (page) history.replaceState(null, "", page.dataset.address + location.hash);
