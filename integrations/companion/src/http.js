/** One request over a connection of its own, which ends with it. */

import http from "node:http";
import https from "node:https";

/** The server has said nothing for too long. */
export class Silence extends Error {}

/**
 * The answer, once its head is there. Rejects with what went wrong, `Silence` where for `silence` milliseconds nothing
 * came; the same ends an answer that is being read.
 *
 * No connection is kept for a later request: what is written into one whose cable was pulled would arrive once it is
 * plugged in again, and a button would be pressed by nobody. A new one is asked first whether somebody is there.
 * @param {URL} url
 * @param {{ method?: string, headers?: Record<string, string>, silence: number, signal?: AbortSignal }} options
 * @returns {Promise<http.IncomingMessage>}
 */
export function ask(url, { method = "GET", headers = {}, silence, signal }) {
  const { request } = url.protocol === "https:" ? https : http;
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers, signal, timeout: silence, agent: false });
    asked.on("response", resolve);
    asked.on("error", reject);
    asked.on("timeout", () => asked.destroy(new Silence()));
    asked.end();
  });
}

/**
 * A whole answer as text; what is beyond `most` characters is left out.
 * @param {http.IncomingMessage} answer
 * @param {number} most
 */
export async function textOf(answer, most = 64_000) {
  let text = "";
  answer.setEncoding("utf-8");
  for await (const piece of answer) if (text.length < most) text += piece;
  return text.slice(0, most);
}
