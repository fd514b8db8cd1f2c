/** The days that a promise is most often given for, each one touch away. Dates are "2026-12-01" and stand in no zone. */

import { t } from "../parts/i18n.js";

const DAY = 86400000;

/**
 * Today's date where the broadcast is.
 *
 * @param {Date} now
 * @param {string} zone
 */
export function today(now, zone) {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(
    now,
  );
}

/**
 * [{label, due}] from the nearest to the farthest.
 *
 * @param {Date} now
 * @param {string} zone
 */
export function dues(now, zone) {
  const start = today(now, zone);
  const month = monthAfter(start);
  const newYear = `${start.slice(0, 4)}-12-31`;
  return [
    { label: t("A week"), due: daysAfter(start, 7) },
    { label: t("Two weeks"), due: daysAfter(start, 14) },
    { label: t("A month"), due: month },
    ...(newYear > month ? [{ label: t("By the end of the year"), due: newYear }] : []),
  ];
}

/**
 * @param {string} date
 * @param {number} days
 */
function daysAfter(date, days) {
  return written(Date.parse(date) + days * DAY);
}

/**
 * The same day of the next month, or that month's last.
 *
 * @param {string} date
 */
function monthAfter(date) {
  const [year, month, day] = date.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return written(Date.UTC(year, month, Math.min(day, last)));
}

/** @param {number} moment */
function written(moment) {
  return new Date(moment).toISOString().slice(0, 10);
}
