/** Which calls are still held once they have ended. */

/** @import { CallView } from "../../generated/protocol.js" */

/**
 * Those that belong, the newest first.
 *
 * @param {Map<number, CallView>} calls
 * @param {(view: CallView) => boolean} belongs
 */
export function callsThat(calls, belongs) {
  return [...calls.values()].filter(belongs).sort((a, b) => b.call - a.call);
}

/** @param {CallView} view */
export function isToCallBack(view) {
  return view.state === "ended" && (view.missed || view.call_back) && !view.closed;
}

/**
 * It has ended, and nobody waits to be called back.
 *
 * @param {CallView} view
 */
export function isOver(view) {
  return view.state === "ended" && !isToCallBack(view);
}
