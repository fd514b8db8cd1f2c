/**
 * Parts of an answer that other departments are asked for: what stands beside the answer box, and the mark of a row.
 * The acts on them are in part_acts.js.
 */

/** @import { PartView, TicketView } from "../generated/protocol.js" */
/** @import { You } from "../parts/feed/types.js" */
/** @import { PartAct, PartVersion, Told } from "./types.js" */

import { html, nothing } from "lit";
import { dueWords } from "../parts/due.js";
import { icon } from "../parts/icon.js";
import { t, tn } from "../parts/i18n.js";
import { marked } from "../parts/questions/difference.js";
import { dayAndHours } from "../parts/time.js";
import { isFinished } from "./due.js";

const STANDING = ["asked", "given"];

/** @type {Record<string, string>} */
const STATES = {
  asked: t("part: asked"),
  given: t("part: given"),
  declined: t("part: declined"),
  dropped: t("part: no more asked for"),
};

/**
 * The part that one's own department was asked for, while it stands.
 *
 * @param {TicketView} ticket
 * @param {You} you
 */
export function ownPart(ticket, you) {
  return ticket.parts.find(({ department, state }) => department === you.department && STANDING.includes(state));
}

/**
 * Whether one sees the ticket only because a part of its answer is asked of one's department.
 *
 * @param {TicketView} ticket
 * @param {You} you
 */
export function isCoExecutor(ticket, you) {
  return !you.roles.includes("coordinator") && ticket.department !== you.department && Boolean(ownPart(ticket, you));
}

/**
 * Those that were asked for and not given.
 *
 * @param {TicketView} ticket
 */
export function missing({ parts }) {
  return parts.filter(({ state }) => state === "asked");
}

/**
 * What was given as a part, each as it was written, the first first.
 *
 * @param {Partial<Told> | null} told
 * @param {number} id
 */
export function versionsOf(told, id) {
  return (told?.part_versions ?? []).filter(({ part }) => part === id);
}

/**
 * All that was given, in the order in which it was asked for: what the answer is put together from.
 *
 * @param {TicketView} ticket
 * @param {Partial<Told> | null} told
 */
export function together(ticket, told) {
  return ticket.parts
    .filter(({ state }) => state === "given")
    .map(({ id }) => versionsOf(told, id).at(-1)?.text ?? "")
    .filter(Boolean)
    .join("\n\n");
}

/**
 * By when a part is due: no later than its ticket, whose own deadline stands still on hold.
 *
 * @param {TicketView} ticket
 * @param {PartView} part
 */
export function partDue(ticket, part) {
  const [own, whole] = [String(part.due), String(ticket.resolution_due)];
  return ticket.state !== "on_hold" && Date.parse(whole) < Date.parse(own) ? whole : own;
}

/**
 * In a row of the list: that one's own part is needed, or how many parts have come.
 *
 * @param {TicketView} ticket
 * @param {You} you
 * @param {Date} now
 */
export function partMark(ticket, you, now) {
  if (isFinished(ticket)) return nothing;
  const own = ownPart(ticket, you);
  if (own?.state === "asked" && ticket.department !== you.department) {
    const due = partDue(ticket, own);
    return html`<b class="due ${Date.parse(due) < now.getTime() ? "over" : "near"}">${t("your part is needed")} · ${dueWords(due, now)}</b>`;
  }
  const standing = ticket.parts.filter(({ state }) => STANDING.includes(state));
  if (!standing.length) return nothing;
  const given = standing.filter(({ state }) => state === "given").length;
  return html`<span>${t("parts: {given} of {all}", { given, all: standing.length })}</span>`;
}

/**
 * @param {TicketView} ticket
 * @param {Partial<Told>} told
 * @param {{ zone: string, now: Date, you: You, asks: boolean, writes: boolean, act: (verb: PartAct, part?: PartView) => void, collect: () => void }} at
 */
export function partsPanel(ticket, told, at) {
  if (!ticket.parts.length) return nothing;
  const given = ticket.parts.filter(({ state }) => state === "given").length;
  return html`<section class="panel part shares" aria-label=${t("Parts of the answer")}>
    <h3 class="label">${t("Parts of the answer")}</h3>
    <ol>${ticket.parts.map((part) => onePart(ticket, part, versionsOf(told, part.id), at))}</ol>
    ${given && at.writes ? html`<div class="line"><button class="button own" @click=${at.collect}>${icon("layers")} ${tn("Take {n} given part into the answer|Take {n} given parts into the answer", given)} <kbd>L</kbd></button></div>` : nothing}
  </section>`;
}

/**
 * @param {TicketView} ticket
 * @param {PartView} part
 * @param {PartVersion[]} versions
 * @param {Parameters<typeof partsPanel>[2]} at
 */
function onePart(ticket, part, versions, { zone, now, you, asks, act }) {
  const open = !isFinished(ticket);
  const mine = open && you.roles.includes("executor") && part === ownPart(ticket, you);
  const due = partDue(ticket, part);
  const late = open && part.state === "asked" && Date.parse(due) < now.getTime();
  return html`<li>
    <p><b>${part.department}</b>${part.person ? ` · ${part.person}` : ""} · <span class="chip">${STATES[part.state] ?? part.state}</span></p>
    ${open && part.state === "asked" ? html`<p class="due ${late ? "over" : ""}">${t("give it by")} <time class="tabular" datetime=${due}>${dayAndHours(due, zone)}</time>, ${dueWords(due, now)}</p>` : nothing}
    <p class="small quiet">${part.by}: <span class="text">${part.text}</span></p>
    ${part.reason ? html`<p class="text">${icon("sticky-note")} ${part.moved_by}: ${part.reason}</p>` : nothing}
    ${versions.length ? html`<p class="small quiet">${written(versions[versions.length - 1], zone)}</p><p class="text">${versions[versions.length - 1].text}</p>` : nothing}
    ${versions.length > 1 ? history(versions, zone) : nothing}
    <div class="line">
      ${mine ? html`<button class="button own" @click=${() => act("give_part", part)}>${icon("pencil")} ${part.state === "given" ? t("Correct my part") : t("Write my part")} <kbd>M</kbd></button>` : nothing}
      ${mine && part.state === "asked" ? html`<button class="button" @click=${() => act("decline_part", part)}>${icon("undo-2")} ${t("Decline to give it")}</button>` : nothing}
      ${asks && open && STANDING.includes(part.state) ? html`<button class="button bare" @click=${() => act("drop_part", part)}>${icon("x")} ${t("Take back the request")}</button>` : nothing}
    </div>
  </li>`;
}

/**
 * Each with what it changed in the one before.
 *
 * @param {PartVersion[]} versions
 * @param {string} zone
 */
function history(versions, zone) {
  return html`<details class="small versions"><summary>${tn("{n} version of the part|{n} versions of the part", versions.length)}</summary>
    <ol>${versions.map(
      (version, i) => html`<li>
        <p class="quiet">${written(version, zone)}</p>
        <p class="text">${i ? marked(versions[i - 1].text, version.text) : version.text}</p>
      </li>`,
    )}</ol></details>`;
}

/**
 * @param {PartVersion} version
 * @param {string} zone
 */
function written({ by, at }, zone) {
  return html`${at ? html`<time class="tabular" datetime=${at}>${dayAndHours(at, zone)}</time> · ` : nothing}${by}`;
}
