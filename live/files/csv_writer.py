"""Rows of text as a CSV for a spreadsheet, written as they come: nothing in it is ever a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from live.files.reader import harmless

_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
AT_ONCE = 64 * 1024
"""Characters that are held before they are handed on."""


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """UTF-8 with its mark and semicolons, as a Russian Excel opens it; `files.open_table` reads it back."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    yield "\ufeff".encode()
    for row in chain([columns], rows):
        writer.writerow([harmless(_UNFIT.sub("", cell)) for cell in row])
        if out.tell() > AT_ONCE:
            yield _taken(out)
    yield _taken(out)


def _taken(out: io.StringIO) -> bytes:
    told = out.getvalue().encode("utf-8", "replace")
    out.seek(0)
    out.truncate()
    return told
