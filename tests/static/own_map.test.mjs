// A point that somebody sent, and the tiles of the centre's own map around it.

import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.mjs";

const { amongTiles, pointOf, tilesAround } = await import("../../static/parts/own_map.js");

const ULYANOVSK = { latitude: 54.31, longitude: 48.39 };

test("a point is read from its address, and from the one that was kept before", () => {
  assert.deepEqual(pointOf("geo:54.310000,48.390000"), ULYANOVSK);
  assert.deepEqual(pointOf("geo:-0.500000,-179.000000"), { latitude: -0.5, longitude: -179 });
  assert.deepEqual(pointOf("https://yandex.ru/maps/?pt=48.390000,54.310000&z=17"), ULYANOVSK);
});

test("any other address is none", () => {
  for (const url of [undefined, "", "geo:", "geo:1,2", "https://yandex.ru/maps/", "javascript:geo:1.0,2.0"])
    assert.equal(pointOf(url), null, url);
});

test("the tile is the one that tile servers give for it", () => {
  // By the formula of the wiki, worked in another program: 54.31 N, 48.39 E.
  const { x, y } = amongTiles(ULYANOVSK, 15);
  assert.deepEqual([Math.floor(x), Math.floor(y)], [20788, 10473]);
  assert.deepEqual(amongTiles({ latitude: 0, longitude: 0 }, 1), { x: 1, y: 1 });
});

test("the tiles cover the picture, with the point in its middle", () => {
  const [width, height, side] = [480, 240, 256];
  const { x, y } = amongTiles(ULYANOVSK, 15);
  const tiles = tilesAround(ULYANOVSK, 15, width, height);
  for (const tile of tiles) {
    assert.ok(Math.abs(tile.left + (x - tile.x) * side - width / 2) <= 1);
    assert.ok(Math.abs(tile.top + (y - tile.y) * side - height / 2) <= 1);
  }
  const lefts = tiles.map(({ left }) => left);
  const tops = tiles.map(({ top }) => top);
  assert.ok(Math.min(...lefts) <= 0 && Math.max(...lefts) + side >= width);
  assert.ok(Math.min(...tops) <= 0 && Math.max(...tops) + side >= height);
});

test("the map goes on around the world, and ends at the poles", () => {
  const edge = tilesAround({ latitude: 0, longitude: 179.999 }, 3);
  assert.ok(edge.some(({ x }) => x === 7) && edge.some(({ x }) => x === 0));
  for (const { y } of tilesAround({ latitude: 85, longitude: 0 }, 3)) assert.ok(y >= 0 && y < 8);
});
