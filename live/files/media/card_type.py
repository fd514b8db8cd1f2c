"""The product's type for pictures: Golos Text, as the browser packages bring it, in files of one script each.

Which characters stand in which file is told by their `unicode-range` (@fontsource-variable/golos-text/index.css).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont

from live.settings.shipped import ROOT

FOLDER = ROOT / "static/vendor/@fontsource-variable/golos-text/files"

REGULAR, BOLD = 400, 700

_CYRILLIC = frozenset([*range(0x0400, 0x0460), 0x0490, 0x0491, 0x04B0, 0x04B1, 0x0301, 0x2116])
_CYRILLIC_EXT = frozenset(range(0x0460, 0x0530)) - _CYRILLIC
_LATIN_EXT = frozenset([*range(0x0100, 0x0131), *range(0x0132, 0x0152), *range(0x0154, 0x02BB), 0x20BD])
_LATIN = frozenset(
    [*range(0x0020, 0x007F), *range(0x00A0, 0x0100), *range(0x2010, 0x2028), 0x2030, 0x20AC, 0x2122, 0x2212]
)


class Type:
    """The fonts of one drawing; FreeType's may not be shared between threads."""

    def __init__(self) -> None:
        self._fonts: dict[tuple[str, int, int], FreeTypeFont] = {}
        self._widths: dict[tuple[str, int, int], float] = {}

    def runs(self, text: str, size: int, weight: int) -> Iterator[tuple[str, FreeTypeFont]]:
        """The text in pieces, each with the font that has its characters; what none of them has is left out."""
        for script, piece in groupby(text, _script):
            if script:
                yield "".join(piece), self._font(script, size, weight)

    def width(self, text: str, size: int, weight: int) -> float:
        known = self._widths.get((text, size, weight))
        if known is None:
            known = sum(font.getlength(piece) for piece, font in self.runs(text, size, weight))
            self._widths[text, size, weight] = known
        return known

    def lines(self, text: str, size: int, weight: int, width: float) -> list[str]:
        """The text in lines that fit; a word longer than a line is cut into several."""
        found: list[str] = []
        space = self.width(" ", size, weight)
        for paragraph in text.splitlines():
            line, long = "", 0.0
            for word in paragraph.split(" "):
                own = self.width(word, size, weight)
                if line and long + space + own <= width:
                    line, long = f"{line} {word}", long + space + own
                    continue
                if line:
                    found.append(line)
                *whole, line = self._cut(word, size, weight, width) if own > width else [word]
                long = self.width(line, size, weight)
                found += whole
            found.append(line)
        return found

    def _cut(self, word: str, size: int, weight: int, width: float) -> list[str]:
        pieces = [""]
        for letter in word:
            if pieces[-1] and self.width(pieces[-1] + letter, size, weight) > width:
                pieces.append("")
            pieces[-1] += letter
        return pieces

    def _font(self, script: str, size: int, weight: int) -> FreeTypeFont:
        known = self._fonts.get((script, size, weight))
        if known is None:
            known = ImageFont.truetype(FOLDER / f"golos-text-{script}-wght-normal.woff2", size)
            known.set_variation_by_axes([weight])
            self._fonts[script, size, weight] = known
        return known


def _script(letter: str) -> str:
    code = ord(letter)
    for script, codes in _SCRIPTS:
        if code in codes:
            return script
    return ""


_SCRIPTS = (
    ("latin", _LATIN),
    ("cyrillic", _CYRILLIC),
    ("cyrillic-ext", _CYRILLIC_EXT),
    ("latin-ext", _LATIN_EXT),
)
