/** What is done to matters, from the desk and from the board alike. */

/** @import { MatterView } from "../../generated/protocol.js" */
/** @import { Feed } from "../feed/feed.js" */
/** @import { Alike } from "./types.js" */
/** @typedef {{ questions?: number[], tickets?: string[], matters?: number[] }} Standing  what is joined or parted */

import { t } from "../i18n.js";
import { accepted, note } from "../toast.js";
import { askOpen, askWhich } from "./forms.js";
import { matterName, toldWords } from "./words.js";

/** Likeness from which one key joins unasked: what one word too many would do to eighty people cannot be taken back. */
const LIKELY = 0.75;

/**
 * Nothing of a practice is anybody's trouble.
 *
 * @param {Feed} feed
 */
export function maySteer(feed) {
  return feed.may("moderator", "coordinator") && feed.state.broadcast?.kind !== "practice";
}

/**
 * The open ones, the newest first.
 *
 * @param {Feed} feed
 * @returns {MatterView[]}
 */
export function openMatters(feed) {
  return [...(feed.state.matters?.values() || [])]
    .filter(({ state }) => state === "open")
    .sort((a, b) => b.number - a.number);
}

/**
 * A matter as this screen knows it.
 *
 * @param {Feed} feed
 * @param {number | null | undefined} number
 */
export function matterOf(feed, number) {
  return number ? feed.state.matters?.get(number) : undefined;
}

/**
 * @param {Feed} feed
 * @param {"tell" | "edit" | "close"} verb
 * @param {MatterView} matter
 * @param {Record<string, unknown>} fields
 */
export async function steer(feed, verb, matter, fields) {
  const answer = await feed.command(`matter.${verb}`, {
    matter: matter.number,
    version: matter.version,
    ...fields,
  });
  if (!accepted(answer)) return false;
  const words = toldWords(answer);
  if (words) note(words);
  return true;
}

/**
 * @param {Feed} feed
 * @param {number} matter
 * @param {Standing} standing
 */
export async function join(feed, matter, standing) {
  const answer = await feed.command("matter.join", { matter, ...standing });
  if (!accepted(answer)) return false;
  note([t("Joined to situation № {number}.", { number: matter }), toldWords(answer)].filter(Boolean).join(" "));
  return true;
}

/**
 * @param {Feed} feed
 * @param {number} matter
 * @param {Standing} standing
 */
export async function part(feed, matter, standing) {
  return accepted(await feed.command("matter.part", { matter, ...standing }));
}

/**
 * A new one, with what it is opened with; its number, or null.
 *
 * @param {Feed} feed
 * @param {Standing} standing
 * @param {string} [about]
 * @returns {Promise<number | null>}
 */
export async function open(feed, standing, about = "") {
  const fields = await askOpen(about);
  if (!fields) return null;
  const answer = await feed.command("matter.open", { ...fields, ...standing });
  if (!accepted(answer)) return null;
  const number = Number(answer.matter);
  note([t("{name} is open.", { name: matterName({ number }) }), toldWords(answer)].filter(Boolean).join(" "));
  return number;
}

/**
 * Into the one that is likely at once; else into the one that is chosen, or a new one. Whether anything was joined.
 *
 * @param {Feed} feed
 * @param {Standing} standing
 * @param {Alike[]} alike the likest first
 * @param {string} about
 */
export async function toMatter(feed, standing, alike, about) {
  if (alike.length && (alike[0].same || alike[0].score >= LIKELY)) return join(feed, alike[0].number, standing);
  const others = openMatters(feed).filter(({ number }) => !alike.some((one) => one.number === number));
  const number = alike.length + others.length ? await askWhich(t("To which situation?"), [...alike, ...others]) : 0;
  if (number === null) return false;
  return number ? join(feed, number, standing) : Boolean(await open(feed, standing, about));
}
