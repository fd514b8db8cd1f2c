/** What a screen does not hold, read over HTTP with the cookie: histories, further pages; and what is one's own. */

/** @typedef {Record<string, string | number | boolean | null | undefined>} Params  those that are empty stay away */

import { t } from "./i18n.js";

/**
 * The JSON at `path`; an Error with a sentence for the person when there is none. Who asks says what stands there.
 *
 * @template Found
 * @param {string} path
 * @param {Params} params
 * @returns {Promise<Found>}
 */
export async function get(path, params = {}) {
  const given = Object.entries(params).filter(([, value]) => value !== "" && value != null);
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return answered(`${path}?${query}`, {});
}

/**
 * Sends what is one's own (never a command: those go over the feed) and returns the answer's JSON.
 *
 * @template Found
 * @param {string} method
 * @param {string} path
 * @param {unknown} body
 * @returns {Promise<Found>}
 */
export async function send(method, path, body) {
  return answered(path, {
    method,
    headers: { "Content-Type": "application/json", ...pageToken() },
    body: JSON.stringify(body),
  });
}

/**
 * Sends one file, as `file` of a form, and returns the answer's JSON.
 *
 * @template Found
 * @param {string} path
 * @param {File} file
 * @returns {Promise<Found>}
 */
export async function sendFile(path, file) {
  const body = new FormData();
  body.set("file", file);
  return answered(path, { method: "POST", headers: pageToken(), body });
}

function pageToken() {
  const csrf = /** @type {HTMLMetaElement | null} */ (document.querySelector("meta[name=csrf]"));
  return { "X-CSRFToken": csrf ? csrf.content : "" };
}

/**
 * @param {string} path
 * @param {RequestInit} options
 */
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

/**
 * @param {string} slug
 * @param {number | null} [number]
 */
export function questionsPath(slug, number) {
  const base = `/api/v1/broadcasts/${encodeURIComponent(slug)}/questions`;
  return number ? `${base}/${number}` : base;
}
