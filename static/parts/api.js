/** What a screen does not hold, read over HTTP with the cookie: histories, further pages; and what is one's own. */

import { t } from "./i18n.js";

/** The JSON at `path`; an Error with a sentence for the person when there is none. */
export async function get(path, params = {}) {
  const query = new URLSearchParams(Object.entries(params).filter(([, value]) => value !== "" && value != null));
  return answered(`${path}?${query}`, {});
}

/** Sends what is one's own (never a command: those go over the feed) and returns the answer's JSON. */
export async function send(method, path, body) {
  const csrf = document.querySelector("meta[name=csrf]");
  return answered(path, {
    method,
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf ? csrf.content : "" },
    body: JSON.stringify(body),
  });
}

async function answered(path, options) {
  let answer;
  try {
    answer = await fetch(path, { ...options, headers: { Accept: "application/json", ...options.headers } });
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
