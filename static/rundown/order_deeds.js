/** What a producer does to the order beside moving its questions: lengths, and titles between them. */

/** @import { QuestionView, SegmentView } from "../generated/protocol.js" */
/** @import { Deeds } from "./commands.js" */
/** @import { Place } from "./items.js" */

import { html } from "lit";
import { ask } from "../parts/dialog.js";
import { t } from "../parts/i18n.js";
import { span } from "../parts/time.js";
import { refusal } from "../parts/toast.js";
import { lengthOf, secondsOf } from "./forecast.js";
import { placeOf } from "./items.js";

export const LONGEST_TITLE = 120;

/**
 * For how long a question is planned; an empty field takes its own length away.
 *
 * @param {Deeds} deeds
 * @param {QuestionView | null} view
 */
export async function planLength(deeds, view) {
  if (!view) return refusal(t("Choose a question of the list first."));
  const { number } = view;
  const usual = span(deeds.feed.state.broadcast.item_seconds);
  const fields = await ask({
    title: t("Length of № {number}", { number }),
    text: t("For how long it is planned to be on air. Left empty, as all others: {usual}.", { usual }),
    fields: html`<label class="field"><span class="label">${t("Minutes and seconds")}</span><input class="input tabular" name="length" maxlength="8" autocomplete="off" placeholder="3:30" data-first .value=${view.planned ? span(view.planned) : ""} /></label>`,
    confirm: t("Set"),
    check: ({ length }) => (length.trim() && secondsOf(length) === null ? wrongLength() : ""),
  });
  if (!fields) return;
  // The dialog was open for a while: whoever has moved the question meanwhile is not overruled by a length.
  const now = deeds.feed.state.questions.get(number) || view;
  await plan(deeds, now, fields.length.trim() ? secondsOf(fields.length) : null);
}

/** What is said of a length that is none. */
export function wrongLength() {
  return t("From five seconds to an hour: minutes and seconds, such as 3:30.");
}

/**
 * @param {Deeds} deeds
 * @param {QuestionView} view
 * @param {number | null} seconds
 */
async function plan(deeds, view, seconds) {
  const { number, version, planned } = view;
  if (seconds === planned) return;
  if (!(await deeds.obeyed("plan", view, { seconds }))) return;
  const length = span(seconds ?? lengthOf({ ...view, planned: null }, deeds.feed.state.broadcast));
  deeds.last.done(t("№ {number}: {length} on air.", { number, length }), () =>
    deeds.obeyed("plan", { number, version: version + 1 }, { seconds: planned }),
  );
}

/**
 * A title before the chosen item, or at the end.
 *
 * @param {Deeds} deeds
 * @param {Place} place
 */
export async function addTitle(deeds, place) {
  const title = await titled(t("New block"), t("Add"), "");
  if (title) await deeds.send("segment.add", { title, ...place });
}

/**
 * @param {Deeds} deeds
 * @param {SegmentView} segment
 */
export async function renameTitle(deeds, segment) {
  const title = await titled(t("Rename the block"), t("Change"), segment.title);
  if (title && title !== segment.title) await deeds.send("segment.rename", { ...seen(segment), title });
}

/**
 * @param {Deeds} deeds
 * @param {SegmentView} segment
 * @param {Place} place
 */
export async function moveTitle(deeds, segment, place) {
  await deeds.send("segment.move", { ...seen(segment), ...place });
}

/**
 * @param {Deeds} deeds
 * @param {SegmentView} segment
 */
export async function removeTitle(deeds, segment) {
  const stood = placeOf(deeds.items, `s${segment.segment}`);
  if (!(await deeds.send("segment.remove", seen(segment)))) return;
  deeds.last.done(t("The block “{title}” is removed; its questions stay.", { title: segment.title }), () =>
    deeds.send("segment.add", { title: segment.title, ...stood }),
  );
}

/** @param {SegmentView} segment */
function seen({ segment, version }) {
  return { segment, version };
}

/** @type {(heading: string, confirm: string, title: string) => Promise<string>} */
async function titled(heading, confirm, title) {
  const fields = await ask({
    title: heading,
    text: t("A title between the questions, for you alone: neither the presenter nor viewers see it."),
    fields: html`<label class="field"><span class="label">${t("Title")}</span><input class="input" name="title" maxlength=${LONGEST_TITLE} autocomplete="off" required data-first .value=${title} /></label>`,
    confirm,
  });
  return fields ? fields.title.trim() : "";
}
