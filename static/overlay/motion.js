/** How what is on the graphic comes and goes. */

export const MOTION = 400; // ms in, and ms out
export const HERE = { opacity: 1, transform: "none" };
export const AWAY = { opacity: 0.05, transform: "translateY(16px)" }; // not 0: whoever measures sees the text in the first frame

export function still() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/**
 * @param {number} milliseconds
 * @returns {Promise<void>}
 */
export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * Resolves when it is over.
 *
 * @param {HTMLElement} element
 * @param {Keyframe} from
 * @param {Keyframe} to
 */
export async function move(element, from, to) {
  if (still()) return;
  const easing = to === HERE ? "cubic-bezier(0.16, 1, 0.3, 1)" : "cubic-bezier(0.6, 0, 0.9, 0.4)";
  const motion = element.animate([from, to], { duration: MOTION, easing, fill: to === HERE ? "none" : "forwards" });
  // A machine that renders nothing at the moment has no frames: its motion would never be over.
  await Promise.race([motion.finished.catch(() => null), pause(2 * MOTION)]);
}

/**
 * A copy of a plate fades; the plate itself is free at once for what comes. Resolves when it is gone.
 *
 * @param {HTMLElement} plate
 */
export function fade(plate) {
  const copy = /** @type {HTMLElement} */ (plate.cloneNode(true));
  const { opacity, transform } = getComputedStyle(plate); // it may be on its way in
  copy.classList.add("leaving");
  delete copy.dataset.number; // it is not on air any more
  plate.before(copy);
  const gone = move(copy, { opacity, transform }, AWAY).then(() => copy.remove());
  plate.getAnimations().forEach((motion) => motion.cancel());
  return gone;
}
