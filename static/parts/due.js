/** How a deadline is said: how long is left, or by how much it is late. Pure. */

import { t, tn } from "./i18n.js";

/**
 * Minutes in two units: one alone would take up to half of a short term away.
 *
 * @param {number} minutes
 */
export function lasting(minutes) {
  if (minutes < 1) return t("less than a minute");
  const [d, h, m] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  if (d) return tn("{n} day {h} h|{n} days {h} h", d, { h });
  return h ? t("{h} h {m} min", { h, m }) : t("{n} min", { n: m });
}

/**
 * @param {string} moment
 * @param {Date} now
 */
export function dueWords(moment, now) {
  const minutes = (Date.parse(moment) - now.getTime()) / 60000;
  if (minutes < 0) return t("late by {time}", { time: lasting(Math.max(1, Math.floor(-minutes))) });
  return t("{time} left", { time: lasting(Math.floor(minutes)) });
}
