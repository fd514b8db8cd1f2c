/** The line to the server: one long answer that tells what is on air, asked for again whenever it breaks. */

import { setTimeout as pause } from "node:timers/promises";
import { EventReader } from "./event_reader.js";
import { ask } from "./http.js";
import { signed } from "./press.js";
import { refusalOf } from "./said.js";

/** Milliseconds without a word after which nothing on the lamps may be believed: a pulse is due every five seconds. */
const SILENCE = 8000;

/** Milliseconds: the pause after the first break, where the server has not said, and the longest one. */
const [AGAIN, LONGEST] = [1000, 15_000];

/**
 * @import { Place } from "./config.js"
 * @import { ServerEvent } from "./event_reader.js"
 */

/**
 * Milliseconds until the next try: each failed one doubles them, and no two panels come at once.
 * @param {number} failed  tries in a row
 * @param {number} again  what the server asks for, or 0
 */
export function pauseAfter(failed, again, random = Math.random()) {
  return Math.min(LONGEST, (again || AGAIN) * 2 ** (failed - 1)) * (0.5 + random);
}

export class Line {
  #place;
  #hears;
  #silence;
  #reader = new EventReader();
  #over = new AbortController();
  #failed = 0;

  /**
   * @param {Place} place
   * @param {{ told: (event: ServerEvent) => void, lost: (why: unknown) => void }} hears  `lost`: with each failed try
   */
  constructor(place, hears, silence = SILENCE) {
    this.#place = place;
    this.#hears = hears;
    this.#silence = silence;
  }

  /** Listens until it is closed; never rejects. */
  async listen() {
    const { signal } = this.#over;
    while (!signal.aborted) {
      const why = await this.#heard(signal).catch((/** @type {unknown} */ error) => error);
      if (signal.aborted) return;
      this.#failed += 1;
      this.#hears.lost(why);
      await pause(pauseAfter(this.#failed, this.#reader.retry), undefined, { signal }).catch(() => {});
    }
  }

  close() {
    this.#over.abort();
  }

  /**
   * One answer to its end.
   * @param {AbortSignal} signal
   */
  async #heard(signal) {
    const { id, retry } = this.#reader;
    const headers = { ...signed(this.#place), ...(id && { "Last-Event-ID": id }) };
    const answer = await ask(new URL("on-air/stream", this.#place.show), { headers, signal, silence: this.#silence });
    if (answer.statusCode !== 200) throw await refusalOf(answer);
    this.#reader = Object.assign(new EventReader(), { id, retry });
    for await (const piece of answer) {
      for (const event of this.#reader.read(piece)) {
        this.#failed = 0;
        if (!signal.aborted) this.#hears.told(event);
      }
    }
  }
}
