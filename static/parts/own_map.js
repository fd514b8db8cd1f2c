/** A point that somebody sent: its two numbers, and where the centre keeps a map, a picture of it with the point. */

import { html, nothing, svg } from "lit";
import { icon } from "./icon.js";
import { t } from "./i18n.js";

/** @typedef {{ latitude: number, longitude: number }} Point  degrees */

const SIDE = 256; // pixels of a tile
const WIDTH = 480;
const HEIGHT = 240;

const GEO = /^geo:(-?\d{1,2}\.\d+),(-?\d{1,3}\.\d+)$/;
const EARLIER = /^https:\/\/yandex\.ru\/maps\/\?pt=(-?\d{1,3}\.\d+),(-?\d{1,2}\.\d+)&/; // the longitude first

/**
 * The point that an attachment's address says; null for any other address.
 *
 * @param {string | undefined} url
 * @returns {Point | null}
 */
export function pointOf(url) {
  const now = GEO.exec(url || "");
  if (now) return { latitude: Number(now[1]), longitude: Number(now[2]) };
  const before = EARLIER.exec(url || "");
  return before && { latitude: Number(before[2]), longitude: Number(before[1]) };
}

/**
 * Where a point lies among the tiles of a zoom, in tiles from the upper left of the world: Web Mercator, as
 * https://wiki.openstreetmap.org/wiki/Slippy_map_tilenames has it.
 *
 * @param {Point} point
 * @param {number} zoom
 */
export function amongTiles({ latitude, longitude }, zoom) {
  const across = 2 ** zoom;
  const radians = (latitude * Math.PI) / 180;
  return {
    x: ((longitude + 180) / 360) * across,
    y: ((1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2) * across,
  };
}

/**
 * The tiles of a picture that has the point in its middle, with their places in it; the map goes on around the world.
 *
 * @param {Point} point
 * @param {number} zoom
 * @param {number} [width]
 * @param {number} [height]
 */
export function tilesAround(point, zoom, width = WIDTH, height = HEIGHT) {
  const { x, y } = amongTiles(point, zoom);
  const [left, top] = [x * SIDE - width / 2, y * SIDE - height / 2];
  const across = 2 ** zoom;
  const tiles = [];
  for (let row = Math.floor(top / SIDE); row * SIDE < top + height; row += 1)
    for (let column = Math.floor(left / SIDE); column * SIDE < left + width; column += 1)
      if (row >= 0 && row < across)
        tiles.push({
          x: ((column % across) + across) % across,
          y: row,
          left: Math.round(column * SIDE - left),
          top: Math.round(row * SIDE - top),
        });
  return tiles;
}

/** @param {Point} point */
function written({ latitude, longitude }) {
  return `${latitude.toFixed(6)}, ${longitude.toFixed(6)}`;
}

/**
 * The numbers can be copied; on a telephone they open its own map.
 *
 * @param {Point} point
 */
export function ownMap(point) {
  const { mapZoom, mapCredit } = document.body.dataset;
  const numbers = written(point);
  const address = `geo:${point.latitude.toFixed(6)},${point.longitude.toFixed(6)}`;
  const onPhone = window.matchMedia("(pointer: coarse)").matches;
  return html`<figure class="own-map">
    ${mapZoom ? picture(point, Number(mapZoom), `${t("Point on the map")}: ${numbers}`) : nothing}
    <figcaption class="line">
      ${icon("map-pin")}<span>${t("Point on the map")}:</span>
      ${onPhone ? html`<a class="tabular" href=${address}>${numbers}</a>` : html`<span class="tabular">${numbers}</span>`}
      ${mapZoom && mapCredit ? html`<span class="small quiet">${t("Map: {credit}", { credit: mapCredit })}</span>` : nothing}
    </figcaption>
  </figure>`;
}

/**
 * A tile that is not there leaves its place empty.
 *
 * @param {Point} point
 * @param {number} zoom
 * @param {string} label
 */
function picture(point, zoom, label) {
  const tiles = tilesAround(point, zoom).map(
    ({ x, y, left, top }) =>
      svg`<image href=${`/map/${zoom}/${x}/${y}`} x=${left} y=${top} width=${SIDE} height=${SIDE}></image>`,
  );
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${label}>
    ${tiles}<circle cx=${WIDTH / 2} cy=${HEIGHT / 2} r="9"></circle>
  </svg>`;
}
