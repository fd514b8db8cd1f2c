/** As much of a page as the pure rules ask for: its language, no translations, and a place to keep things. */

import "lit"; // while there is no document, so that it takes its own form for Node

const kept = new Map();

globalThis.document = { documentElement: { lang: "en" }, getElementById: () => null };
globalThis.localStorage = globalThis.sessionStorage = {
  getItem: (key) => kept.get(key) ?? null,
  setItem: (key, value) => kept.set(key, String(value)),
  removeItem: (key) => kept.delete(key),
};
