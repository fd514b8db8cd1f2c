/* Keeps the understudy's one sentence true, and shows the button once there is something to take over with. */

const EVERY = 1000; // milliseconds

const state = /** @type {HTMLElement} */ (document.getElementById("state"));
const form = /** @type {HTMLElement} */ (document.getElementById("promote"));

async function look() {
  try {
    const answer = await fetch("/state");
    const { sentence, ready } = await answer.json();
    if (state.textContent !== sentence) state.textContent = sentence;
    if (ready) form.hidden = false;
  } catch {
    // The server is gone, or leads by now: the next look tells.
  }
}

setInterval(look, EVERY);

export {}; // A module: its names are its own.
