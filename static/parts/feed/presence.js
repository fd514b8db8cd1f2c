/** Who is on which screen, who is on what and who writes there: told whole once, then what has changed. */

/** @import { Presence, PresenceChange, Entry } from "./types.js" */
/** @import { Socket } from "socket.io-client" */

/** What a screen says of itself to be told so. */
export const FOLLOWS = { presence: "changes", writing: true };

/**
 * Keeps it from what comes over a socket, and asks for all of it where a change is missing.
 *
 * @param {Socket} socket
 * @param {(presence: Presence) => void} changed
 */
export function followPresence(socket, changed) {
  /** @type {Presence} */
  let presence = { screens: [], claims: [], writing: [] };
  /** @type {Record<string, number>} */
  let numbers = {};
  let asked = false;
  socket.on("presence", (whole) => {
    presence = { screens: whole.screens || [], claims: whole.claims || [], writing: whole.writing || [] };
    numbers = { ...whole.numbers };
    asked = false;
    changed(presence);
  });
  socket.on("presence_changes", (/** @type {PresenceChange} */ change) => {
    if (numbers[change.list] === change.from) {
      numbers[change.list] = change.to;
      presence = { ...presence, [change.list]: applied(presence[change.list], change) };
      changed(presence);
    } else if (!asked) {
      asked = true;
      socket.emit("presence_missed");
    }
  });
}

/**
 * Entries without those that are gone and with those that came; equal ones are told apart by their number alone.
 *
 * @param {Entry[]} entries
 * @param {{ came: Entry[], gone: Entry[] }} change
 * @returns {Entry[]}
 */
export function applied(entries, { came, gone }) {
  /** @type {Map<string, number>} */
  const going = new Map();
  for (const entry of gone) going.set(JSON.stringify(entry), (going.get(JSON.stringify(entry)) || 0) + 1);
  const staying = entries.filter((entry) => {
    const left = going.get(JSON.stringify(entry)) || 0;
    if (left) going.set(JSON.stringify(entry), left - 1);
    return !left;
  });
  return [...staying, ...came];
}
