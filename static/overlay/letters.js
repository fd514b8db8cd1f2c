/** How wide letters are on this machine. */

/** @import { Measure } from "./types.js" */

/**
 * Of a font, at whatever size it says.
 *
 * @param {string} font
 * @returns {Measure}
 */
export function measure(font) {
  const canvas = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  canvas.font = font;
  canvas.textRendering = "geometricPrecision"; // as in the style, or a line would be longer than was measured
  return (text) => canvas.measureText(text).width;
}
