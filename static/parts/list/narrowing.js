/** What narrows a list, by its names in the address: nothing where a name is empty or missing. */

import { placed } from "../url_state.js";

/** @template {string} Name */
export class Narrowing {
  /** @param {Name[]} names */
  constructor(names) {
    this.names = names;
    this.nothing = /** @type {Record<Name, string>} */ (Object.fromEntries(names.map((name) => [name, ""])));
  }

  /** As the address says it now. */
  placed() {
    return /** @type {Record<Name, string>} */ (Object.fromEntries(this.names.map((name) => [name, placed(name)])));
  }

  /**
   * Whether anything narrows.
   *
   * @param {Partial<Record<Name, string>>} filter
   */
  isOn(filter) {
    return this.names.some((name) => filter[name]);
  }

  /**
   * Whether two narrow alike.
   *
   * @param {Partial<Record<Name, string>>} one
   * @param {Partial<Record<Name, string>>} other
   */
  same(one, other) {
    return this.names.every((name) => (one[name] || "") === (other[name] || ""));
  }
}
