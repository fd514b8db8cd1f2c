/** How fast a screen comes back after its line has broken, and how often it tells how far it is. */

/** @import { Socket } from "socket.io-client" */
/** @import { ScreenName } from "../../generated/protocol.js" */

/** Few, and seen by everybody: they ask for a line again at once; hundreds of desks must not. @type {Set<string>} */
export const AIR = new Set(["prompter", "overlay", "head"]);

const WAIT = 5000; // ms for a line to open: in a crowd's return that takes longer than alone
const LONGEST = 3000;
const LONGEST_OF_THE_AIR = 400; // ms: the show goes on from them, and the server is often back within two seconds
const EACH = 4; // ms of a crowd's return for each of its screens
const SEEN = 10000; // ms between two words of a desk on how far it is

/** @param {ScreenName} screen */
export function comingBack(screen) {
  return AIR.has(screen)
    ? { reconnectionDelay: 200, reconnectionDelayMax: LONGEST_OF_THE_AIR, timeout: WAIT }
    : { reconnectionDelay: 300, reconnectionDelayMax: LONGEST, timeout: WAIT };
}

/**
 * The server has so many screens: when it is away and back, they come apart from each other.
 *
 * @param {Socket} socket
 * @param {ScreenName} screen
 * @param {number | undefined} screens
 */
export function spread(socket, screen, screens = 0) {
  const within = EACH * screens;
  if (AIR.has(screen) || within < 600) return;
  socket.io.randomizationFactor(1); // anything from nothing to twice the delay
  socket.io.reconnectionDelay(within / 2);
  socket.io.reconnectionDelayMax(Math.max(LONGEST, within));
}

/** Whether it is time to tell how far the screen is, when that was told last `before` ms ago. @type {(screen: ScreenName, before: number) => boolean} */
export const isTimeToTell = (screen, before) => AIR.has(screen) || before >= SEEN;
