/** Keeps this page for a reload without a network, where the browser lets it (https, or this very machine). */

/**
 * Registers the worker for this page alone, or for all below `scope`, and has it keep what the page has loaded so far, and
 * the pages at the addresses `others`. Resolves with whether a reload without a network would now show all of them.
 *
 * @param {string} [scope]
 * @param {string[]} [others]
 */
export async function keepPage(scope = location.pathname, others = []) {
  if (!navigator.serviceWorker) return false;
  try {
    await navigator.serviceWorker.register("/worker.js", { scope });
    const { active } = await navigator.serviceWorker.ready;
    const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
    const files = loaded.filter((name) => new URL(name).pathname.startsWith("/static/"));
    /** @type {Promise<boolean>} */
    const kept = new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => resolve(data);
      const keep = [location.href, ...new Set(files), ...others];
      /** @type {ServiceWorker} */ (active).postMessage({ keep }, [port2]);
    });
    return await kept;
  } catch (denied) {
    console.info("this page cannot be kept for a reload without a network", denied);
    return false;
  }
}
