/** As little of an OGraf renderer as plays a package: layers, the calls, and a look at what is in sight in every frame. */

let defined = 0;

/** Puts a graphic on a layer of its own, as renderers do: within a root that the page's styles do not reach. */
window.put = async (kind, data) => {
  const { default: Graphic } = await import(`/${kind}/graphic.mjs?${(defined += 1)}`);
  const name = `graphic-${defined}`;
  customElements.define(name, Graphic);
  const layer = document.body.appendChild(Object.assign(document.createElement("div"), { className: "layer" }));
  const graphic = document.createElement(name);
  layer.attachShadow({ mode: "closed" }).append(graphic);
  const answer = await graphic.load({ data, renderType: "realtime", renderCharacteristics: {} });
  window.graphic = graphic;
  return answer;
};

const within = (selector) => [...window.graphic.shadowRoot.querySelectorAll(selector)];
const standing = (selector) => within(`${selector}:not([hidden]):not(.leaving)`);

/** What viewers read on the plate that stands: its words, who asks, and its page. */
window.seen = () =>
  standing(".plate").map((plate) => ({
    words: plate
      .querySelector(".words")
      .textContent.split(/[\s\u00a0]+/)
      .filter(Boolean),
    name: plate.querySelector(".name")?.textContent,
    page: plate.querySelector(".page")?.textContent,
  }));
window.polls = () =>
  standing(".poll").map((poll) => ({
    asked: poll
      .querySelector(".asked")
      .textContent.split(/[\s\u00a0]+/)
      .filter(Boolean)
      .join(" "),
    shares: [...poll.querySelectorAll(".share")].map((share) => share.textContent),
    voted: poll.querySelector(".voted").textContent,
  }));
window.anything = () => within(".plate:not([hidden]), .poll:not([hidden])").length;
window.looks = (selector) => {
  const { backgroundColor, fontFamily, textTransform, letterSpacing, lineHeight } = getComputedStyle(
    within(selector)[0],
  );
  const { left, bottom } = within(selector)[0].getBoundingClientRect();
  return { backgroundColor, fontFamily, textTransform, letterSpacing, lineHeight, left, bottom };
};

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
 * Plays so many takes, each with words that no other has, and says which frames showed others than were called for: until an
 * update has answered, what was called for before it may stand too; after a stop nothing may.
 */
window.takes = async (many, seed) => {
  const chance = chances(seed);
  const wrong = [];
  /** @type {string[]} */
  let allowed = []; // in the order of the calls
  let frames = 0;
  let shown = 0;
  let over = false;
  const look = () => {
    frames += 1;
    for (const { words, name } of window.seen()) {
      shown += 1;
      const whose = new Set(words.map((word) => word.replace(/^мост/, "").replace(/…$/, "")));
      const fits = whose.size === 1 && allowed.includes([...whose][0]) && name === `Житель ${[...whose][0]}`;
      if (!fits) wrong.push({ words: words.slice(0, 3), name, allowed: [...allowed] });
    }
    if (!over) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  const { graphic } = window;
  const said = (id, words) => ({ text: Array(words).fill(`мост${id}`).join(" "), name: `Житель ${id}` });
  const update = async (data, id) => {
    allowed.push(id);
    await graphic.updateAction({ data, skipAnimation: chance(2) === 0 });
    if (allowed.includes(id)) allowed.splice(0, allowed.indexOf(id));
  };
  for (let take = 0; take < many; take++) {
    const slow = chance(12) === 0;
    const words = [3, 12, 40, 400][chance(4)];
    const id = `${take}а`;
    const changed = update(said(id, words), id);
    if (chance(3)) await changed;
    const played = graphic.playAction({ goto: 0, skipAnimation: !slow });
    if (slow || chance(3)) await Promise.all([changed, played]);
    for (let step = chance(3); step; step--) {
      const turned = graphic.playAction({ goto: chance(2), skipAnimation: chance(2) === 0 });
      if (chance(2)) await turned;
    }
    await frame();
    if (chance(2)) {
      const corrected = update(said(`${take}б`, words + 1), `${take}б`);
      if (chance(2)) await corrected;
      await frame();
    }
    if (chance(4)) {
      const stopped = graphic.stopAction({ skipAnimation: !slow });
      allowed = [];
      if (slow) await stopped;
      await frame();
    }
  }
  await graphic.stopAction({ skipAnimation: true });
  allowed = [];
  await frame();
  await frame();
  over = true;
  return { wrong, frames, shown, left: window.anything() };
};
