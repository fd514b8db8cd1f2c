/** Against graphics engines that keep a frame too long. */

const REPAINTS = 6; // frames, of which one at the least is taken over

/**
 * Has what was changed without a motion painted in a few frames more, no different to the eye. A CasparCG that draws by its
 * graphics card may keep the frame before the last until another comes (its issues 1431 and 1454): the former text.
 *
 * @param {HTMLElement} element
 */
export function repaint(element) {
  let left = REPAINTS;
  const paint = () => {
    left -= 1;
    element.style.opacity = left % 2 ? "0.999" : "";
    if (left) requestAnimationFrame(paint);
  };
  requestAnimationFrame(paint);
}
