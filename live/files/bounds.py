"""How much of a table is read, where a stranger's file decides how much there is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from live.domain.refused import Refused


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a whole file may hold: rows, empty ones too, their cells, and the characters in these."""

    rows: int
    cells: int
    characters: int


class Meter:
    """Counts what is read of one file, over all its sheets; `too_large` above the bounds."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._rows = self._cells = self._characters = 0

    def measured(self, rows: Iterator[list[str]]) -> Iterator[list[str]]:
        for row in rows:
            self._rows += 1
            self._cells += len(row)
            self._characters += sum(map(len, row))
            self._check()
            yield row

    def _check(self) -> None:
        if self._rows > self._bounds.rows:
            raise Refused(
                "too_large",
                "The file has over {most} rows, empty ones among them. Copy those that are filled into a new file.",
                most=self._bounds.rows,
            )
        if self._cells > self._bounds.cells or self._characters > self._bounds.characters:
            raise Refused("too_large", "The file is too large once it is unpacked.")
