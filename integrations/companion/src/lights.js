/** What lamps show and texts say: worked out of what the server has told last, for one moment. */

/**
 * A question, as the air shows it.
 * @typedef {{ number: number, text: string, author: string | null, locality: string | null, source: string }} Shown
 */

/**
 * What of the server's word is read here; docs/control.md.
 * @typedef {object} Told
 * @property {(Shown & { graphic: boolean, since: string }) | null} now
 * @property {Shown | null} next
 * @property {{ question: string, voters: number } | null} poll
 * @property {{ state: string, ends_at: string | null }} clock
 * @property {boolean} intake_open
 * @property {number} messages_waiting
 */

/** All is dark, and the line is lost. */
export const DARK = {
  air: false,
  next: false,
  graphic: false,
  poll: false,
  message: false,
  intake: false,
  show: false,
  over: false,
  lost: true,
};

/** @typedef {typeof DARK} Lamps */

/**
 * @param {Told | null} told  null while there is no line: then nothing of it may be believed
 * @param {number} now  milliseconds, by the server's clock
 * @returns {Lamps}
 */
export function lampsOf(told, now) {
  if (!told) return DARK;
  const { state, ends_at: end } = told.clock;
  return {
    air: told.now !== null,
    next: told.next !== null,
    graphic: told.now?.graphic ?? false,
    poll: told.poll !== null,
    message: told.messages_waiting > 0,
    intake: told.intake_open,
    show: state === "on_air",
    over: state === "on_air" && end !== null && now >= Date.parse(end),
    lost: false,
  };
}

/**
 * @param {Told | null} told
 * @param {number} now
 */
export function textsOf(told, now) {
  const end = told?.clock.state === "on_air" ? told.clock.ends_at : null;
  return {
    ...shownAs("now", told?.now ?? null),
    now_time: told?.now ? clock(now - Date.parse(told.now.since)) : "",
    ...shownAs("next", told?.next ?? null),
    poll_text: told?.poll?.question ?? "",
    poll_voters: told?.poll ? String(told.poll.voters) : "",
    messages: told ? String(told.messages_waiting) : "",
    left: end ? clock(Date.parse(end) - now) : "",
  };
}

/** @typedef {ReturnType<typeof textsOf>} Texts */

/**
 * @template {string} Name
 * @param {Name} name
 * @param {Shown | null} shown
 */
function shownAs(name, shown) {
  const texts = {
    [`${name}_number`]: shown ? String(shown.number) : "",
    [`${name}_text`]: shown?.text ?? "",
    [`${name}_author`]: shown?.author ?? "",
    [`${name}_locality`]: shown?.locality ?? "",
  };
  return /** @type {Record<`${Name}_${"number" | "text" | "author" | "locality"}`, string>} */ (texts);
}

/**
 * Minutes and seconds, with hours where there are any; below nothing with a minus.
 * @param {number} milliseconds
 */
export function clock(milliseconds) {
  const seconds = Math.floor(Math.abs(milliseconds) / 1000);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, "0"));
  const hours = Math.floor(seconds / 3600);
  return `${milliseconds < 0 && seconds > 0 ? "−" : ""}${[...(hours ? [hours] : []), ...parts].join(":")}`;
}
