/** Keys by their place on the keyboard, so that they work in a Russian layout too. */

const WRITES = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]";

/**
 * Listens for single keys: `table` maps an event's `code`, with "Shift+" or "Alt+" before it, to an action.
 * Quiet while a person writes, while a dialog is open, and for a key held down (except the arrows).
 */
export function onKeys(table) {
  const listen = (event) => {
    if (event.ctrlKey || event.metaKey || event.isComposing) return;
    if (event.target.closest && event.target.closest(WRITES)) return;
    if (document.querySelector("dialog[open]")) return;
    const code = (event.altKey ? "Alt+" : "") + (event.shiftKey ? "Shift+" : "") + event.code;
    const act = table[code];
    if (!act || (event.repeat && !event.code.startsWith("Arrow"))) return;
    // Enter and space belong to the button or link that has the focus.
    if (["Enter", "Space"].includes(event.code) && event.target.closest("button, a, summary, label")) return;
    event.preventDefault();
    act(event);
  };
  addEventListener("keydown", listen);
  return () => removeEventListener("keydown", listen);
}
