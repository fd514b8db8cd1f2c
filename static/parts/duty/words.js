/** What the duty's strip and sheet say. Pure. */

/** @import { DutyView, DutyNoteView, ShiftView } from "../../generated/protocol.js" */

import { t } from "../i18n.js";
import { soon } from "../time.js";

/**
 * Who is told of alarms now.
 *
 * @param {DutyView} duty
 */
export function onDuty(duty) {
  return (duty.now ?? []).filter(({ told }) => told);
}

/**
 * The shifts that an account stands now: taken, whether or not its note is written.
 *
 * @param {DutyView} duty
 * @param {number | null | undefined} account
 */
export function mine(duty, account) {
  return (duty.now ?? []).filter((one) => one.taken && account != null && one.account === account);
}

/**
 * The notes that an account is to read: of others, once it stands a shift of its own.
 *
 * @param {DutyView} duty
 * @param {number | null | undefined} account
 */
export function toRead(duty, account) {
  const stood = mine(duty, account).filter(({ handed }) => !handed);
  return stood.length ? (duty.notes ?? []).filter((note) => note.account !== account) : [];
}

/**
 * Of what a shift is: nothing where it is everything.
 *
 * @param {ShiftView} shift
 */
export function business({ topics, places }) {
  return [...topics, ...places].join(", ");
}

/**
 * "Irina until 20:00"; nobody where nobody is found yet.
 *
 * @param {ShiftView} shift
 * @param {Date} now
 * @param {string} zone
 */
export function standing({ who, ends }, now, zone) {
  return t("{name} until {time}", { name: who ?? t("nobody yet"), time: soon(ends, now, zone) });
}

/**
 * "Petr from 20:00 until 24 November, 08:00", of a shift that is to come.
 *
 * @param {ShiftView} shift
 * @param {Date} now
 * @param {string} zone
 */
export function coming({ who, begins, ends }, now, zone) {
  const times = { from: soon(begins, now, zone), time: soon(ends, now, zone) };
  return t("{name} from {from} until {time}", { name: who ?? t("nobody yet"), ...times });
}

/**
 * What is to be seen of a shift besides: that it has begun untaken, that its note waits, that its person is away.
 *
 * @param {ShiftView} shift
 * @param {Date} now
 */
export function trouble({ taken, handed, away, who, begins }, now) {
  if (away) return t("away");
  if (!who) return "";
  if (!taken) return Date.parse(begins) <= now.getTime() ? t("the shift is not taken") : "";
  return handed ? t("note waits to be read") : "";
}

/**
 * "Irina, 24 November, 19:50".
 *
 * @param {DutyNoteView} note
 * @param {Date} now
 * @param {string} zone
 */
export function noteHead({ by, at }, now, zone) {
  return `${by}, ${soon(at, now, zone)}`;
}
