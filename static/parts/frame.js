/**
 * The frame in which everything is drawn. What one drawing asks of another is drawn in the same one, so that no part of a
 * screen says other than its neighbour. A hidden page, which has no frames, is drawn when it is seen.
 */

/** @type {Promise<void> | null} */
let coming = null;
/** @type {number | null} */
let drawn = null;
let count = 0;

/** Until the next frame; at once while one is being drawn. */
export function frame() {
  coming ??= new Promise((resolve) => {
    requestAnimationFrame(() => {
      drawn = ++count;
      resolve();
    });
    // Called after all that the first one has set going.
    requestAnimationFrame(() => (coming = drawn = null));
  });
  return coming;
}

/** The number of the frame that is being drawn, since a browser may give two the same time; null between two. */
export function presentFrame() {
  return drawn;
}
