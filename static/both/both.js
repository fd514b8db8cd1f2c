/** Two screens in one window: the divider between them, F6 from one to the other, tabs where there is no room. */

const LEAST = 25; // per cent of the width
const MOST = 75;
const STEP = 2;
const WIDTH = "both/width";

/** @typedef {"desk" | "rundown"} Side */

const slug = document.body.dataset.slug;
const frames = [...document.querySelectorAll("iframe")];
const divider = /** @type {HTMLElement} */ (document.querySelector(".divider"));

/**
 * @param {Storage} store
 * @param {string} name
 */
function kept(store, name) {
  try {
    return store.getItem(name);
  } catch {
    return null; // a browser that keeps nothing for this site
  }
}

/**
 * @param {Storage} store
 * @param {string} name
 * @param {string | number} value
 */
function keep(store, name, value) {
  try {
    store.setItem(name, String(value));
  } catch {
    // It then lasts as long as the page.
  }
}

// The divider

let width = 50;

/** @param {number} percent */
function divide(percent) {
  width = Math.min(MOST, Math.max(LEAST, Math.round(percent) || 50));
  document.body.style.setProperty("--share", `${width}fr`);
  document.body.style.setProperty("--rest", `${100 - width}fr`);
  divider.setAttribute("aria-valuenow", String(width));
}

/** @type {Record<string, () => number>} */
const KEYS = {
  ArrowLeft: () => width - STEP,
  ArrowRight: () => width + STEP,
  Home: () => LEAST,
  End: () => MOST,
  Enter: () => 50,
};

divider.addEventListener("keydown", (event) => {
  const to = KEYS[event.code];
  if (!to) return;
  event.preventDefault();
  divide(to());
  keep(localStorage, WIDTH, width);
});

divider.addEventListener("pointerdown", (event) => {
  if (event.button !== 0) return;
  event.preventDefault();
  divider.focus();
  divider.setPointerCapture(event.pointerId);
  document.body.classList.add("dragging"); // a frame would swallow the pointer
  /** @param {PointerEvent} move */
  const follow = (move) => divide((move.clientX / innerWidth) * 100);
  const stop = () => {
    document.body.classList.remove("dragging");
    divider.removeEventListener("pointermove", follow);
    keep(localStorage, WIDTH, width);
  };
  divider.addEventListener("pointermove", follow);
  divider.addEventListener("lostpointercapture", stop, { once: true });
});

divider.addEventListener("dblclick", () => (divide(50), keep(localStorage, WIDTH, width)));

// Which of them one is in

/** @type {Side | null} */
let here = null;

/** @param {Side} side */
function mark(side) {
  here = side;
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-side]"))) {
    const mine = element.dataset.side === side;
    if (element.localName === "iframe") element.classList.toggle("here", mine);
    else if (mine) element.setAttribute("aria-current", "true");
    else element.removeAttribute("aria-current");
  }
  keep(sessionStorage, `both/${slug}/here`, side);
}

/** @param {Side} side */
function enter(side) {
  mark(side);
  const frame = /** @type {HTMLIFrameElement} */ (frames.find((one) => one.dataset.side === side));
  frame.focus();
  if (frame.contentWindow) frame.contentWindow.focus();
}

/** @param {KeyboardEvent} event */
function across(event) {
  if (event.code !== "F6" || event.ctrlKey || event.altKey) return;
  event.preventDefault();
  enter(here === "desk" ? "rundown" : "desk");
}

addEventListener("keydown", across);
for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("button[data-side]")))
  button.addEventListener("click", () => enter(/** @type {Side} */ (button.dataset.side)));

for (const frame of frames) {
  const side = /** @type {Side} */ (frame.dataset.side);
  frame.addEventListener("load", () => {
    const inside = /** @type {Window} */ (frame.contentWindow);
    inside.addEventListener("keydown", across, true);
    for (const name of ["focus", "pointerdown"]) inside.addEventListener(name, () => mark(side), true);
  });
  // What was open in each, its filter and its tab, is there again after a reload of the window.
  frame.src = frame.dataset.src + (kept(sessionStorage, `both/${slug}/${side}`) || "");
}

addEventListener("pagehide", () => {
  for (const frame of frames) {
    const inside = /** @type {Window} */ (frame.contentWindow);
    keep(sessionStorage, `both/${slug}/${frame.dataset.side}`, inside.location.search);
  }
});

// Light or dark is chosen in one and holds for all three.
addEventListener("storage", ({ key, newValue }) => {
  if (key !== "theme" || !newValue) return;
  for (const root of [document, ...frames.map((frame) => /** @type {Document} */ (frame.contentDocument))])
    root.documentElement.dataset.theme = newValue;
});

divide(Number(kept(localStorage, WIDTH)));
mark(kept(sessionStorage, `both/${slug}/here`) === "rundown" ? "rundown" : "desk");

export {}; // a module, as the page loads it: its names are its own
