/** Takes, corrections and clears of a station's graphic, with cuts, and a look at what is in sight in every frame. */

(() => {
  const frame = () => new Promise(requestAnimationFrame);

  /** A line of chances that is the same for the same seed. */
  function chances(seed) {
    let state = seed;
    return (parts) => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return Math.floor((state / 2147483648) * parts);
    };
  }

  /**
   * Plays so many takes on the layer of questions. In each frame that is drawn, what is in sight is what was taken last, or what leaves
   * since the last clear. What a graphic writes, as it says itself, is of its own take; and once nothing moves, its newest words.
   */
  window.stationTakes = async (many, seed) => {
    const chance = chances(seed);
    const { layer } = document.querySelector("live-overlay").station.driven.get("question");
    const written = new WeakMap(); // by its element, the words that stand there
    const wrong = [];
    let seen = 0;
    let over = false;
    let settledSeen = 0;
    let taken = null; // what is on air
    let words = "";
    let left = null; // what was, before the last clear

    addEventListener("message", ({ source, data: { said } }) => {
      const element = [...document.querySelectorAll(".station")].find((one) => one.contentWindow === source);
      if (!said || !element) return;
      written.set(element, said.text);
      if (said.name !== element.dataset.key) wrong.push({ said, key: element.dataset.key });
    });
    const say = (key, text) => {
      taken = key;
      words = text;
      layer.show(key, { text, speaker: { name: key, place: "" }, style: "plain" });
      layer._shown.frame.element.dataset.key = key;
    };
    const settled = () => {
      const { frame: holder, told } = layer._shown || {};
      if (!told || holder.busy || !holder.element.classList.contains("here")) return;
      settledSeen += 1;
      if (written.get(holder.element) !== words) wrong.push({ words, stands: written.get(holder.element) });
    };
    const clear = () => {
      left = taken;
      taken = null;
      layer.show(null);
    };
    const look = () => {
      for (const element of document.querySelectorAll(".station.here")) {
        seen += 1;
        const { key } = element.dataset;
        const fits = key === taken || (taken === null && key === left);
        if (!fits) wrong.push({ key, taken, left });
      }
      if (document.querySelectorAll(".station.here").length > 1) wrong.push("two at once");
      if (!over) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    for (let take = 0; take < many && !layer.failed; take++) {
      const key = `q${take}`;
      say(key, `мост ${take}`);
      for (let waits = chance(4) * 8; waits; waits--) await frame();
      if (chance(3) === 0) say(key, `мост ${take} поправлен`);
      for (let waits = chance(4) * 10; waits; waits--) await frame();
      settled();
      if (chance(4) === 0) {
        clear();
        for (let waits = chance(3) * 6; waits; waits--) await frame();
      }
    }
    clear();
    const empty = () => document.querySelectorAll(".station.here").length;
    for (let waits = 300; waits && empty(); waits--) await frame();
    over = true;
    return { wrong: layer.failed ? ["failed", ...wrong] : wrong, seen, settled: settledSeen, left: empty() };
  };
})();
