"""Rows of text as a file for a spreadsheet, written as they come: nothing in it is ever a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from live.channels.files import harmless
from live.runtime.tasks import offload

_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST = 32_767
"""Characters that a cell of an XLSX holds."""


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """UTF-8 with its mark and semicolons, as a Russian Excel opens it; `files.open_table` reads it back."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    yield "\ufeff".encode()
    for row in _all(columns, rows):
        writer.writerow([harmless(_UNFIT.sub("", cell)) for cell in row])
        if out.tell() > 64 * 1024:
            yield _taken(out)
    yield _taken(out)


def _taken(out: io.StringIO) -> bytes:
    told = out.getvalue().encode("utf-8", "replace")
    out.seek(0)
    out.truncate()
    return told


def write_xlsx(file: BinaryIO, title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """One sheet, whose every cell is text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for row in _all(columns, rows):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=_UNFIT.sub("", value)[:LONGEST])
            cell.data_type = "s"  # Else what begins with “=” would be a formula.
            cells.append(cell)
        sheet.append(cells)
    offload(book.save, file)  # Packing a long one takes seconds.


def _all(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    yield columns
    yield from rows
