/** Times as people read them. Moments are ISO strings or Dates; spans are seconds; a zone is an IANA name. */

/** @typedef {string | number | Date | null | undefined} Moment  a view's may be null by its type; told is one that has come */
/** @typedef {string | null | undefined} Zone  without one, the device's */

import { locale, t, tn } from "./i18n.js";

export { readingTime } from "./air_text.js";

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** @type {(zone: Zone, options: Intl.DateTimeFormatOptions) => Intl.DateTimeFormat} */
function format(zone, options) {
  const key = zone + JSON.stringify(options);
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, { timeZone: zone || undefined, ...options });
    formats.set(key, found);
  }
  return found;
}

/** @param {Moment} moment */
function date(moment) {
  return new Date(/** @type {string | number | Date} */ (moment));
}

/**
 * "2026-11-24T12:41" by a zone's clock, as a form's field of day and hour has it.
 *
 * @type {(moment: Moment, zone?: Zone) => string}
 */
export function fieldOf(moment, zone) {
  const parts = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone || undefined,
    dateStyle: "short",
    timeStyle: "short",
  });
  return parts.format(date(moment)).replace(" ", "T");
}

/**
 * The moment that such a field means by a zone's clock.
 *
 * @type {(field: string, zone?: Zone) => Date}
 */
export function momentOf(field, zone) {
  const asIfUtc = Date.parse(`${field}Z`);
  return new Date(2 * asIfUtc - Date.parse(`${fieldOf(asIfUtc, zone)}Z`));
}

/**
 * "12:41:07" in the broadcast's zone.
 *
 * @type {(moment: Moment, zone?: Zone) => string}
 */
export function clock(moment, zone) {
  return format(zone, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(date(moment));
}

/**
 * "12:41".
 *
 * @type {(moment: Moment, zone?: Zone) => string}
 */
export function hours(moment, zone) {
  return format(zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(date(moment));
}

/**
 * "24 ноября".
 *
 * @type {(moment: Moment, zone?: Zone) => string}
 */
export function day(moment, zone) {
  return format(zone, { day: "numeric", month: "long" }).format(date(moment));
}

/**
 * "24 ноября 2026 г."; a date as "2026-11-24", which stands in no zone, is told in "UTC".
 *
 * @type {(moment: Moment, zone?: Zone) => string}
 */
export function dayAndYear(moment, zone) {
  return format(zone, { day: "numeric", month: "long", year: "numeric" }).format(date(moment));
}

/**
 * "24 ноября, 12:41".
 *
 * @type {(moment: Moment, zone?: Zone) => string}
 */
export function dayAndHours(moment, zone) {
  return `${day(moment, zone)}, ${hours(moment, zone)}`;
}

/**
 * "12:41" today, "24 ноября, 12:41" on another day.
 *
 * @type {(moment: Moment, now: Date, zone?: Zone) => string}
 */
export function soon(moment, now, zone) {
  return day(moment, zone) === day(now, zone) ? hours(moment, zone) : dayAndHours(moment, zone);
}

/**
 * "00:41", or "1:02:33" from an hour on; a minus before what is past zero.
 *
 * @param {number} seconds
 */
export function span(seconds) {
  const whole = Math.floor(Math.abs(seconds));
  /** @param {number} n */
  const two = (n) => String(n).padStart(2, "0");
  const h = Math.floor(whole / 3600);
  const rest = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return (seconds < 0 && whole > 0 ? "−" : "") + (h ? `${h}:${rest}` : rest);
}

/**
 * How long ago, in the roughest unit that still helps: "3 мин".
 *
 * @type {(moment: Moment, now: Date) => string}
 */
export function age(moment, now) {
  const minutes = Math.floor((now.getTime() - date(moment).getTime()) / 60000);
  if (minutes < 1) return t("now");
  return roughly(minutes);
}

/**
 * A number of minutes as "3 мин", "2 ч", "5 дн".
 *
 * @param {number} minutes
 */
export function roughly(minutes) {
  if (minutes < 60) return t("{n} min", { n: minutes });
  if (minutes < 48 * 60) return t("{n} h", { n: Math.floor(minutes / 60) });
  return tn("{n} day|{n} days", Math.floor(minutes / 1440));
}
