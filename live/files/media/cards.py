"""Cards: a result drawn as a picture, for a post and for a story. Nothing of a text goes beyond its edge."""

from __future__ import annotations

import io
from dataclasses import dataclass
from enum import Enum

from PIL import Image, ImageDraw

from live.domain.official_pages.result import Bar, Card, Figure
from live.files.media.card_type import BOLD, REGULAR, Type

GROUND, LINE, FILL = "#14161b", "#2c3038", "#2f6fe0"
TEXT, QUIET, NAME = "#ffffff", "#b4b7bf", "#ffc44d"

LEADING = 1.25
"""Of a line, in heights of its letters."""

GAP = 56
"""Between two columns, in pixels."""

CROWDED = 6
"""Above so many bars the picture is taller, and the heading leaves them more room."""


class Form(Enum):
    POST = "post"
    STORY = "story"


WIDE, TALL, STORY = (1200, 900), (1080, 1350), (1080, 1920)
"""Pixels: what VK shows whole in its feed, the same with many bars, and a story of any network."""


def size_of(card: Card, form: Form) -> tuple[int, int]:
    if form is Form.STORY:
        return STORY
    return TALL if len(card.bars) > CROWDED else WIDE


@dataclass(frozen=True, slots=True)
class Box:
    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top


def drawn(card: Card, centre: str, form: Form) -> bytes:
    """A PNG."""
    width, height = size_of(card, form)
    picture = Image.new("RGB", (width, height), GROUND)
    _Drawing(ImageDraw.Draw(picture), width, height).card(card, centre)
    made = io.BytesIO()
    picture.save(made, "PNG", optimize=True)
    return made.getvalue()


class _Drawing:
    def __init__(self, draw: ImageDraw.ImageDraw, width: int, height: int) -> None:
        self._draw = draw
        self._type = Type()
        self._width, self._height = width, height

    def card(self, card: Card, centre: str) -> None:
        """From top to bottom: whose it is, the heading, what it tells, the foot; a story keeps its edges free."""
        side = 72
        edge = 250 if (self._width, self._height) == STORY else side  # Where a network's own buttons stand.
        inner = Box(side, edge, self._width - side, self._height - edge)
        self._draw.rectangle((inner.left, inner.top, inner.left + 96, inner.top + 8), fill=NAME)
        top = self._fit(centre, Box(inner.left, inner.top + 28, inner.right, inner.top + 70), 30, 22, QUIET, REGULAR)
        foot = self._foot(card.foot, inner)
        share = 0.2 if len(card.bars) > CROWDED else 0.34
        most = top + 12 + int((foot - top) * share)
        top = self._fit(card.heading, Box(inner.left, top + 12, inner.right, most), 64, 26, TEXT, BOLD)
        body = Box(inner.left, top + 36, inner.right, foot - 24)
        if card.figures:
            self._figures(card.figures, body)
        elif card.bars:
            self._bars(card.bars, body)
        else:
            self._fit(card.words, body, 46, 24, TEXT, REGULAR)

    def _foot(self, text: str, inner: Box) -> int:
        """Where it begins: two lines at most, on the lower edge."""
        if not text:
            return inner.bottom
        lines = self._cut(self._type.lines(text, 26, REGULAR, inner.width), 2, 26, REGULAR, inner.width)
        top = inner.bottom - round(len(lines) * 26 * LEADING)
        self._write(lines, inner.left, top, 26, QUIET, REGULAR)
        return top

    def _figures(self, figures: tuple[Figure, ...], box: Box) -> None:
        """All values in one size, so that those of a row stand on one line."""
        columns = 2 if len(figures) > 1 else 1
        wide, high = box.width // columns - GAP, min(box.height // -(-len(figures) // columns), 300)
        size = 110
        while size > 34 and (
            size * LEADING > high * 0.62 or any(self._type.width(one.value, size, BOLD) > wide for one in figures)
        ):
            size -= 2
        for place, one in enumerate(figures):
            left, top = box.left + place % columns * (wide + GAP), box.top + place // columns * high
            below = self._fit(one.value, Box(left, top, left + wide, top + high), size, size, NAME, BOLD, 1)
            self._fit(one.label, Box(left, below, left + wide, top + high), 34, 24, QUIET, REGULAR)

    def _bars(self, bars: tuple[Bar, ...], box: Box) -> None:
        """All labels in one size, the largest in which each fits its bar, in two lines at most."""
        high = min(box.height // len(bars), 150)
        thick = max(8, round(high * 0.18))
        size = next((size for size in range(38, 18, -2) if self._label_fits(bars, size, high - thick, box.width)), 18)
        lines = max(1, min(2, int((high - thick - 12) // (size * LEADING))))
        for place, one in enumerate(bars):
            told, room = self._beside(one, size, box.width)
            label = self._cut(self._type.lines(one.label, size, REGULAR, room), lines, size, REGULAR, room)
            top = box.top + place * high
            self._write(label, box.left, top, size, TEXT, REGULAR)
            last = top + round((len(label) - 1) * size * LEADING)
            self._write([told], round(box.right - self._type.width(told, size, BOLD)), last, size, TEXT, BOLD)
            line = last + round(size * LEADING) + 6
            self._draw.rounded_rectangle((box.left, line, box.right, line + thick), thick // 2, fill=LINE)
            if one.share:
                end = box.left + max(thick, round(box.width * min(one.share, 100) / 100))
                self._draw.rounded_rectangle((box.left, line, end, line + thick), thick // 2, fill=FILL)

    def _label_fits(self, bars: tuple[Bar, ...], size: int, high: int, width: int) -> bool:
        lines = [len(self._type.lines(one.label, size, REGULAR, self._beside(one, size, width)[1])) for one in bars]
        return max(lines) <= 2 and max(lines) * size * LEADING + 12 <= high

    def _beside(self, bar: Bar, size: int, width: int) -> tuple[str, float]:
        """What stands at the right of a bar's label, and the room that is left."""
        told = f"{bar.share}\u00a0%  ·  {bar.value}"
        return told, width - self._type.width(told, size, BOLD) - 24

    def _fit(
        self, text: str, box: Box, largest: int, smallest: int, colour: str, weight: int, most_lines: int | None = None
    ) -> int:
        """Write it as large as it fits, cut with “…” where it never does; where the next thing may begin."""
        size = largest
        while True:
            lines = self._type.lines(text, size, weight, box.width)
            most = max(1, min(most_lines or len(lines), int(box.height // (size * LEADING))))
            if len(lines) <= most or size <= smallest:
                break
            size -= 2
        lines = self._cut(lines, most, size, weight, box.width)
        self._write(lines, box.left, box.top, size, colour, weight)
        return box.top + round(len(lines) * size * LEADING)

    def _cut(self, lines: list[str], most: int, size: int, weight: int, width: float) -> list[str]:
        if len(lines) <= most:
            return lines
        last = f"{lines[most - 1]}…"
        while len(last) > 1 and self._type.width(last, size, weight) > width:
            last = f"{last[:-2].rstrip()}…"
        return [*lines[: most - 1], last]

    def _write(self, lines: list[str], left: int, top: int, size: int, colour: str, weight: int) -> None:
        for number, line in enumerate(lines):
            x, baseline = float(left), top + size + round(number * size * LEADING)
            for piece, font in self._type.runs(line, size, weight):
                self._draw.text((x, baseline), piece, colour, font, "ls")
                x += font.getlength(piece)
