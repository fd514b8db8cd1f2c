/** The broadcast itself: begin and finish, intake, printing, and a rehearsal while there was no show yet. */

/** @import { BroadcastView } from "../generated/protocol.js" */
/** @import { Deeds } from "./commands.js" */
/** @import { SoFar } from "./so_far.js" */

import { html, nothing } from "lit";
import { ask } from "../parts/dialog.js";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { fieldOf, hours, momentOf, span } from "../parts/time.js";
import { BROADCAST_STATES } from "../parts/words.js";
import { secondsOf } from "./forecast.js";
import { wrongLength } from "./order_deeds.js";
import { takeAirBack } from "./taking_back.js";

const PACES = [0.5, 60];
const USUAL_PACE = 3;

/**
 * Whether a rehearsal's traces are in this broadcast.
 *
 * @param {BroadcastView} broadcast
 */
export function rehearsing(broadcast) {
  return broadcast.rehearsal_pace !== null && broadcast.rehearsal_pace !== undefined;
}

/**
 * @param {Deeds} deeds
 * @param {SoFar} soFar
 */
export function showBox(deeds, { unwrapped, aired }) {
  const { broadcast } = deeds.feed.state;
  if (broadcast.kind === "standing") return standingBox(broadcast);
  const running = ["collecting", "on_air"].includes(broadcast.state);
  // What was taken and put back leaves no trace here: then the server says no.
  const untouched = !deeds.air && !aired.length;
  const mayTakeAirBack = broadcast.state === "on_air" && untouched && deeds.feed.may("producer", "admin");
  /** @param {"open" | "open_intake" | "close_intake"} verb */
  const steer = (verb) => () => deeds.send(`broadcast.${verb}`);
  const silent = deeds.inTouch ? "false" : "true";
  return html`<section class="stack" aria-label=${t("Broadcast")}>
    <h2 class="label line"><span class="grow">${t("Broadcast")}</span><span>${BROADCAST_STATES[broadcast.state]}</span></h2>
    ${broadcast.aired_at ? html`<p class="small quiet">${t("on air since {time}, planned for {n} min", { time: hours(broadcast.aired_at, broadcast.zone), n: broadcast.minutes })}</p>` : nothing}
    ${unwrapped ? html`<p class="small quiet text">${t("The end was taken back at {time} by {name}: {reason}", { time: hours(unwrapped.at, broadcast.zone), name: unwrapped.by, reason: unwrapped.reason })}</p>` : nothing}
    ${
      deeds.feed.may("producer")
        ? html`<div class="line">
          ${broadcast.state === "planned" ? html`<button class="button own" aria-disabled=${silent} @click=${steer("open")}>${icon("play")} ${t("Begin collecting")}</button>` : nothing}
          ${
            running
              ? html`<button class="button" aria-disabled=${silent} @click=${steer(broadcast.intake_open ? "close_intake" : "open_intake")}>
                ${broadcast.intake_open ? icon("lock") : icon("lock-open")} ${broadcast.intake_open ? t("Close intake") : t("Open intake")}
              </button>`
              : nothing
          }
          ${broadcast.state === "collecting" ? html`<button class="button" aria-disabled=${silent} @click=${() => deeds.beginShow()}>${icon("radio")} ${t("Begin the show…")}</button>` : nothing}
          ${running && !rehearsing(broadcast) ? html`<button class="button" aria-disabled=${silent} @click=${() => deeds.finishShow()}>${icon("square")} ${t("Finish the show…")}</button>` : nothing}
          ${broadcast.state === "archived" ? nothing : html`<button class="button" aria-disabled=${silent} @click=${() => edit(deeds)}>${icon("pencil")} ${t("Change the show…")}</button>`}
          <a class="button" target="_blank" rel="noopener" href="/b/${encodeURIComponent(broadcast.slug)}/rundown/print">${icon("printer")} ${t("Print")}</a>
          ${orderFiles(broadcast)}
          <a class="button" target="_blank" rel="noopener" href="/b/${encodeURIComponent(broadcast.slug)}/ask/qr">${icon("qr-code")} ${t("QR of the form")}</a>
          <a class="button" target="_blank" rel="noopener" href="/b/${encodeURIComponent(broadcast.slug)}/report">${icon("file-text")} ${t("Report and files")}</a>
          <a class="button" target="_blank" rel="noopener" href="/b/${encodeURIComponent(broadcast.slug)}/chronicle">${icon("clapperboard")} ${t("Chronicle of the air")}</a>
        </div>`
        : nothing
    }
    ${mayTakeAirBack ? html`<p><button class="button" aria-disabled=${silent} @click=${() => takeAirBack(deeds)}>${icon("undo-2")} ${t("Take the air back…")}</button></p>` : nothing}
    ${running ? html`<p class="small">${broadcast.intake_open ? t("Intake is open: questions are coming in.") : t("Intake is closed.")}</p>` : nothing}
  </section>`;
}

/**
 * The order for other programs, and a planned one out of a file, as long as the show has not begun.
 *
 * @param {BroadcastView} broadcast
 */
function orderFiles(broadcast) {
  const slug = encodeURIComponent(broadcast.slug);
  const order = `/api/v1/broadcasts/${slug}/order`;
  return html`${broadcast.state === "collecting" ? html`<a class="button" href="/b/${slug}/order/file">${icon("file-up")} ${t("Order from a file…")}</a>` : nothing}
    <a class="button" download href="${order}.csv">${icon("file-text")} ${t("Order as CSV")}</a>
    <a class="button" download href="${order}.xml">${icon("file-text")} ${t("Order as MOS")}</a>`;
}

/**
 * A standing broadcast has no air: it is worked on at the desk.
 *
 * @param {BroadcastView} broadcast
 */
function standingBox(broadcast) {
  const at = `/b/${encodeURIComponent(broadcast.slug)}`;
  return html`<section class="stack" aria-label=${t("Broadcast")}>
    <h2 class="label line"><span class="grow">${t("Broadcast")}</span><span>${t("standing line")}</span></h2>
    <p class="small">${t("It takes questions all year and has no air: they are read at the desk.")}</p>
    <div class="line"><a class="button" href="${at}/desk">${icon("inbox")} ${t("Open the desk")}</a>
      <a class="button" target="_blank" rel="noopener" href="${at}/ask/qr">${icon("qr-code")} ${t("QR of the form")}</a></div>
  </section>`;
}

/** @param {BroadcastView} broadcast */
export function rehearsalBand(broadcast) {
  if (!rehearsing(broadcast)) return nothing;
  return html`<div class="rehearsal-band" role="status">
    <b>${t("REHEARSAL")}</b>
    <span>${broadcast.rehearsal_pace ? t("invented questions come in, one every {n} s", { n: broadcast.rehearsal_pace }) : t("invented questions are in this show until they are taken out")}</span>
  </div>`;
}

/**
 * Only before the show has been on air: after that nothing invented may come near it.
 *
 * @param {Deeds} deeds
 */
export function rehearsalBox(deeds) {
  const { broadcast } = deeds.feed.state;
  const fresh = broadcast.kind === "show" && broadcast.state === "collecting" && !broadcast.aired_at;
  if (!deeds.feed.may("producer") || !(fresh || rehearsing(broadcast))) return nothing;
  const pace = broadcast.rehearsal_pace;
  /** @param {Event} event */
  const chosen = ({ target }) => {
    const section = /** @type {Element} */ (/** @type {Element} */ (target).closest("section"));
    return Number(/** @type {HTMLInputElement} */ (section.querySelector("[name=pace]")).value);
  };
  /** @param {Event & { target: HTMLInputElement }} event */
  const change = (event) =>
    pace && event.target.reportValidity() && deeds.send("rehearsal.pace", { pace: chosen(event) });
  /** @param {Event} event */
  const start = (event) => deeds.send("rehearsal.start", { pace: chosen(event) });
  return html`<section class="stack rehearsal" aria-label=${t("Rehearsal")}>
    <h2 class="label line"><span class="grow">${t("Rehearsal")}</span><span>${pace ? t("running") : rehearsing(broadcast) ? t("stopped") : ""}</span></h2>
    <label class="field"><span class="label">${t("Seconds from one question to the next")}</span>
      <input class="input tabular" type="number" name="pace" min=${PACES[0]} max=${PACES[1]} step="0.5" .value=${String(pace || USUAL_PACE)}
        @change=${change} />
    </label>
    <div class="line">
      ${
        pace
          ? html`<button class="button" @click=${() => deeds.send("rehearsal.stop")}>${icon("pause")} ${t("Stop the rehearsal")}</button>`
          : html`<button class="button" @click=${start}>${icon("play")} ${t("Start a rehearsal")}</button>`
      }
      ${rehearsing(broadcast) ? html`<button class="button" @click=${() => reset(deeds)}>${icon("eraser")} ${t("Take its traces out…")}</button>` : nothing}
    </div>
  </section>`;
}

/** @param {Deeds} deeds */
async function reset(deeds) {
  const sure = await ask({
    title: t("Take the rehearsal out of the show?"),
    text: t(
      "What goes: every invented question and call, and every message, promise and ticket of the rehearsal. What stays: real questions that came meanwhile; those that were on air or answered go back to the list. The show is as if it had never been on air. This cannot be undone.",
    ),
    confirm: t("Take it out"),
    tone: "next",
  });
  if (sure) await deeds.send("rehearsal.reset");
}

/**
 * What was typed into the show's form that was left or refused, for when it is opened again.
 *
 * @type {Record<string, string>}
 */
let draft = {};

/** @param {Deeds} deeds */
async function edit(deeds) {
  const { broadcast } = deeds.feed.state;
  const over = ["wrapping", "wrapped"].includes(broadcast.state);
  const was = {
    title: broadcast.title,
    head: broadcast.head ?? "",
    starts: broadcast.starts_at ? fieldOf(broadcast.starts_at, broadcast.zone) : "",
    minutes: String(broadcast.minutes),
    item_seconds: span(broadcast.item_seconds),
  };
  /** @type {Record<string, string>} */
  const shown = { ...was, ...draft };
  const times = html`<label class="field"><span class="label">${t("Start, by the clock of {zone}", { zone: broadcast.zone })}</span>
      <input class="input tabular" type="datetime-local" name="starts" .value=${shown.starts} /></label>
    <label class="field"><span class="label">${t("Length, minutes")}</span>
      <input class="input tabular" type="number" name="minutes" min="1" max="1440" required data-first .value=${shown.minutes} /></label>
    <label class="field"><span class="label">${t("Length of a question where none is set, minutes and seconds")}</span>
      <input class="input tabular" name="item_seconds" maxlength="8" required .value=${shown.item_seconds} /></label>`;
  const typed = await ask({
    title: t("Change the show"),
    text: over ? t("The show is over: its start and its length stand.") : t("Every clock and screen follows at once."),
    fields: html`<label class="field"><span class="label">${t("Title")}</span><input class="input" name="title" maxlength="200" required .value=${shown.title} /></label>
      <label class="field"><span class="label">${t("Who answers: the head's name")}</span><input class="input" name="head" maxlength="200" .value=${shown.head} /></label>
      ${over ? nothing : times}`,
    confirm: t("Change"),
    check: ({ item_seconds: length }) => (length !== undefined && secondsOf(length) === null ? wrongLength() : ""),
    left: (fields) => (draft = fields),
  });
  if (!typed) return;
  draft = typed;
  const changed = Object.entries(typed).filter(
    ([name, value]) => value !== /** @type {Record<string, string>} */ (was)[name],
  );
  const said = changed.map(([name, value]) => [name, read(name, value, broadcast.zone)]);
  if (!said.length || (await deeds.send("broadcast.edit", { version: broadcast.version, ...Object.fromEntries(said) })))
    draft = {};
}

/**
 * What a field of the form says, as the command takes it.
 *
 * @param {string} name
 * @param {string} value
 * @param {string} zone
 */
function read(name, value, zone) {
  if (name === "minutes") return Number(value);
  if (name === "item_seconds") return secondsOf(value);
  if (name === "starts") return value ? momentOf(value, zone).toISOString() : null;
  return value;
}
