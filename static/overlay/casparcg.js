/**
 * The calls of CasparCG's template: play(), stop(), next(), update(data), remove(). They come as global functions, or from
 * the launcher as messages. They say whether the graphic plays and how it looks; what it shows is what is on air.
 */

export function obeyCalls(overlay) {
  const host = window.remove; // CasparCG's own, which takes the layer away
  window.play = () => overlay.play();
  window.stop = () => overlay.stop();
  window.next = () => overlay.next();
  window.update = (data) => overlay.dress(parameters(data));
  window.remove = () => {
    overlay.remove();
    if (host) host();
  };
  addEventListener("message", (event) => {
    if (event.source !== parent || parent === window || !event.data || !event.data.live) return;
    heed(overlay, event.data.live);
    event.source.postMessage("live", "*");
  });
}

/** The launcher repeats every second what was said last, so only what is different counts. */
function heed(overlay, { playing, data, next }) {
  if (playing !== undefined && playing !== overlay.playing) playing ? overlay.play() : overlay.stop();
  if (data !== undefined && data !== overlay.heeded) {
    overlay.heeded = data;
    overlay.dress(parameters(data));
  }
  if (next) overlay.next();
}

/** What `data` says about the looks: JSON, or CasparCG's XML. Anything else says nothing. */
function parameters(data) {
  if (data && typeof data === "object") return data;
  const text = String(data ?? "").trim();
  try {
    return text.startsWith("<") ? fromXml(text) : Object(JSON.parse(text));
  } catch {
    return {};
  }
}

/** <templateData><componentData id="theme"><data id="text" value="light"/></componentData></templateData> */
function fromXml(text) {
  const found = [...new DOMParser().parseFromString(text, "application/xml").querySelectorAll("componentData")];
  return Object.fromEntries(
    found.map((component) => [
      component.id || component.getAttribute("id"),
      component.querySelector("data")?.getAttribute("value"),
    ]),
  );
}
