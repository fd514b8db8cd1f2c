/** Edits that are not saved yet: kept with the tab, so that neither a reload nor a cut line loses what was typed. */

export class Drafts {
  constructor(slug) {
    this._prefix = `draft/${slug}/`;
    this._held = new Map(); // number → draft, for a browser that keeps nothing
  }

  /** {text, version, base: {text, air_text}, open}: `base` is the question as it was when the edit began. */
  of(number) {
    if (!this._held.has(number)) {
      const kept = load(this._prefix + number);
      if (kept) this._held.set(number, kept);
    }
    return this._held.get(number) || null;
  }

  keep(number, draft) {
    this._held.set(number, draft);
    keep(this._prefix + number, draft);
  }

  drop(number) {
    this._held.delete(number);
    forget(this._prefix + number);
  }
}

/** What this tab keeps under a name, or null. */
export function load(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name));
  } catch {
    return null;
  }
}

export function keep(name, value) {
  try {
    sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing for this site: then it lasts as long as the page does.
  }
}

export function forget(name) {
  try {
    sessionStorage.removeItem(name);
  } catch {
    // Nothing was kept.
  }
}
