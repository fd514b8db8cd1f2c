/** The text moved by hand: a wheel, a finger, a pen. A mouse that is only moved or clicked moves nothing. */

/** @import { Reel } from "./script.js" */

/** @typedef {{ id: number, began: number, moved: boolean, trail: [number, number][] }} Finger  its trail: [when, where] */

const TAP = 8; // px: less is a tap
const RECENT = 80; // ms over which a finger's speed is told

/**
 * Listens on `stage`; `flipped()`: the page is mirrored top to bottom, and the text with it. `tapped` is called for a tap.
 *
 * @param {HTMLElement} stage
 * @param {Reel} reel
 * @param {() => boolean} flipped
 * @param {() => void} tapped
 */
export function byHand(stage, reel, flipped, tapped) {
  stage.addEventListener(
    "wheel",
    (event) => {
      if (event.ctrlKey) return; // that is the browser's own enlarging
      event.preventDefault();
      const unit = [1, reel.lines.leading, reel.host.clientHeight][event.deltaMode];
      reel.scroll.by(event.deltaY * unit);
    },
    { passive: false },
  );

  /** @type {Finger | null} */
  let finger = null;
  stage.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" || finger) return;
    reel.scroll.yield();
    reel.scroll.touched = true;
    finger = { id: event.pointerId, began: event.clientY, moved: false, trail: [[event.timeStamp, event.clientY]] };
    stage.setPointerCapture(event.pointerId);
  });
  stage.addEventListener("pointermove", (event) => {
    if (!finger || event.pointerId !== finger.id) return;
    if (!finger.moved && Math.abs(event.clientY - finger.began) < TAP) return;
    finger.moved = true;
    const sign = flipped() ? 1 : -1;
    reel.scroll.drag(sign * (event.clientY - lastOf(finger.trail)[1]));
    finger.trail.push([event.timeStamp, event.clientY]);
  });
  /** @param {PointerEvent} event */
  const up = (event) => {
    if (!finger || event.pointerId !== finger.id) return;
    const { moved, trail } = finger;
    finger = null;
    reel.scroll.touched = false;
    if (!moved) {
      if (event.type === "pointerup") tapped();
      return;
    }
    const [from, to] = [trail.find(([at]) => event.timeStamp - at < RECENT) || lastOf(trail), lastOf(trail)];
    const speed = to[0] > from[0] ? (to[1] - from[1]) / (to[0] - from[0]) : 0;
    reel.scroll.letGo((flipped() ? 1 : -1) * speed);
  };
  stage.addEventListener("pointerup", up);
  stage.addEventListener("pointercancel", up);
}

/** @param {[number, number][]} trail */
function lastOf(trail) {
  return trail[trail.length - 1];
}
