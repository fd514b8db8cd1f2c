/** Spares the administrator a journey to the server for every line; without it the same buttons work by themselves. */

const form = /** @type {HTMLFormElement} */ (document.getElementById("list"));
const entries = /** @type {HTMLElement | null} */ (form.querySelector(".entries"));
const blank = /** @type {HTMLTemplateElement} */ (document.getElementById("blank")); // there where `entries` is
const state = /** @type {HTMLElement} */ (form.querySelector(".state"));

/** What would be sent, but for what changes nothing in the list. */
function typed() {
  const data = new FormData(form);
  for (const name of ["sample", "csrf_token"]) data.delete(name);
  return new URLSearchParams(/** @type {[string, string][]} */ ([...data])).toString();
}

const saved = "unsaved" in form.dataset ? null : typed();
let leaving = false;

function changed() {
  const differs = saved === null || typed() !== saved;
  form.toggleAttribute("data-unsaved", differs);
  if (!state.querySelector("button")) state.textContent = (differs && form.dataset.leave) || "";
}

form.addEventListener("input", () => {
  state.textContent = "";
  changed();
});
form.addEventListener("submit", () => (leaving = true));
addEventListener("pageshow", () => (leaving = false));
addEventListener("beforeunload", (event) => {
  if (!leaving && (saved === null || typed() !== saved)) event.preventDefault();
});

if (entries) {
  const list = entries;

  /** Every line's own number, in its marks and buttons. */
  function renumber() {
    [...list.children].forEach((entry, at) => {
      const place = /** @type {HTMLElement} */ (entry.querySelector("[data-place]"));
      const marks = /** @type {NodeListOf<HTMLInputElement>} */ (entry.querySelectorAll("[data-index]"));
      const buttons = /** @type {NodeListOf<HTMLButtonElement>} */ (entry.querySelectorAll("button[name=do]"));
      place.textContent = String(at + 1);
      marks.forEach((mark) => (mark.value = String(at)));
      buttons.forEach((button) => (button.value = `${button.value.split("-")[0]}-${at}`));
    });
    changed();
  }

  /**
   * @param {Element} entry
   * @param {number} by
   */
  function move(entry, by) {
    const other = by < 0 ? entry.previousElementSibling : entry.nextElementSibling;
    if (!other) return;
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    if (by < 0) other.before(entry);
    else other.after(entry);
    if (focused && entry.contains(focused)) focused.focus(); // Taken out and put in again, it has lost the focus.
    entry.scrollIntoView({ block: "nearest" });
    state.textContent = "";
    renumber();
  }

  function add() {
    list.append(blank.content.cloneNode(true));
    renumber();
    enter(/** @type {Element} */ (list.lastElementChild));
  }

  /** @param {Element} entry */
  function enter(entry) {
    /** @type {HTMLInputElement} */ (entry.querySelector("input:not([type=hidden])")).focus();
  }

  /** @param {Element} entry */
  function remove(entry) {
    const next = entry.nextElementSibling;
    const name = /** @type {HTMLInputElement} */ (entry.querySelector("[data-name]"));
    entry.remove();
    state.textContent = /** @type {string} */ (form.dataset.removed).replace("{what}", name.value || "…") + " ";
    const back = document.createElement("button");
    Object.assign(back, { type: "button", className: "button", textContent: form.dataset.back });
    back.addEventListener("click", () => {
      if (next && next.isConnected) next.before(entry);
      else list.append(entry);
      state.textContent = "";
      renumber();
      enter(entry);
    });
    state.append(back);
    if (!list.children.length) list.append(blank.content.cloneNode(true));
    renumber();
    back.focus();
  }

  form.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const button = /** @type {HTMLButtonElement | null} */ (target.closest("button[name=do]"));
    if (!button) return;
    const entry = /** @type {Element} */ (button.closest("[data-entry]")); // only the button for one more is in none
    const verb = button.value.split("-")[0];
    if (button.hasAttribute("data-more")) add();
    else if (verb === "up") move(entry, -1);
    else if (verb === "down") move(entry, 1);
    else if (verb === "remove") remove(entry);
    else return;
    event.preventDefault();
  });

  list.addEventListener("keydown", (event) => {
    if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.code)) return;
    event.preventDefault();
    const target = /** @type {Element} */ (event.target);
    move(/** @type {Element} */ (target.closest("[data-entry]")), event.code === "ArrowUp" ? -1 : 1);
  });
}
