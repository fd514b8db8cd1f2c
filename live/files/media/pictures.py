"""A stranger's picture, drawn anew: what is kept are its pixels alone, with no note of where and by whom it was taken.

It is read in a process of its own (`child_pictures`): a small file can be made to unpack into gigabytes.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

from live.domain.files.attached import PICTURE_SIDE, PIXELS, PREVIEW_SIDE, NotKept, Why

READERS = ("JPEG", "PNG", "GIF", "WEBP")
"""Of Pillow's many readers those that are used: each is a door of its own."""

QUALITY = 85
"""Of a JPEG, as Pillow counts it."""

_BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, OverflowError)
"""How Pillow's readers fail at what is no whole picture."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG and its preview, another."""

    width: int
    height: int
    content: bytes
    preview: bytes


def redrawn(content: bytes) -> Picture:
    """The first frame, upright, made smaller where it is large. `NotKept` where it cannot be read or is too large."""
    Image.MAX_IMAGE_PIXELS = PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(io.BytesIO(content), formats=READERS) as opened:
            if opened.width * opened.height > PIXELS:
                raise NotKept(Why.TOO_MANY_PIXELS)
            opened.draft("RGB", (PICTURE_SIDE, PICTURE_SIDE))  # A JPEG is unpacked no larger than is needed.
            opened.load()
            picture = _upright(opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotKept(Why.TOO_MANY_PIXELS) from None
    except _BROKEN:
        raise NotKept(Why.BROKEN) from None
    picture.thumbnail((PICTURE_SIDE, PICTURE_SIDE), Image.Resampling.LANCZOS)
    preview = picture.copy()
    preview.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE), Image.Resampling.LANCZOS)
    return Picture(picture.width, picture.height, _as_jpeg(picture), _as_jpeg(preview))


def _upright(opened: Image.Image) -> Image.Image:
    """As the camera was held; what is transparent becomes white."""
    turned = ImageOps.exif_transpose(opened)
    if turned.has_transparency_data:
        behind = Image.new("RGBA", turned.size, "white")
        return Image.alpha_composite(behind, turned.convert("RGBA")).convert("RGB")
    return turned.convert("RGB")


def _as_jpeg(picture: Image.Image) -> bytes:
    """Nothing goes along: no EXIF, no comment, no profile."""
    picture.info.clear()
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=QUALITY)
    return made.getvalue()
