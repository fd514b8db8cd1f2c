/** How long the question that waits longest has waited, and from when on that is too long. Pure. */

/** @import { BroadcastView } from "../generated/protocol.js" */

/** Minutes of a show on air after which a question that nobody has looked at counts as overlooked. */
const LATE = 15;

/**
 * @param {{ asked_at?: string | null, received_at: string }} view
 * @param {Pick<BroadcastView, "state" | "kind" | "aired_at"> | null | undefined} show
 * @param {Date} now
 * @returns {{ since: string, late: boolean }}
 */
export function waited(view, show, now) {
  const since = view.asked_at || view.received_at;
  if (!show || show.kind !== "show" || show.state !== "on_air") return { since, late: false };
  // What came days before the show was not waiting for anybody at the desk.
  const from = Math.max(Date.parse(since), Date.parse(show.aired_at || since));
  return { since, late: now.getTime() - from >= LATE * 60000 };
}
