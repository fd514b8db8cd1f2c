/**
 * The frame in which everything is drawn. What one drawing asks of another is drawn in the same one, so that no part of a
 * screen says other than its neighbour. A page that is given no frames, since it is hidden or its browser is busy, is
 * drawn a moment later all the same: whoever looks at it again sees what is true.
 */

/** Milliseconds for which a frame is waited for. */
export const PATIENCE = 500;

/** @type {Promise<void> | null} */
let coming = null;
/** @type {number | null} */
let drawn = null;
let count = 0;

/** Until the next frame; at once while one is being drawn. */
export function frame() {
  coming ??= new Promise((resolve) => {
    const begin = () => {
      clearTimeout(late);
      drawn = ++count;
      resolve();
    };
    const end = () => (coming = drawn = null);
    // The second is called after all that the first one has set going.
    const asked = [begin, end].map((act) => requestAnimationFrame(act));
    const late = setTimeout(() => {
      asked.forEach((one) => cancelAnimationFrame(one));
      begin();
      setTimeout(end);
    }, PATIENCE);
  });
  return coming;
}

/** The number of the frame that is being drawn, since a browser may give two the same time; null between two. */
export function presentFrame() {
  return drawn;
}
