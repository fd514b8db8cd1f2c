/** What the gallery's buttons do here: as the prompter's own keys do it, at once or never. */

/** @import { FeedEvent } from "../parts/feed/types.js" */
/** @import { LivePrompter } from "./prompter.js" */

const LATE = 1500; // ms: what is heard of later, after a break of the line, moves nothing under the presenter's eyes

/** @type {Record<string, (prompter: LivePrompter) => unknown>} */
const STEPS = {
  start: ({ reel }) => reel.scroll.start(),
  stop: ({ reel }) => reel.scroll.pause(),
  faster: (prompter) => prompter.step("speed", 1),
  slower: (prompter) => prompter.step("speed", -1),
  back: (prompter) => prompter.page(-1),
  page: (prompter) => prompter.page(1),
};

/**
 * @param {LivePrompter} prompter
 * @param {FeedEvent[]} events
 */
export function steer(prompter, events) {
  for (const { type, at, do: step = "" } of events) {
    if (type !== "prompter.steered" || prompter.feed.now().getTime() - Date.parse(at) > LATE) continue;
    STEPS[step]?.(prompter);
  }
}
