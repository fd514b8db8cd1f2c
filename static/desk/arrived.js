/** Which events are new questions to whoever sits at this desk. Pure. */

/** @import { You } from "../parts/feed/types.js" */
/** @import { DeskEvent } from "./types.js" */

const ARRIVALS = ["question.received", "question.added"];

/**
 * How many questions have come into the queue by others' hands; a blocked author's is in nobody's queue.
 *
 * @param {Pick<DeskEvent, "type" | "by" | "view">[]} events
 * @param {Pick<You, "name">} you
 */
export function arrived(events, you) {
  return events.filter(
    ({ type, view, by }) => ARRIVALS.includes(type) && view?.state === "new" && by?.name !== you.name,
  ).length;
}
