"""SQLite's log of writes, read from beside: whole transactions, each as the pages that it left.

The format is SQLite's own (https://sqlite.org/fileformat2.html#walformat): a head, then frames of one page each. A
frame that ends a transaction says how many pages the database has from then on. Checksums go on from frame to frame, so
the last one vouches for all before it.
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from pathlib import Path

HEAD = struct.Struct(">8I")
"""Magic, version, size of a page, number of the checkpoint, two salts, two checksums."""

FRAME = struct.Struct(">6I")
"""Number of the page, pages in all where it ends a transaction, two salts, two checksums."""

BIG_ENDIAN, LITTLE_ENDIAN = 0x377F0683, 0x377F0682

AT_ONCE = 256
"""Frames that are read at a time."""

MASK = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Position:
    """A moment of a database: how many frames of which log had been written by then, and the checksum of the last."""

    salts: tuple[int, int]
    frames: int
    checksum: tuple[int, int]

    def __str__(self) -> str:
        return "-".join(f"{number:x}" for number in (*self.salts, self.frames, *self.checksum))

    @classmethod
    def parse(cls, text: str) -> Position:
        """`ValueError` for what is none."""
        salt1, salt2, frames, sum1, sum2 = (int(part, 16) for part in text.split("-"))
        return cls((salt1, salt2), frames, (sum1, sum2))


NOWHERE = Position((0, 0), 0, (0, 0))
"""Of whoever has nothing yet."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a log begins with: a log with other salts is another one, in the same file."""

    page_size: int
    salts: tuple[int, int]
    checksum: tuple[int, int]
    words: str

    @property
    def position(self) -> Position:
        return Position(self.salts, 0, self.checksum)


class TooMuch(Exception):
    """There is more than was asked for."""


class Wal:
    """One log of writes. No lock of SQLite's is held on its file, so opening and closing it disturbs nobody."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def head(self) -> Head | None:
        """How it begins now; None while it is empty."""
        data = self._read(HEAD.size, 0)
        if len(data) < HEAD.size:
            return None
        magic, _, page_size, _, salt1, salt2, sum1, sum2 = HEAD.unpack(data)
        if magic not in (BIG_ENDIAN, LITTLE_ENDIAN):
            return None
        return Head(page_size, (salt1, salt2), (sum1, sum2), ">" if magic == BIG_ENDIAN else "<")

    def holds(self, head: Head, position: Position) -> bool:
        """Whether this log has been at that position."""
        if position.salts != head.salts:
            return False
        if position.frames == 0:
            return position == head.position
        data = self._read(FRAME.size, self.offset(head, position.frames - 1))
        if len(data) < FRAME.size:
            return False
        _, _, *rest = FRAME.unpack(data)
        return rest == [*position.salts, *position.checksum]

    def ended_at(self, head: Head, frames: int) -> bool:
        """Whether a log that another one follows by now is known to have had so many frames and no more: the last of
        them stands still, so that what came after it has not been written or cut over either, and is not there."""
        return frames > 0 and self._has_frame(head, frames) and not self._has_frame(head, frames + 1)

    def _has_frame(self, head: Head, number: int) -> bool:
        """Whether its frame of that number, from 1, stands in the file."""
        data = self._read(FRAME.size, self.offset(head, number - 1))
        return len(data) == FRAME.size and FRAME.unpack(data)[2:4] == head.salts

    def after(self, head: Head, position: Position, most: int | None) -> tuple[Position, bytes]:
        """The frames of all transactions that were ended after a position, and where they end.

        `TooMuch` where they have more than `most` bytes; None is however many there are.
        """
        size = FRAME.size + head.page_size
        found, ended, at, last = bytearray(), 0, position, position.checksum
        while True:
            block = self._read(size * AT_ONCE, self.offset(head, position.frames + len(found) // size))
            frames = [block[start : start + size] for start in range(0, len(block) - size + 1, size)]
            for frame in frames:
                _, pages, *salts, sum1, sum2 = FRAME.unpack_from(frame)
                if tuple(salts) != head.salts or (pages and not _vouched(head, last, frame)):
                    return at, bytes(found[:ended])
                found += frame
                last = sum1, sum2
                if pages:
                    ended, at = len(found), Position(head.salts, position.frames + len(found) // size, last)
            if most is not None and len(found) > most:
                raise TooMuch
            if len(frames) < AT_ONCE:
                return at, bytes(found[:ended])

    def offset(self, head: Head, frames: int) -> int:
        """Where in the file what comes after so many frames begins."""
        return HEAD.size + frames * (FRAME.size + head.page_size)

    def _read(self, size: int, offset: int) -> bytes:
        """So many bytes, or what there is of them."""
        if self._file is not None and os.fstat(self._file).st_nlink == 0:
            os.close(self._file)
            self._file = None
        if self._file is None:
            try:
                self._file = os.open(self._path, os.O_RDONLY)
            except FileNotFoundError:
                return b""
        return os.pread(self._file, size, offset)


def _vouched(head: Head, before: tuple[int, int], frame: bytes) -> bool:
    """Whether a frame's checksum is right, given the one before it: it has been written to its end."""
    words = struct.unpack(f"{head.words}{(8 + head.page_size) // 4}I", frame[:8] + frame[FRAME.size :])
    first, second = before
    for n in range(0, len(words), 2):
        first = (first + words[n] + second) & MASK
        second = (second + words[n + 1] + first) & MASK
    return (first, second) == FRAME.unpack_from(frame)[4:6]
