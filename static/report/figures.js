/** The charts of the centre's figures: what came and what was resolved, by day or week and by the hour. */

import uPlot from "uplot";

const HEIGHT = 220;
const FONT = '13px "Golos Text Variable", sans-serif';
const LETTER = 8; // CSS pixels at most
const BETWEEN = 20;

/**
 * What a chart is made of, as the page says it.
 *
 * @typedef {{ labels: string[], received: number[], resolved: number[] }} Points
 */

/** @param {HTMLElement} place */
function draw(place) {
  /** @type {Points} */
  const points = JSON.parse(place.dataset.points || "");
  const figure = /** @type {HTMLElement} */ (place.closest("figure"));
  /** @type {(name: string) => string} */
  const colour = (name) =>
    getComputedStyle(/** @type {Element} */ (figure.querySelector(`.mark.${name}`))).backgroundColor;
  const quiet = () => getComputedStyle(place).color;
  const bars = (/** @type {1 | -1} */ align) => uPlot.paths.bars?.({ size: [0.4, 28], align });
  const room = LETTER * Math.max(...points.labels.map(({ length }) => length)) + BETWEEN;
  const axis = { font: FONT, stroke: quiet, ticks: { show: false } };
  const plot = new uPlot(
    {
      width: place.clientWidth || 280,
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: () => [-0.6, points.labels.length - 0.4] },
        y: { range: (_, least, most) => [0, Math.max(1, most * 1.05)] },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          splits: (drawn) => {
            const every = Math.max(1, Math.ceil((points.labels.length * room) / drawn.width));
            return points.labels.map((_, at) => at).filter((at) => at % every === 0);
          },
          values: (_, places) => places.map((at) => points.labels[at] ?? ""),
        },
        {
          ...axis,
          grid: { stroke: quiet, width: 0.25 },
          incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 1e5],
        },
      ],
      series: [
        {},
        { paths: bars(-1), fill: () => colour("received"), width: 0, points: { show: false } },
        { paths: bars(1), fill: () => colour("resolved"), width: 0, points: { show: false } },
      ],
    },
    [points.labels.map((_, at) => at), points.received, points.resolved],
    place,
  );
  new ResizeObserver(() => {
    const width = place.clientWidth;
    if (width && width !== plot.width) plot.setSize({ width, height: HEIGHT });
  }).observe(place);
  // What is drawn has its colours from the theme of that moment.
  new MutationObserver(() => plot.redraw()).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => plot.redraw());
  document.fonts.ready.then(() => plot.redraw(false, true));
}

for (const place of document.querySelectorAll("[data-points]")) draw(/** @type {HTMLElement} */ (place));
