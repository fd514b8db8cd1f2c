"""Rows of text as a CSV for a spreadsheet, written as they come: nothing in it is ever a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_HALVES = re.compile(r"[\ud800-\udfff]")
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a cell begins with that a spreadsheet takes for a formula; the wide signs are those of East Asian keyboards."""

AT_ONCE = 64 * 1024
"""Characters that are held before they are handed on."""


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """UTF-8 with its mark and semicolons, as a Russian Excel opens it; `reader.open_table` reads it back."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    yield "\ufeff".encode()
    for row in chain([columns], rows):
        writer.writerow([harmless(_HALVES.sub("�", _UNFIT.sub("", cell))) for cell in row])
        if out.tell() > AT_ONCE:
            yield _drained(out)
    yield _drained(out)


def problems_csv(
    titles: tuple[str, str], columns: Sequence[str], problems: Iterable[tuple[int, str, Sequence[str]]]
) -> bytes:
    """Rows that did not come in (number, why, cells) as such a CSV, to be mended and read again.

    `titles` are those of the first two columns.
    """
    return b"".join(csv_lines((*titles, *columns), ((str(row), why, *cells) for row, why, cells in problems)))


def harmless(cell: str) -> str:
    """A cell as it may be written into a CSV for a spreadsheet: one that would be a formula is marked as text."""
    return f"'{cell}" if cell.startswith(FORMULAS) else cell


def as_written(cell: str) -> str:
    """The same cell read back."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULAS) else cell


def _drained(out: io.StringIO) -> bytes:
    """What was written since the last time."""
    written = out.getvalue().encode("utf-8", "replace")
    out.seek(0)
    out.truncate()
    return written
