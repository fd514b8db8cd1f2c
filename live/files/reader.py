"""A file as a table: CSV (comma, semicolon or tab; UTF-8, UTF-16 or Windows-1251; plain or gzip), XLSX or JSON.

What it is, is told by its content, never by its name. Rows stream: no more of a file than a row, and of an XLSX its
shared texts, is held at once. A row keeps the number that a spreadsheet shows beside it.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import itertools
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, TextIO

from live.domain.refused import Refused
from live.files import xlsx_reader
from live.files.bounds import Bounds, Meter
from live.files.columns import recognised
from live.files.csv_writer import as_written
from live.files.json_reader import is_json, json_rows
from live.files.order_rows import named_in

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer  # collections.abc has its name from Python 3.12 on.

Row = tuple[int, list[str]]
"""A row's number in the file, from 1, and its cells."""

BEGINNING = 10
"""Rows among which the one that names the columns is looked for: some exports have a title above it."""

WIDEST = 200
"""Columns that are read."""

SAMPLE = 64 * 1024
"""Bytes by which the encoding and the separator are told."""

LONGEST = 1024 * 1024
"""Characters that a line may have."""

SEPARATORS = ",;\t"
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class Table:
    """What the file holds. `rows`: those after the one that names the columns, without empty ones; read them once.

    `exact`: of JSON, whose texts are what they say; a row's number is then its place in the list.
    """

    columns: tuple[str, ...]
    rows: Iterator[Row]
    exact: bool = False


def open_table(file: BinaryIO, most: int | None = None, bounds: Bounds | None = None) -> Table:
    """The table of an open file that can be read anew from its beginning.

    `most`: bytes that it may have once unpacked; `bounds`: what else it may have. `invalid` where it is no table,
    `too_large` where it would be more; both can also come while the rows are read.
    """
    head = file.read(8)
    file.seek(0)
    if head.startswith(b"PK"):
        return _best(xlsx_reader.sheets(file, WIDEST, most), bounds)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(
            "invalid", "This is an old or an encrypted Excel file. Save it as .xlsx without a password, or as CSV."
        )
    text, sample = _text(file, head.startswith(b"\x1f\x8b"), most)
    if not is_json(sample):
        return _best([_records(text, _separator(sample))], bounds)
    columns, rows = json_rows(text, WIDEST)
    return Table(columns, enumerate(Meter(bounds).measured(rows) if bounds else rows, 1), exact=True)


def _best(candidates: Sequence[Iterator[list[str]]], bounds: Bounds | None) -> Table:
    """The first sheet that names a question's columns, else the first that holds anything."""
    if bounds:
        candidates = list(map(Meter(bounds).measured, candidates))
    found: list[tuple[int, int, list[list[str]], Iterator[list[str]]]] = []
    for rows in candidates:
        first = list(itertools.islice(rows, BEGINNING))
        at = _header(first)
        if at is not None:
            found.append((_known(first[at]), at, first, rows))
    if not found:
        raise Refused("invalid", "The file holds no rows.")
    _, at, first, rest = max(found, key=lambda one: one[0])
    return Table(_named(first[at]), _numbered(itertools.chain(first, rest), at + 1))


def _header(first: Sequence[list[str]]) -> int | None:
    """Where the row stands that names the columns: the one with most names that we know, else the first filled."""
    filled = [at for at, row in enumerate(first) if any(cell.strip() for cell in row)]
    return max(filled, key=lambda at: _known(first[at]), default=None)


def _known(row: Sequence[str]) -> int:
    """How many columns of questions it names, or of an order: one name alone of that may be anything."""
    of_order = len(named_in(row))
    return max(sum(1 for name in recognised(row) if name), of_order if of_order > 1 else 0)


def _named(header: Sequence[str]) -> tuple[str, ...]:
    """The columns' names, each once."""
    names: list[str] = []
    for position, cell in enumerate(header[:WIDEST], 1):
        name = " ".join(cell.split())[:200] or f"({position})"
        names.append(name if name not in names else f"{name} ({position})")
    return tuple(names)


def _numbered(rows: Iterator[list[str]], skipped: int) -> Iterator[Row]:
    for number, row in enumerate(rows, 1):
        if number > skipped and any(cell.strip() for cell in row):
            yield number, [as_written(cell) for cell in row[:WIDEST]]


# CSV, and JSON


def _text(file: BinaryIO, packed: bool, most: int | None) -> tuple[io.TextIOWrapper, str]:
    """A file of text, and how it begins."""
    sample = _unpacked(file, packed, None).read(SAMPLE)
    if b"\0" in sample and not sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Refused("invalid", "This is neither a CSV, an XLSX nor a JSON file.")
    encoding = _encoding(sample)
    text = io.TextIOWrapper(_unpacked(file, packed, most), encoding, errors=_errors(encoding), newline="")
    return text, sample.decode(encoding, "replace")


def _unpacked(file: BinaryIO, packed: bool, most: int | None) -> io.BufferedReader:
    file.seek(0)
    return io.BufferedReader(_Measured(gzip.GzipFile(fileobj=file) if packed else file, most), SAMPLE)


class _Measured(io.RawIOBase):
    """A file's bytes, up to so many; broken packing is told in a sentence. The file itself stays open."""

    def __init__(self, file: BinaryIO | gzip.GzipFile, most: int | None) -> None:
        self._file, self._left = file, most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        into = memoryview(buffer)
        try:
            data = self._file.read(len(into))
        except (EOFError, OSError, zlib.error) as error:
            raise Refused("invalid", "The file is damaged: it cannot be unpacked to its end.") from error
        if self._left is not None:
            self._left -= len(data)
            if self._left < 0:
                raise Refused("too_large", "The file is too large once it is unpacked.")
        into[: len(data)] = data
        return len(data)


def _encoding(sample: bytes) -> str:
    """UTF-8 where most of what is beyond ASCII reads as such (a few broken bytes spoil only their rows)."""
    for mark, encoding in MARKS:
        if sample.startswith(mark):
            return encoding
    text = sample.decode("utf-8", "surrogateescape")
    broken = sum(1 for letter in text if "\udc80" <= letter <= "\udcff")
    read = sum(1 for letter in text if letter > "\x7f") - broken
    return "cp1251" if broken > read else "utf-8"


def _errors(encoding: str) -> str:
    """Bytes that are no text become halves of surrogate pairs, by which their row is told; UTF-16 has no such way."""
    return "replace" if encoding == "utf-16" else "surrogateescape"


def _separator(sample: str) -> str:
    """The one by which the file names most columns that we know, else most columns."""

    def found(separator: str) -> tuple[int, int]:
        first = list(itertools.islice(csv.reader(io.StringIO(sample, newline=""), delimiter=separator), BEGINNING))
        at = _header(first)
        return (0, 0) if at is None else (_known(first[at]), len(first[at]))

    try:
        return max(SEPARATORS, key=found)
    except csv.Error:
        return ","  # A cell without an end; reading the rows will tell where.


def _records(text: TextIO, separator: str) -> Iterator[list[str]]:
    reader = csv.reader(_lines(text), delimiter=separator)
    for number in itertools.count(1):
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise Refused(
                "invalid", "Row {row} cannot be read: a quotation mark is probably not closed there.", row=number
            ) from error
        except UnicodeError as error:
            raise Refused("invalid", "Row {row} cannot be read: its bytes are no text.", row=number) from error
        if row is None:
            return
        yield row


def _lines(text: TextIO) -> Iterator[str]:
    while line := text.readline(LONGEST):
        if len(line) == LONGEST:
            raise Refused("invalid", "This is no table: a line has over a million characters.")
        yield line
