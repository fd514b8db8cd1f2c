/** Edits that are not saved yet: kept with the tab, so that neither a reload nor a cut line loses what was typed. */

/** @template Draft  what is kept of an edit: its text, the version that it began with, and more */
export class Drafts {
  /** @param {string} slug */
  constructor(slug) {
    this._prefix = `draft/${slug}/`;
    /** @type {Map<number | string, Draft>} */
    this._held = new Map(); // number → draft, for a browser that keeps nothing
  }

  /**
   * What is kept for a question or a ticket.
   *
   * @param {number | string} number
   * @returns {Draft | null}
   */
  of(number) {
    if (!this._held.has(number)) {
      const kept = /** @type {Draft | null} */ (load(this._prefix + number));
      if (kept) this._held.set(number, kept);
    }
    return this._held.get(number) || null;
  }

  /** @type {(number: number | string, draft: Draft) => void} */
  keep(number, draft) {
    this._held.set(number, draft);
    keep(this._prefix + number, draft);
  }

  /** @param {number | string} number */
  drop(number) {
    this._held.delete(number);
    forget(this._prefix + number);
  }
}

/**
 * What this tab keeps under a name, or null. Who keeps it there says what it is.
 *
 * @template Kept
 * @param {string} name
 * @returns {Kept | null}
 */
export function load(name) {
  try {
    return JSON.parse(/** @type {string} */ (sessionStorage.getItem(name)));
  } catch {
    return null;
  }
}

/** @type {(name: string, value: unknown) => void} */
export function keep(name, value) {
  try {
    sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing for this site: then it lasts as long as the page does.
  }
}

/** @param {string} name */
export function forget(name) {
  try {
    sessionStorage.removeItem(name);
  } catch {
    // Nothing was kept.
  }
}
