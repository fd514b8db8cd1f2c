"""A stranger's file read in a process of its own: a small one can be made to take minutes and gigabytes to read.

`python -m live.files.child_reader` is that process. It is told how many rows are wanted on a line of its own, then
given the file; it answers with the columns, then a row a line, or with the refusal.
"""

from __future__ import annotations

import io
import itertools
import json
import sys
import threading
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from live.domain.refused import Refused
from live.files.bounds import Bounds
from live.files.reader import Row, Table, open_table
from live.runtime.child import Exceeded, answer_of, confine
from live.runtime.tasks import sleep

T = TypeVar("T")

UNPACKED = 32 * 1024 * 1024
"""Bytes of the unpacked file."""

BOUNDS = Bounds(rows=200_000, cells=2_000_000, characters=8 * 1024 * 1024)
SECONDS = 6
MEMORY = 1024**3

AT_ONCE = 2
"""Files that are read at the same time."""

PATIENCE = 20.0
"""Seconds for which one more file waits for its turn."""

TURN = 50
"""Rows that are handled before others have their turn."""

_turns = threading.BoundedSemaphore(AT_ONCE)


def read_apart(content: bytes, wanted: int) -> Table:
    """The table of a file, of `wanted` rows at most. `invalid`, `too_large`, or `unavailable` while others are read."""
    if not _turns.acquire(timeout=PATIENCE):
        raise Refused("unavailable", "Other files are being read just now. Try again in a minute.")
    try:
        answer = answer_of(__name__, b"%d\n" % wanted + content, SECONDS)
    except Exceeded:
        raise Refused(
            "too_large", "Reading the file takes too much. Copy its rows into a new file, or save it as CSV."
        ) from None
    finally:
        _turns.release()
    head, *lines = answer.splitlines()
    answer = json.loads(head)
    if "refused" in answer:
        code, message, params = answer["refused"]
        raise Refused(code, message, **params)
    return Table(tuple(answer["columns"]), in_turns(_row(line) for line in lines), answer["exact"])


def in_turns(rows: Iterable[T]) -> Iterator[T]:
    """The same rows; every few of them others have their turn."""
    for number, row in enumerate(rows):
        if number % TURN == 0:
            sleep(0)
        yield row


def _row(line: bytes) -> Row:
    number, cells = json.loads(line)
    return number, cells


def _answer(wanted: int, file: io.BytesIO) -> Iterator[Any]:
    """What is told of a file: its columns, then its rows; or why it is refused, and nothing more."""
    try:
        table = open_table(file, UNPACKED, BOUNDS)
        rows = list(itertools.islice(table.rows, wanted))
    except Refused as refused:
        yield {"refused": (refused.code, refused.message, refused.params)}
    else:
        yield {"columns": table.columns, "exact": table.exact}
        yield from rows


def main() -> None:
    confine(SECONDS, MEMORY)
    given = sys.stdin.buffer
    wanted = int(given.readline())
    for one in _answer(wanted, io.BytesIO(given.read())):
        line = json.dumps(one, ensure_ascii=False)
        sys.stdout.buffer.write(line.encode("utf-8", "surrogatepass") + b"\n")  # As `json.loads` takes bytes.


if __name__ == "__main__":
    main()
