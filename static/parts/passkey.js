/** Forms that a passkey fills in: the browser's own dialog is asked, and what it says goes with the form. */

const forms = /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-passkey]"));

/** Old browsers, and pages over plain http, have no passkeys: there the forms stay hidden. */
const known =
  window.isSecureContext && "PublicKeyCredential" in window && "parseCreationOptionsFromJSON" in PublicKeyCredential;

/** @param {HTMLFormElement} form */
async function asked(form) {
  const token = /** @type {HTMLInputElement} */ (form.elements.namedItem("csrf_token"));
  const headers = { Accept: "application/json", "X-CSRFToken": token.value };
  const answer = await fetch(form.dataset.options ?? "", { method: "POST", headers });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.detail);
  return body;
}

/** @param {HTMLFormElement} form */
async function signed(form) {
  const options = await asked(form);
  const found =
    form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  return JSON.stringify(/** @type {PublicKeyCredential} */ (found).toJSON());
}

/** @param {HTMLFormElement} form */
async function fill(form) {
  const refused = /** @type {HTMLElement} */ (form.querySelector("[data-refused]"));
  refused.hidden = true;
  try {
    const answer = /** @type {HTMLInputElement} */ (form.elements.namedItem("answer"));
    answer.value = await signed(form);
    form.submit();
  } catch (error) {
    // The browser's own sentences are English, and tell a person nothing.
    const ours = error instanceof Error && error.constructor === Error;
    refused.textContent = ours ? error.message : (form.dataset.failed ?? "");
    refused.setAttribute("role", "alert");
    refused.hidden = false;
  }
}

if (known)
  for (const form of forms) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void fill(form);
    });
  }
