/** One press of a button: a word, perhaps with a number behind it. What stands on air the server looks up itself. */

import { ask } from "./http.js";
import { refusalOf } from "./said.js";

/** Milliseconds for an answer. Nothing is pressed again: whoever pressed looks at the lamps and decides. */
const PATIENCE = 2000;

/** @import { Place } from "./config.js" */

/**
 * Rejects with why it was not done.
 * @param {Place} place
 * @param {string} word
 * @param {string} behind  "" for nothing
 */
export async function press(place, word, behind) {
  const path = ["control", word, ...(behind ? [behind] : [])].map(encodeURIComponent).join("/");
  const answer = await ask(new URL(path, place.show), { method: "POST", headers: signed(place), silence: PATIENCE });
  if (answer.statusCode !== 200) throw await refusalOf(answer);
  answer.resume();
}

/**
 * The headers of every request.
 * @param {Place} place
 */
export function signed({ key }) {
  return { Authorization: `Bearer ${key}`, "Accept-Language": "ru" };
}
