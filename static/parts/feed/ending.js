/** What a screen does when its server is about to end: it leaves, and not all come again at once. */

/**
 * @param {{ connect: () => unknown, disconnect: () => unknown }} socket
 * @param {number} within  seconds, by how many screens there are
 * @param {(act: () => void, wait: number) => void} later
 */
export function comeAgain(socket, within, later) {
  socket.disconnect();
  later(() => socket.connect(), Math.random() * within * 1000);
}
