/** How a deadline is said: how long is left, or how late it is. */

import { t } from "../parts/i18n.js";
import { roughly } from "../parts/time.js";

const FINISHED = ["resolved", "closed"];

export function isLate(moment, now) {
  return Boolean(moment) && Date.parse(moment) < now;
}

export function dueWords(moment, now) {
  const minutes = Math.floor((Date.parse(moment) - now) / 60000);
  return minutes < 0 ? t("late by {time}", { time: roughly(-minutes) }) : t("{time} left", { time: roughly(minutes) });
}

/** The deadline that a ticket runs against now, or null: first the reaction, then the answer. */
export function running(ticket) {
  if (FINISHED.includes(ticket.state) || ticket.state === "on_hold") return null;
  return (ticket.state === "open" && ticket.reaction_due) || ticket.resolution_due;
}
