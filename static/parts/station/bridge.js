/**
 * Within the frame of a station's graphic: takes the calls of the page that holds the frame to the graphic, and its answers back.
 * It stands among code that others wrote, in a page of no origin, and is nobody's secret: it imports nothing.
 */

/** @typedef {{ call: number, name: string, params: object }} Call */

const NAME = "station-graphic";

/** @type {(HTMLElement & Record<string, (params: object) => Promise<object | undefined>>) | undefined} */
let graphic;

for (const root of [document.documentElement, document.body]) {
  Object.assign(root.style, {
    margin: "0",
    width: "100%",
    height: "100%",
    overflow: "hidden",
    background: "transparent",
  });
}

/** @param {object} told */
function tell(told) {
  parent.postMessage({ station: told }, "*");
}

/** @param {Call} asked */
async function obey({ name, params }) {
  if (name === "load") {
    graphic = /** @type {typeof graphic} */ (document.createElement(NAME));
    document.body.append(/** @type {HTMLElement} */ (graphic));
  }
  if (!graphic) throw new Error("It is not loaded.");
  return graphic[name](params);
}

addEventListener("message", async ({ source, data }) => {
  const asked = /** @type {Call | undefined} */ (data?.station);
  if (source !== parent || !asked) return;
  try {
    const { statusCode = 200, statusMessage, currentStep } = Object((await obey(asked)) ?? {});
    tell({ call: asked.call, statusCode, statusMessage, currentStep });
  } catch (wrong) {
    tell({ call: asked.call, statusCode: 500, statusMessage: String(wrong) });
  }
});

tell({ here: true });
try {
  const { default: Graphic } = await import(new URL(document.body.dataset.main || "", location.href).href);
  customElements.define(NAME, class extends Graphic {}); // it may have defined itself under a name of its own
  tell({ ready: true });
} catch (wrong) {
  tell({ ready: false, statusMessage: String(wrong) });
}

export {};
