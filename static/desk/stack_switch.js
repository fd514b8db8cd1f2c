/** Whether like questions are listed as one row: chosen on the device. Pure but for where that is kept. */

const NAME = "stacks";
const OFF = "off";

/** @returns {string | null} */
function kept() {
  try {
    return localStorage.getItem(NAME);
  } catch {
    return null; // Nothing is kept here: they are listed as stacks.
  }
}

let on = kept() !== OFF;

export function stacksAreOn() {
  return on;
}

/** On or off, the other way round; how it is now. */
export function turnStacks() {
  on = !on;
  try {
    localStorage.setItem(NAME, on ? "on" : OFF);
  } catch {
    // It then lasts as long as the page does.
  }
  return on;
}

/**
 * Whether a question stands under another one of its stack.
 *
 * @param {{ stack: number | null, stacked: number }} view
 */
export function isCovered({ stack, stacked }) {
  return Boolean(stack) && !stacked;
}
