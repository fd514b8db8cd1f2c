"""A planned order out of a table: a row is a question by its number, or the title of a segment; and how long it lasts.

Which column is which is told by its name; what our own table of the order holds besides is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from live.domain.characters import alike, one_line
from live.domain.order.lengths import length_of
from live.domain.order.planned import Line
from live.domain.order.segments import LONGEST_TITLE
from live.domain.question import NUMBERS
from live.domain.refused import Refused

NAMES = {
    "number": ("номер", "№", "номер вопроса", "№ вопроса", "вопрос №", "number", "no", "question number"),
    "title": ("блок", "рубрика", "раздел", "название блока", "block", "block of the order", "segment", "title"),
    "seconds": ("длительность", "длина", "хронометраж", "время", "минут", "мин", "length", "duration", "minutes"),
}
"""The names of each column, in small letters."""

_NUMBER = re.compile(r"(?:№|n|#)?\s*(\d{1,10})(?:\.0+)?")


@dataclass(frozen=True, slots=True)
class Row:
    """A row, by its number in the file, and what it says."""

    number: int
    cells: Sequence[str]
    read: Line | Refused


def named_in(row: Sequence[str]) -> dict[str, int]:
    """Where a row names each thing of an order."""
    plain = [alike(one_line(cell)).strip(" .,:") for cell in row]
    places = {
        what: next((place for name in names for place, column in enumerate(plain) if column == name), None)
        for what, names in NAMES.items()
    }
    return {what: place for what, place in places.items() if place is not None}


def columns_of(columns: Sequence[str]) -> dict[str, int]:
    """Where each thing stands; `invalid` where neither numbers nor titles do."""
    there = named_in(columns)
    if not {"number", "title"} & set(there):
        raise Refused(
            "invalid",
            "The first row has to name the columns: number (of a question), block, length. There are: {columns}.",
            columns=list(columns),
        )
    return there


def rows_of(columns: Sequence[str], rows: Iterable[tuple[int, list[str]]]) -> list[Row]:
    """Each row that says something; a bad one sinks no other."""
    places = columns_of(columns)
    read = []
    for number, cells in rows:
        said = {what: _cell(cells, place) for what, place in places.items()}
        asked, title, length = (said.get(what, "") for what in NAMES)
        if not asked and not title:
            continue
        try:
            read.append(Row(number, cells, _line(asked, title, length)))
        except Refused as refused:
            read.append(Row(number, cells, refused))
    return read


def _cell(cells: Sequence[str], place: int) -> str:
    return one_line(cells[place]) if place < len(cells) else ""


def _line(number: str, title: str, length: str) -> Line:
    seconds = length_of(length) if length else None
    if not number:
        if len(title) > LONGEST_TITLE:
            raise Refused("invalid", "A block's title has at most {most} characters.", most=LONGEST_TITLE)
        return Line(title=title, seconds=seconds)
    written = _NUMBER.fullmatch(number.lower())
    if written is None or not 1 <= int(written[1]) < NUMBERS:
        raise Refused("invalid", "“{text}” is no number of a question.", text=number[:40])
    return Line(number=int(written[1]), seconds=seconds)
