"""A picture with 256 colours: a screen's many shades are the edges of its letters, and nobody misses them.

What is transparent stays so, by degrees.
"""

from __future__ import annotations

import base64
import struct
import zlib

from playwright.sync_api import Page

# The browser reads the picture and counts: it is much faster than Python, and asks for no library.
COUNT = """async picture => {
  const bytes = Uint8Array.from(atob(picture), letter => letter.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], {type: 'image/png'}));
  const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
  canvas.drawImage(image, 0, 0);
  const pixels = new Uint32Array(canvas.getImageData(0, 0, image.width, image.height).data.buffer);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) || 0) + 1);
  const colours = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([colour]) => colour);
  const parts = colour => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255, colour >>> 24];
  // The most frequent, and one of each kind however small: a green dot among a thousand greys.
  const kinds = new Map();
  for (const colour of colours) {
    const kind = parts(colour).map(part => part >> 5).join();
    if (!kinds.has(kind)) kinds.set(kind, colour);
  }
  const kept = [...new Set([...[...kinds.values()].slice(0, 128), ...colours])].slice(0, 256);
  const palette = kept.map(parts);
  const nearest = colour => {
    const [r, g, b, a] = parts(colour);
    let best = 0, least = Infinity;
    palette.forEach(([pr, pg, pb, pa], i) => {
      const far = (r - pr) ** 2 + (g - pg) ** 2 + (b - pb) ** 2 + 3 * (a - pa) ** 2;
      if (far < least) [best, least] = [i, far];
    });
    return best;
  };
  const place = new Map(colours.map(colour => [colour, nearest(colour)]));
  const indexes = Uint8Array.from(pixels, pixel => place.get(pixel));
  let text = '';
  for (let i = 0; i < indexes.length; i += 32768) text += String.fromCharCode(...indexes.subarray(i, i + 32768));
  return {width: image.width, height: image.height, palette: palette.flat(), indexes: btoa(text)};
}"""


def reduced(page: Page, picture: bytes) -> bytes:
    """The PNG with a palette; `page` is any page, which does the counting."""
    found = page.evaluate(COUNT, base64.b64encode(picture).decode())
    width, height, indexes = found["width"], found["height"], base64.b64decode(found["indexes"])
    lines = b"".join(b"\0" + indexes[start : start + width] for start in range(0, width * height, width))
    palette = bytes(found["palette"])
    alphas = palette[3::4]
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", bytes(byte for i, byte in enumerate(palette) if i % 4 != 3)),
        *([(b"tRNS", alphas)] if min(alphas) < 255 else []),
        (b"IDAT", zlib.compress(lines, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )
