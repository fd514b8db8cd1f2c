/** Keys by their place on the keyboard, so that they work in a Russian layout too. */

const WRITES = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]";
/** Letters choose in a list; what is pressed with Ctrl it does not use, and the browser would for the whole page. */
const CHOOSES = "select";
/** Moving on may be held down; an act may not. */
const REPEATS = /^(Arrow|Page)|Key[JK]$/;

/** @typedef {(event: KeyboardEvent) => unknown} Act */

/**
 * Listens for single keys: `table` maps an event's `code`, with "Ctrl+", "Alt+", "Shift+" before it in this order, to
 * an action. Quiet while a person writes, while a dialog is open, and for a key held down (except those that move).
 *
 * @param {Record<string, Act>} table
 */
export function onKeys(table) {
  /** @param {KeyboardEvent} event */
  const listen = (event) => {
    if (event.isComposing) return;
    const target = /** @type {Element} */ (event.target);
    const shortcut = (event.ctrlKey || event.metaKey) && target.matches && target.matches(CHOOSES);
    if (target.closest && target.closest(WRITES) && !shortcut) return;
    if (document.querySelector("dialog[open]")) return;
    const act = table[named(event) ?? ""];
    if (!act) return;
    // Enter and space belong to the button or link that has the focus.
    const pressed = ["Enter", "Space"].includes(event.code);
    if (pressed && target.closest && target.closest("button, a, summary, label")) return;
    event.preventDefault();
    if (!event.repeat || REPEATS.test(event.code)) act(event);
  };
  addEventListener("keydown", listen);
  return () => removeEventListener("keydown", listen);
}

const BARE = /^(Shift|Control|Alt|Meta|OS)/;

/**
 * A key as tables name it: "KeyA", "Ctrl+Alt+Shift+F5"; the keys of a remote may have no place, only a name. Null for a modifier.
 *
 * @param {KeyboardEvent} event
 */
export function named(event) {
  const key = event.code || event.key;
  if (!key || BARE.test(key)) return null;
  return [(event.ctrlKey || event.metaKey) && "Ctrl", event.altKey && "Alt", event.shiftKey && "Shift", key]
    .filter(Boolean)
    .join("+");
}
