/**
 * Ctrl+K on every page: the palette is read when it is first asked for. A live screen says here what it offers of its own;
 * a page without a live screen offers places, help and settings.
 */

/** @import { Offer } from "./types.js" */

const WORDS = "i18n";
/** A window without a frame is full too where nobody has asked the page for it: a kiosk's. */
const FULL = "(display-mode: fullscreen)";

/** @type {Offer} */
let offer = {};

/**
 * What this page offers besides what every page does.
 *
 * @param {Offer} offered
 */
export function offers(offered) {
  offer = offered;
}

/** @param {KeyboardEvent} event */
function isKey({ code, ctrlKey, metaKey, altKey, shiftKey, isComposing }) {
  return code === "KeyK" && (ctrlKey || metaKey) && !altKey && !shiftKey && !isComposing;
}

/** On a prompter that fills its screen nothing may come before the presenter's text. */
function mayOpen() {
  return !offer.bare || !(document.fullscreenElement || matchMedia(FULL).matches);
}

/** The words come with a live screen; another page asks for them now, before the first of them is needed. */
async function words() {
  if (document.getElementById(WORDS)) return;
  const answer = await fetch("/palette.json?words=1");
  const held = document.createElement("script");
  Object.assign(held, {
    type: "application/json",
    id: WORDS,
    textContent: JSON.stringify((await answer.json()).words),
  });
  document.head.append(held);
}

/** @type {Promise<typeof import("./palette.js")> | null} */
let coming = null;

async function open() {
  coming ??= words().then(() => import("./palette.js"));
  try {
    (await coming).show(offer);
  } catch (trouble) {
    coming = null; // It is asked for anew with the next press.
    console.warn("The palette cannot be read.", trouble);
  }
}

addEventListener("keydown", (event) => {
  if (!isKey(event)) return;
  event.preventDefault(); // The browser's own search of the web is not meant here.
  const dialog = document.querySelector("dialog[open]");
  if (dialog?.matches(".palette")) return /** @type {HTMLDialogElement} */ (dialog).close();
  if (!dialog && !event.repeat && mayOpen()) open();
});
