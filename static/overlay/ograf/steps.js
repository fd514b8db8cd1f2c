/** Which step a call of playAction leads to (EBU OGraf v1, «playAction»). Pure. */

/**
 * The step that is meant; undefined for the end, where nothing is in sight.
 *
 * What is in sight has no step before its first: «one back» there stays there. The norm leaves that open.
 *
 * @param {number | undefined} current  undefined before the first step and after the last
 * @param {number} count  steps that there are
 * @param {{ goto?: unknown, delta?: unknown }} asked
 * @returns {number | undefined}
 */
export function target(current, count, { goto, delta }) {
  const wanted = goto == null ? (current ?? -1) + whole(delta ?? 1) : whole(goto);
  if (wanted >= count) return undefined;
  if (wanted < 0) return current === undefined ? undefined : 0;
  return wanted;
}

/**
 * A whole number, also one that came as text.
 *
 * @param {unknown} value
 */
function whole(value) {
  const number = typeof value === "string" && value.trim() ? Number(value) : value;
  if (!Number.isInteger(number)) throw new RangeError(`A step is a whole number, not ${JSON.stringify(value)}.`);
  return /** @type {number} */ (number);
}
