/**
 * The calls of CasparCG's template: play(), stop(), next(), update(data), remove(). They come as global functions, or from
 * the launcher as messages. They say whether the graphic plays and how it looks; what it shows is what is on air.
 */

/** @import { LiveOverlay } from "./overlay.js" */
/** @import { Looks } from "./types.js" */

/**
 * What CasparCG calls.
 *
 * @typedef {object} Calls
 * @property {() => void} play
 * @property {() => void} stop
 * @property {() => void} next
 * @property {(data: unknown) => void} update
 * @property {() => void} [remove]
 */

/**
 * What the launcher says.
 *
 * @typedef {object} Said
 * @property {boolean} [playing]
 * @property {unknown} [data]
 * @property {boolean} [next]
 */

/** @param {LiveOverlay} overlay */
export function obeyCalls(overlay) {
  const calls = /** @type {Calls} */ (/** @type {unknown} */ (window));
  const host = calls.remove; // CasparCG's own, which takes the layer away
  calls.play = () => overlay.play();
  calls.stop = () => overlay.stop();
  calls.next = () => overlay.next();
  calls.update = (data) => overlay.dress(parameters(data));
  calls.remove = () => {
    overlay.remove();
    if (host) host();
  };
  addEventListener("message", (event) => {
    if (event.source !== parent || parent === window || !event.data || !event.data.live) return;
    heed(overlay, event.data.live);
    event.source.postMessage("live", "*");
  });
}

/**
 * The launcher repeats every second what was said last, so only what is different counts.
 *
 * @param {LiveOverlay} overlay
 * @param {Said} said
 */
function heed(overlay, { playing, data, next }) {
  if (playing !== undefined && playing !== overlay.playing) playing ? overlay.play() : overlay.stop();
  if (data !== undefined && data !== overlay.heeded) {
    overlay.heeded = data;
    overlay.dress(parameters(data));
  }
  if (next) overlay.next();
}

/**
 * What `data` says about the looks: JSON, or CasparCG's XML. Anything else says nothing.
 *
 * @param {unknown} data
 * @returns {Looks}
 */
function parameters(data) {
  if (data && typeof data === "object") return data;
  const text = String(data ?? "").trim();
  try {
    return text.startsWith("<") ? fromXml(text) : Object(JSON.parse(text));
  } catch {
    return {};
  }
}

/**
 * <templateData><componentData id="theme"><data id="text" value="light"/></componentData></templateData>
 *
 * Read as HTML: of XML that breaks off the browser makes an error with a style of its own, which the page's policy forbids.
 *
 * @param {string} text
 * @returns {Looks}
 */
function fromXml(text) {
  const found = [...new DOMParser().parseFromString(text, "text/html").querySelectorAll("componentData")];
  return Object.fromEntries(
    found.map((component) => [
      component.id || component.getAttribute("id"),
      component.querySelector("data")?.getAttribute("value"),
    ]),
  );
}
