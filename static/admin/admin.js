/** Spares the administrator a journey to the server for every line; without it the same buttons work by themselves. */

const form = document.getElementById("list");
const entries = form.querySelector(".entries");
const blank = document.getElementById("blank");
const state = form.querySelector(".state");

/** What would be sent, but for what changes nothing in the list. */
function typed() {
  const data = new FormData(form);
  for (const name of ["sample", "csrf_token"]) data.delete(name);
  return new URLSearchParams(data).toString();
}

const saved = "unsaved" in form.dataset ? null : typed();
let leaving = false;

function changed() {
  const differs = saved === null || typed() !== saved;
  form.toggleAttribute("data-unsaved", differs);
  if (!state.querySelector("button")) state.textContent = differs ? form.dataset.leave : "";
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
  /** Every line's own number, in its marks and buttons. */
  function renumber() {
    [...entries.children].forEach((entry, at) => {
      entry.querySelector("[data-place]").textContent = at + 1;
      entry.querySelectorAll("[data-index]").forEach((mark) => (mark.value = at));
      entry
        .querySelectorAll("button[name=do]")
        .forEach((button) => (button.value = `${button.value.split("-")[0]}-${at}`));
    });
    changed();
  }

  function move(entry, by) {
    const other = by < 0 ? entry.previousElementSibling : entry.nextElementSibling;
    if (!other) return;
    const focused = document.activeElement;
    if (by < 0) other.before(entry);
    else other.after(entry);
    if (entry.contains(focused)) focused.focus(); // Taken out and put in again, it has lost the focus.
    entry.scrollIntoView({ block: "nearest" });
    state.textContent = "";
    renumber();
  }

  function add() {
    entries.append(blank.content.cloneNode(true));
    renumber();
    entries.lastElementChild.querySelector("input:not([type=hidden])").focus();
  }

  function remove(entry) {
    const next = entry.nextElementSibling;
    const name = entry.querySelector("[data-name]");
    entry.remove();
    state.textContent = form.dataset.removed.replace("{what}", name.value || "…") + " ";
    const back = document.createElement("button");
    Object.assign(back, { type: "button", className: "button", textContent: form.dataset.back });
    back.addEventListener("click", () => {
      if (next && next.isConnected) next.before(entry);
      else entries.append(entry);
      state.textContent = "";
      renumber();
      entry.querySelector("input:not([type=hidden])").focus();
    });
    state.append(back);
    if (!entries.children.length) entries.append(blank.content.cloneNode(true));
    renumber();
    back.focus();
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=do]");
    if (!button) return;
    const entry = button.closest("[data-entry]");
    const verb = button.value.split("-")[0];
    if (button.hasAttribute("data-more")) add();
    else if (verb === "up") move(entry, -1);
    else if (verb === "down") move(entry, 1);
    else if (verb === "remove") remove(entry);
    else return;
    event.preventDefault();
  });

  entries.addEventListener("keydown", (event) => {
    if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.code)) return;
    event.preventDefault();
    move(event.target.closest("[data-entry]"), event.code === "ArrowUp" ? -1 : 1);
  });
}
