/** What a page of this device keeps: for good, or with the tab. A browser that keeps nothing is lived with. */

export const device = store(() => localStorage);
export const tab = store(() => sessionStorage);

function store(place) {
  return {
    /** What stands under a name, or null. */
    load(name) {
      try {
        return JSON.parse(place().getItem(name));
      } catch {
        return null;
      }
    },

    keep(name, value) {
      try {
        place().setItem(name, JSON.stringify(value));
      } catch {
        // Then it lasts as long as the page does.
      }
    },
  };
}
