/**
 * When each item of the order is due, and when the show ends by it. Pure: live/domain/order/forecast.py is the same for
 * what other programs read, and both are held to tests/domain/order/forecast_cases.json.
 */

/** @import { BroadcastView, QuestionView } from "../generated/protocol.js" */
/** @typedef {{ since: number, seconds: number }} OnAir  since when it is there, in ms, and for how long it is planned */
/** @typedef {{ dues: number[], end: number }} Forecast  when each item goes to air and when the last is over, in ms */

/**
 * By what is on air now and the planned lengths of what is still in the list. Before the show it counts from the planned
 * start, or from now once that has passed; null where neither the air nor a planned start is known.
 *
 * @param {{ now: number, starts: number | null, aired: boolean, air: OnAir | null, lengths: number[] }} given
 * @returns {Forecast | null}
 */
export function forecast({ now, starts, aired, air, lengths }) {
  if (!aired && starts === null) return null;
  let at = aired || starts === null ? now : Math.max(now, starts);
  if (aired && air) at += Math.max(0, air.since + air.seconds * 1000 - now);
  const dues = lengths.map((seconds) => {
    const due = at;
    at += seconds * 1000;
    return due;
  });
  return { dues, end: at };
}

/**
 * How many seconds a question is planned to last.
 *
 * @param {QuestionView} view
 * @param {BroadcastView} broadcast
 */
export function lengthOf(view, broadcast) {
  return view.planned ?? broadcast.item_seconds;
}

/**
 * The same of a screen's show.
 *
 * @param {BroadcastView} broadcast
 * @param {QuestionView[]} list
 * @param {QuestionView | null} air
 * @param {Date} now
 */
export function forecastOf(broadcast, list, air, now) {
  const since = air?.moved?.at ? Date.parse(air.moved.at) : null;
  return forecast({
    now: now.getTime(),
    starts: broadcast.starts_at ? Date.parse(broadcast.starts_at) : null,
    aired: broadcast.state === "on_air",
    air: air && since !== null ? { since, seconds: lengthOf(air, broadcast) } : null,
    lengths: list.map((view) => lengthOf(view, broadcast)),
  });
}

/**
 * When the show is to be over, in ms: as long as was planned from when it began, or is to begin; null where nothing is planned.
 *
 * @param {BroadcastView} broadcast
 */
export function plannedEnd(broadcast) {
  const begins = broadcast.aired_at || broadcast.starts_at;
  return begins && broadcast.minutes ? Date.parse(begins) + broadcast.minutes * 60_000 : null;
}

/** What a length may be, in seconds. */
const SHORTEST = 5;
const LONGEST = 3600;

/**
 * Seconds of "3:30", "0:03:30" or "3,5" minutes; null of what is none, or no item's length.
 *
 * @param {string} written
 */
export function secondsOf(written) {
  const clock = /^(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)$/.exec(written.trim());
  const minutes = /^(\d{1,4})(?:[.,](\d{1,3}))?$/.exec(written.trim());
  let seconds = 0;
  if (clock) seconds = Number(clock[1] || 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3]);
  else if (minutes) seconds = Math.round(Number(`${minutes[1]}.${minutes[2] || 0}`) * 60);
  return seconds >= SHORTEST && seconds <= LONGEST ? seconds : null;
}
