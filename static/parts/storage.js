/** What a page of this device keeps: for good, or with the tab. A browser that keeps nothing is lived with. */

export const device = store(() => localStorage);
export const tab = store(() => sessionStorage);

/** @param {() => Storage} place */
function store(place) {
  return {
    /**
     * What stands under a name, or null.
     *
     * @template Found
     * @param {string} name
     * @returns {Found | null}
     */
    load(name) {
      try {
        return JSON.parse(place().getItem(name) ?? "null");
      } catch {
        return null;
      }
    },

    /**
     * @param {string} name
     * @param {unknown} value
     */
    keep(name, value) {
      try {
        place().setItem(name, JSON.stringify(value));
      } catch {
        // Then it lasts as long as the page does.
      }
    },
  };
}
