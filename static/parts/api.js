/** Questions and tickets that a screen does not hold: history and further pages, read over HTTP with the cookie. */

import { t } from "./i18n.js";

/** The JSON at `path`; an Error with a sentence for the person when there is none. */
export async function get(path, params = {}) {
  const query = new URLSearchParams(Object.entries(params).filter(([, value]) => value !== "" && value != null));
  let answer;
  try {
    answer = await fetch(`${path}?${query}`, { headers: { Accept: "application/json" } });
  } catch {
    throw new Error(t("The server cannot be reached."));
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(body.detail || t("The server answered {status}.", { status: answer.status }));
  return body;
}

export function questionsPath(slug, number) {
  const base = `/api/v1/broadcasts/${encodeURIComponent(slug)}/questions`;
  return number ? `${base}/${number}` : base;
}
