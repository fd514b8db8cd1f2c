/** A screen's state in the address, so that reload and back do what a person expects. */

/**
 * The value of one parameter, or `otherwise`.
 *
 * @param {string} name
 * @param {string} otherwise
 */
export function placed(name, otherwise = "") {
  return new URLSearchParams(location.search).get(name) ?? otherwise;
}

/**
 * Changes parameters; an empty value leaves the address. `step`: whether "back" returns to the state before.
 *
 * @param {Record<string, string | number | null | undefined>} changes
 * @param {boolean} step
 */
export function place(changes, step = false) {
  const params = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === "") params.delete(name);
    else params.set(name, String(value));
  }
  const query = params.toString();
  const address = location.pathname + (query ? `?${query}` : "");
  if (address === location.pathname + location.search) return;
  if (step) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
}
