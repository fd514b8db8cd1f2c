"""An XLSX file's sheets as rows of text, read as they stream, with what a hostile file could do refused first.

Formulas are never calculated: a cell is the value that the file says it had.
"""

from __future__ import annotations

import datetime as dates
import warnings
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from live.domain.refused import Refused

warnings.filterwarnings("ignore", module="openpyxl")  # Of decorations that it does not keep.

HIGHEST = 1_048_576
"""Rows that a sheet can have."""

MOST = 2 * 1024**3
"""Bytes of an unpacked file, where nobody says less."""

MOST_AROUND = 8 * 1024**2
"""Bytes of a part that is held whole: the book, its styles."""

MOST_MEMBERS = 2000
PROLOGUE = 64 * 1024
"""Bytes of a part within which its first element stands."""

STREAMED = ("xl/worksheets/", "xl/sharedstrings", "xl/media/", "xl/drawings/", "xl/pivot", "xl/embeddings/")


def _broken() -> Refused:
    return Refused("invalid", "This is no XLSX file that can be read; open it and save it anew, or as CSV.")


def sheets(file: BinaryIO, widest: int, most: int | None = None) -> list[Iterator[list[str]]]:
    """The rows of each visible sheet, of `widest` cells at most.

    `invalid`, or `too_large` where it unpacks to more than `most` bytes.
    """
    from openpyxl import load_workbook  # It costs half of the start of a process that reads a CSV.

    try:
        with ZipFile(file) as packed:
            _check(packed, MOST if most is None else most)
        file.seek(0)
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        return [_rows(sheet, widest) for sheet in book.worksheets if sheet.sheet_state == "visible"]
    except (Refused, MemoryError):
        raise
    except Exception as error:  # The library raises whatever a broken part leads it to.
        raise _broken() from error


def _check(packed: ZipFile, most: int) -> None:
    members = packed.infolist()
    around = [member for member in members if not member.filename.lower().lstrip("/").startswith(STREAMED)]
    if (
        len(members) > MOST_MEMBERS
        or sum(member.file_size for member in members) > most
        or any(member.file_size > MOST_AROUND for member in around)
    ):
        raise Refused("too_large", "The file is too large once it is unpacked.")
    for member in members:
        if member.file_size:
            with packed.open(member) as source:
                _no_entities(member.filename, source.read(PROLOGUE))


def _no_entities(name: str, beginning: bytes) -> None:
    """`invalid` where a part declares a document type, in which entities stand; no spreadsheet writes one."""

    class Begun(Exception):
        """The first element: no declaration can follow."""

    def declared(*_: object) -> None:
        raise Refused("invalid", "The file holds XML entities, which no spreadsheet writes. It is not read.")

    def begun(*_: object) -> None:
        raise Begun

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = declared
    parser.StartElementHandler = begun
    try:
        parser.Parse(beginning, False)
    except Begun:
        return
    except expat.ExpatError:
        if not name.lower().endswith((".xml", ".rels")):
            return  # A picture.
        raise
    raise BadZipFile(name)  # No element within that many bytes.


def _rows(sheet: Any, widest: int) -> Iterator[list[str]]:
    sheet.reset_dimensions()  # What a file says of its size is not to be believed.
    # With no width, one cell in a far column makes the library build all those before it, in every row.
    rows = sheet.iter_rows(max_col=widest, values_only=True)
    for _ in range(HIGHEST):
        try:
            row = next(rows, None)
        except MemoryError:
            raise
        except Exception as error:
            raise _broken() from error
        if row is None:
            return
        yield [_text(value) for value in _to_the_last(row)]


def _to_the_last(row: tuple[object, ...]) -> tuple[object, ...]:
    """A row without the cells after its last value, by which the library fills every row up to the same width."""
    end = len(row)
    if row.count(None) == end:
        return ()
    while row[end - 1] is None:
        end -= 1
    return row[:end]


def _text(value: object) -> str:
    """A cell as it would be written into a CSV: whole numbers without a point, dates as ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, dates.datetime | dates.date | dates.time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
