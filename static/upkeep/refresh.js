/** Looks again by itself: what stands in `data-refresh` is read anew after so many seconds, where nobody is at it. */

/** @returns {HTMLElement | null} */
const part = () => document.querySelector("[data-refresh]");

/** Whether somebody is at work in it, so that it must not be taken from under them. */
function isInUse() {
  const active = document.activeElement;
  return active instanceof HTMLInputElement && part()?.contains(active);
}

async function look() {
  try {
    const answer = await fetch(location.pathname + location.search, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return; // Signed out, or the password is asked for again: nothing is taken away.
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-refresh]");
    const now = part();
    if (fresh && now && !isInUse() && fresh.outerHTML !== now.outerHTML) replace(now, fresh);
  } catch {
    // The network is away: the next time.
  }
}

/**
 * @param {HTMLElement} now
 * @param {Element} fresh
 */
function replace(now, fresh) {
  const controls = 'a, button, [tabindex="0"]';
  const focused = [...now.querySelectorAll(controls)].indexOf(/** @type {Element} */ (document.activeElement));
  now.replaceWith(document.adoptNode(fresh));
  const again = focused >= 0 ? /** @type {HTMLElement} */ ([...fresh.querySelectorAll(controls)][focused]) : null;
  again?.focus({ preventScroll: true });
}

async function round() {
  if (!document.hidden) await look();
  wait();
}

function wait() {
  const seconds = Number(part()?.dataset.refresh);
  if (seconds) setTimeout(round, seconds * 1000);
}

wait();
