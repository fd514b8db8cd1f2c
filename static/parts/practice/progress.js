/** How far a practice has come and how long each task took: kept on this device, so that a reload or a restart of the server goes on. */

const KEPT = "practice/";

/**
 * @typedef {object} Progress
 * @property {number} at       the place of the present task
 * @property {number} since    when it came up, in ms
 * @property {Record<string, number | null>} seconds  of each task that is over: how long it took, null where it was passed over
 */

/** @returns {Progress} */
export function fresh() {
  return { at: 0, since: Date.now(), seconds: {} };
}

/**
 * What this device knows of a practice; null where it was not begun here.
 *
 * @param {string} slug
 * @returns {Progress | null}
 */
export function load(slug) {
  try {
    const known = JSON.parse(localStorage.getItem(KEPT + slug) ?? "null");
    return known && Number.isInteger(known.at) && known.seconds ? known : null;
  } catch {
    return null;
  }
}

/**
 * Keeps it, and forgets the practices before this one.
 *
 * @param {string} slug
 * @param {Progress} progress
 */
export function keep(slug, progress) {
  try {
    for (const name of Object.keys(localStorage))
      if (name.startsWith(KEPT) && name !== KEPT + slug) localStorage.removeItem(name);
    localStorage.setItem(KEPT + slug, JSON.stringify(progress));
  } catch {
    // Then it lasts as long as the page does.
  }
}

/**
 * The present task is over: done, or passed over (null).
 *
 * @param {Progress} progress
 * @param {string} task
 * @param {boolean} done
 * @returns {Progress}
 */
export function onwards({ at, since, seconds }, task, done) {
  const took = Math.max(0, (Date.now() - since) / 1000);
  return { at: at + 1, since: Date.now(), seconds: { ...seconds, [task]: done ? took : null } };
}
