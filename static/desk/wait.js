/** How long the question that waits longest has waited, and from when on that is too long. Pure. */

/** @import { BroadcastView } from "../generated/protocol.js" */

/** Minutes of a show on air after which a question that nobody has looked at counts as overlooked. */
const LATE = 15;

/**
 * @param {{ asked_at?: string | null, received_at?: string | null }} view
 * @param {Pick<BroadcastView, "state" | "kind" | "aired_at"> | null | undefined} show
 * @param {Date} now
 * @returns {{ minutes: number, late: boolean }}
 */
export function waited(view, show, now) {
  const asked = Date.parse(view.asked_at || view.received_at || "");
  const minutes = Math.floor((now.getTime() - asked) / 60000) || 0;
  if (show?.kind !== "show" || show.state !== "on_air") return { minutes, late: false };
  // What came days before the show was not waiting for anybody at the desk.
  const from = Math.max(asked, Date.parse(show.aired_at || "") || asked);
  return { minutes, late: now.getTime() - from >= LATE * 60000 };
}
