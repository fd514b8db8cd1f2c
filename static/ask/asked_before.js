/** While a question is being written: what others asked already, and one press to ask it with them. The form works without. */

export {}; // a module, whose names are its own

const PAUSE = 900; // milliseconds without a letter
const SHORTEST = 15; // characters that say what is asked about

const place = /** @type {HTMLElement} */ (document.getElementById("asked-before"));
const text = /** @type {HTMLTextAreaElement} */ (document.getElementById("text"));
const joins = /** @type {HTMLInputElement} */ (document.querySelector("input[name=joins]"));
const { from = "", title = "", join = "", joined = "", part = "" } = place.dataset;

/** @typedef {{ number: number, text: string, told: string }} Asked */

/**
 * @param {string} tag
 * @param {string} content
 * @param {string} [classes]
 */
function made(tag, content, classes = "") {
  const element = document.createElement(tag);
  element.textContent = content;
  if (classes) element.className = classes;
  return element;
}

/**
 * @param {string} words
 * @param {() => void} act
 */
function button(words, act) {
  const element = /** @type {HTMLButtonElement} */ (made("button", words, "button"));
  element.type = "button";
  element.addEventListener("click", act);
  return element;
}

/** @param {Asked[]} asked */
function show(asked) {
  if (joins.value) return;
  if (!asked.length) return place.replaceChildren();
  const list = document.createElement("ul");
  list.append(
    ...asked.map((one) => {
      const item = document.createElement("li");
      item.append(
        made("p", one.text),
        made("p", one.told, "hint"),
        button(join, () => choose(one.number)),
      );
      return item;
    }),
  );
  place.replaceChildren(made("p", title, "label"), list);
}

/** @param {number} number */
function choose(number) {
  joins.value = String(number);
  const said = made("p", joined.replace("{number}", `№ ${number}`), "joined");
  said.tabIndex = -1;
  place.replaceChildren(
    said,
    button(part, () => {
      joins.value = "";
      place.replaceChildren();
      void look();
      text.focus();
    }),
  );
  said.focus();
}

let asking = new AbortController();

/** The newest text alone is asked for. */
async function look() {
  asking.abort();
  asking = new AbortController();
  const written = text.value.trim();
  if (written.length < SHORTEST) return show([]);
  try {
    const answer = await fetch(`${from}?${new URLSearchParams({ text: written.slice(0, 1000) })}`, {
      signal: asking.signal,
    });
    if (answer.ok) show((await answer.json()).asked);
  } catch {
    // The line is bad, or more was written meanwhile: the form is sent as it is.
  }
}

let rest = 0;
text.addEventListener("input", () => {
  clearTimeout(rest);
  rest = window.setTimeout(look, PAUSE);
});
if (joins.value) choose(Number(joins.value));
else if (text.value) void look();
