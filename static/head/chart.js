/** A small live chart of how many asked about what: <head-chart .heading .groups .rest>, with the same as a list to read. */

/** @import { Asked } from "./types.js" */

import { html } from "lit";
import uPlot from "uplot";
import { LiveElement } from "../parts/element.js";
import { t, tn } from "../parts/i18n.js";

const ROWS = 6;
const ROW = 28; // CSS pixels: the chart is as high with one bar as with all, so that nothing below it moves
const SMALL = 14;
const FONT = `500 ${SMALL}px "Golos Text Variable", sans-serif`;
/** @type {(size: number) => string} */
const FACE = (size) => FONT.replace(`${SMALL}px`, `${size}px`);

class HeadChart extends LiveElement {
  /** `groups`: [{name, askers}], the most first, or null until they are known. `rest`: a sentence under the bars. */
  static properties = { heading: {}, groups: { attribute: false }, rest: {} };

  constructor() {
    super();
    /** @type {string} */
    this.heading;
    /** @type {Asked[] | null} */
    this.groups;
    /** @type {string} */
    this.rest;
    /** @type {uPlot | undefined} */
    this._plot;
    /** @type {ResizeObserver} */
    this._sized;
    /** @type {MutationObserver} */
    this._themed;
    /** @type {HTMLElement} */
    this._place;
  }

  connectedCallback() {
    super.connectedCallback();
    this._sized = new ResizeObserver(() => this._resize());
    // What is drawn has its colours from the theme of that moment.
    this._themed = new MutationObserver(() => this._plot && this._plot.redraw(false));
    this._themed.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    document.fonts.ready.then(() => this._plot && this._plot.redraw(false, true));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this._sized.disconnect();
    this._themed.disconnect();
  }

  render() {
    const shown = this._shown();
    return html`<h2 class="label">${this.heading}</h2>
      <div class="plot" .style="height: ${ROWS * ROW}px" aria-hidden="true"></div>
      <ol class="unseen">
        ${shown.map(({ name, askers }) => html`<li>${name}: ${tn("{n} asked|{n} asked", askers)}</li>`)}
      </ol>
      <p class="small quiet rest ${shown.length ? "" : "none"}">${this.groups && !shown.length ? t("Nothing yet.") : this.rest}</p>`;
  }

  updated() {
    const plot = this._plot || this._make();
    plot.setData(this._data());
  }

  _shown() {
    return (this.groups || []).slice(0, ROWS);
  }

  /** @returns {[number[], number[]]} */
  _data() {
    const many = this._shown().map(({ askers }) => askers);
    return [many.map((_, place) => place), many];
  }

  _make() {
    const place = /** @type {HTMLElement} */ (this.querySelector(".plot"));
    this._place = place;
    const bars = uPlot.paths.bars?.({ size: [0.62, 20], radius: 0.15 });
    const quiet = () => getComputedStyle(place).color;
    this._plot = new uPlot(
      {
        width: place.clientWidth || 280,
        height: ROWS * ROW,
        padding: [0, 48, 0, 0],
        legend: { show: false },
        cursor: { show: false },
        scales: {
          x: { time: false, ori: 1, dir: -1, range: [-0.5, ROWS - 0.5] },
          y: { ori: 0, dir: 1, range: (plot, least, most) => [0, Math.max(most, 1)] },
        },
        axes: [
          {
            side: 3,
            size: (plot) => Math.round(Math.min(170, plot.width * 0.46)),
            gap: 8,
            font: FONT,
            stroke: quiet,
            grid: { show: false },
            ticks: { show: false },
            splits: () => this._data()[0],
            values: (plot, places) => places.map((at) => this._name(plot, at)),
          },
          { show: false, side: 2, scale: "y" },
        ],
        series: [
          {},
          {
            paths: bars,
            fill: () => getComputedStyle(place).borderTopColor,
            width: 0,
            points: { show: false },
          },
        ],
        hooks: { draw: [(plot) => this._numbers(plot, quiet())] },
      },
      this._data(),
      place,
    );
    this._sized.observe(place);
    return this._plot;
  }

  /**
   * A name as far as its place is wide.
   *
   * @param {uPlot} plot
   * @param {number} at
   */
  _name(plot, at) {
    const { name } = this._shown()[at] || { name: "" };
    const axis = /** @type {uPlot.Axis & { _size: number }} */ (plot.axes[0]); // the library's own field
    const room = axis._size - 12;
    const { ctx } = plot;
    ctx.save();
    ctx.font = FONT;
    let shown = name;
    while (shown && ctx.measureText(shown === name ? name : `${shown}…`).width > room)
      shown = shown.slice(0, -1).trimEnd();
    ctx.restore();
    return shown === name ? name : `${shown}…`;
  }

  /**
   * How many, at the end of each bar.
   *
   * @param {uPlot} plot
   * @param {string} colour
   */
  _numbers(plot, colour) {
    const { ctx } = plot;
    ctx.save();
    ctx.font = FACE(SMALL * uPlot.pxRatio);
    ctx.fillStyle = colour;
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    this._shown().forEach(({ askers }, place) => {
      ctx.fillText(
        String(askers),
        plot.valToPos(askers, "y", true) + 6 * uPlot.pxRatio,
        plot.valToPos(place, "x", true),
      );
    });
    ctx.restore();
  }

  _resize() {
    const width = this._place.clientWidth;
    if (width && this._plot && width !== this._plot.width) this._plot.setSize({ width, height: ROWS * ROW });
  }
}

customElements.define("head-chart", HeadChart);
