/** What the gallery's buttons ask of the prompters, as the log tells it: done at once or never. */

/** @import { FeedEvent } from "../parts/feed/types.js" */
/** @import { LivePrompter } from "./prompter.js" */

const LATE = 1500; // ms: what is heard of later, after a break of the line, moves nothing under the presenter's eyes
const STEPS = ["start", "stop", "faster", "slower", "back", "page"];

/**
 * @param {LivePrompter} prompter
 * @param {FeedEvent[]} events
 */
export function steer({ feed, control }, events) {
  for (const { type, at, do: step = "" } of events) {
    if (type !== "prompter.steered" || feed.now().getTime() - Date.parse(at) > LATE) continue;
    if (STEPS.includes(step)) control.steered(step);
  }
}
