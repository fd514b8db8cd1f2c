/** The documentation as files (tools/docs_site.py): its search, which loads what it looks through when it is first used. */

import { finder } from "./site_find.js";

/** @typedef {import("./site_find.js").Index} Index */

const { root = "" } = document.body.dataset;
const input = /** @type {HTMLInputElement} */ (document.querySelector("[data-search]"));
const results = /** @type {HTMLElement} */ (document.querySelector("[data-results]"));
const list = document.querySelector("details.pages");

/** @type {Promise<ReturnType<typeof finder>> | undefined} */
let searching;

/** A script and no request: a page that is a file may ask for no other. */
function prepared() {
  searching ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `${root}files/index.js`;
    script.addEventListener("load", () =>
      resolve(finder(/** @type {{ LIVE_DOCS: Index }} */ (/** @type {unknown} */ (globalThis)).LIVE_DOCS)),
    );
    script.addEventListener("error", reject);
    document.head.append(script);
  });
  return searching;
}

async function search() {
  const query = input.value.trim();
  results.hidden = !query;
  if (!query) return;
  const find = await prepared();
  if (input.value.trim() !== query) return; // Somebody has typed on meanwhile.
  const found = find(query);
  const heading = Object.assign(document.createElement("h2"), { textContent: told(found.length) });
  const places = Object.assign(document.createElement("ol"), { className: "stack" });
  places.append(...found.map(shown));
  results.replaceChildren(heading, places);
}

/**
 * In the page's own words.
 * @param {number} count
 */
function told(count) {
  const { found = "", nothing = "" } = results.dataset;
  return count ? `${found}: ${count}` : nothing;
}

/** @param {import("./site_find.js").Found} found */
function shown({ file, title, heading, anchor, snippet }) {
  const item = Object.assign(document.createElement("li"), { className: "card" });
  const link = Object.assign(document.createElement("a"), { textContent: heading });
  link.href = `${root}${file}${anchor ? `#${encodeURIComponent(anchor)}` : ""}`;
  link.addEventListener("click", () => {
    results.hidden = true; // It may lead to a place of this very page.
  });
  item.append(link);
  if (title !== heading) {
    item.append(" ", Object.assign(document.createElement("span"), { className: "quiet small", textContent: title }));
  }
  const text = Object.assign(document.createElement("p"), { className: "small" });
  text.append(
    ...snippet.map((piece) =>
      piece.found ? Object.assign(document.createElement("mark"), { textContent: piece.text }) : piece.text,
    ),
  );
  item.append(text);
  return item;
}

input.addEventListener("focus", prepared, { once: true });
input.addEventListener("input", search);
document.querySelector("form.sought")?.addEventListener("submit", (event) => {
  event.preventDefault();
  search();
});
if (list && matchMedia("(min-width: 1000px)").matches) {
  list.setAttribute("open", "");
  const beside = /** @type {HTMLElement} */ (list.parentElement);
  const current = /** @type {HTMLElement | null} */ (list.querySelector("[aria-current]"));
  if (current) beside.scrollTop = current.offsetTop - beside.clientHeight / 2;
}
