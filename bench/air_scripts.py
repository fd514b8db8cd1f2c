"""What bench.air runs in its browsers: scripts that note when something was clicked, painted or current again."""

from __future__ import annotations

SHOWN = {
    "prompter": """() => {
      const { reading, reel } = document.querySelector("live-prompter");
      return reading.shown && !reading.shown.idle ? [reel.host.querySelector(".words"), reading.shown.number] : [];
    }""",
    "overlay": """() => {
      const plate = document.querySelector(".plate[data-number]");
      return plate ? [plate, Number(plate.dataset.number)] : [];
    }""",
    "bare": """() => {
      const words = document.querySelector("#words[data-number]");
      return words ? [words, Number(words.dataset.number)] : [];
    }""",
}
"""What holds the question on air on each page, and that question's number."""

WATCH = """
(source) => {
  window.paintedAt = new Map();
  const shown = eval(source);
  const check = () => {
    const [element, number] = shown();
    if (number && !paintedAt.has(number) && element.checkVisibility({ opacityProperty: true })) {
      paintedAt.set(number, null);
      requestAnimationFrame(() => paintedAt.set(number, performance.timeOrigin + performance.now()));
    }
    requestAnimationFrame(check);
  };
  check();
}
"""
"""Notes for each question the frame after the one in which it came into sight."""

CLICKS = """
window.clickedAt = [];
addEventListener("click", (event) => clickedAt.push(performance.timeOrigin + event.timeStamp), true);
"""

READY = """() => {
  const { deeds, feed } = document.querySelector("live-rundown");
  return deeds.ready && feed.state.broadcast.state === "on_air" && feed.waiting === 0;
}"""

CURRENT = """
(element) => {
  const { feed } = document.querySelector(element);
  window.currentAt = null;
  const check = () => {
    if (feed.status !== "in_step") window.wasAway = true;
    else if (window.wasAway && window.currentAt === null) window.currentAt = performance.timeOrigin + performance.now();
  };
  window.wasAway = false;
  feed.addEventListener("change", check);
}
"""
"""Notes when the screen is in step again after it was not."""

FRAMES = """
() => {
  window.frames_ = [];
  let before = performance.now();
  const note = (now) => {
    frames_.push(now - before);
    before = now;
    requestAnimationFrame(note);
  };
  requestAnimationFrame(note);
}
"""

LONG = " ".join(
    f"{n}. Третий месяц во дворе не горит ни один фонарь, дети возвращаются из школы в полной темноте."
    for n in range(1, 41)
)
assert len(LONG) <= 4000

BARE_SCROLL = """
(text) => {
  document.body.innerHTML = `<div style="height: 100vh; overflow: hidden"><p></p></div>`;
  const words = document.querySelector("p");
  words.style.font = "600 72px/1.28 sans-serif";
  words.textContent = text;
  const start = performance.now();
  const step = (now) => {
    words.style.transform = `translateY(${-(now - start) * 0.03}px)`;
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}
"""

BARE_PAGE = """<button>take</button><p id="words"></p>"""
BARE = """
() => {
  const socket = io("/live", { transports: ["websocket"] });
  const words = document.querySelector("#words");
  socket.on("events", ({ events: [{ view }] }) => {
    words.textContent = view.text;
    words.dataset.number = view.number;
  });
  document.querySelector("button").onclick = () => fetch("/", { method: "POST", body: window.next });
  return new Promise((resolve) => socket.on("connect", resolve));
}
"""
