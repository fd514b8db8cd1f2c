"""An understudy's database: the leader's file as it was copied once, and every change since.

A change is confirmed once it is on the disk in a journal beside the file. Then its pages are written into the file,
which is therefore whole whenever nothing is under way; what a crash interrupts is done again from the journal.
"""

from __future__ import annotations

import os
import struct
import zlib
from datetime import datetime
from pathlib import Path

from live.store import private
from live.understudy.wal import FRAME, Position

MAGIC = b"LIVE-UNDERSTUDY1"
RECORD = struct.Struct(">II5I")
"""Bytes of its frames, their CRC-32, and the position that they lead to."""

BEGINNING = struct.Struct(">16sI5I")
"""What a journal begins with: the size of a page, and the position that the file itself has."""

LONGEST = 64 * 1024 * 1024
"""Bytes of a journal beyond which it is begun anew."""


class Copy:
    """The database at `path`, followed. `position` is None until there is a whole copy."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._journal_path = path.with_name(path.name + ".changes")
        self._arriving_path = path.with_name(path.name + ".arriving")
        self._file = self._journal = -1
        self._written = 0
        self.position: Position | None = None
        self.page_size = 0
        self.reopen()

    def reopen(self) -> None:
        """Begin anew with what is on the disk."""
        self.close()
        if self._journal_path.exists():
            self._open()

    def receive(self, offset: int, piece: bytes) -> None:
        """A piece of the leader's file, which takes this one's place once it is whole."""
        if offset == 0:
            private.write(self._arriving_path, b"")
        with self._arriving_path.open("r+b") as file:
            file.seek(offset)
            file.write(piece)

    def begin(self, position: Position, page_size: int, now: datetime) -> Path | None:
        """All of the leader's file has come: from now on it is this database. Where the one before was set aside, if
        it was no understudy's."""
        self.close()
        with self._arriving_path.open("r+b") as file:
            os.fsync(file.fileno())
        aside = self._set_aside(now)
        for end in private.ENDS:
            self._path.with_name(self._path.name + end).unlink(missing_ok=True)
        self._journal_path.unlink(missing_ok=True)
        self._arriving_path.replace(self._path)
        self._begin_journal(position, page_size)
        self._open()
        return aside

    def append(self, end: Position, frames: bytes) -> None:
        """Keep these frames, whole transactions, and write their pages.

        `OSError` where the disk does not take them: `reopen` it, and see what it has.
        """
        record = RECORD.pack(len(frames), zlib.crc32(frames), *_numbers(end))
        _write_all(self._journal, record + frames, self._written)
        os.fsync(self._journal)
        self._written += len(record) + len(frames)
        self._apply(frames)
        self.position = end
        if self._written > LONGEST:
            self._begin_anew()

    def finish(self) -> None:
        """It is followed no more: what stands in the file is all there is of it."""
        if self._file >= 0:
            os.fsync(self._file)
        self.close()
        self._journal_path.unlink(missing_ok=True)
        self._arriving_path.unlink(missing_ok=True)
        private.keep_names(self._path.parent)

    def close(self) -> None:
        for handle in (self._file, self._journal):
            if handle >= 0:
                os.close(handle)
        self._file = self._journal = -1
        self.position = None

    def _set_aside(self, now: datetime) -> Path | None:
        if self._journal_path.exists() or not self._path.exists():
            return None
        aside = self._path.with_name(f"{self._path.name}.before-{now:%Y%m%d-%H%M%S}")
        for end in ("", *private.ENDS):
            part = self._path.with_name(self._path.name + end)
            if part.exists():
                part.replace(aside.with_name(aside.name + end))
        return aside

    def _open(self) -> None:
        """Take up the file and its journal, and do again what the journal holds."""
        self._journal = os.open(self._journal_path, os.O_RDWR)
        data = os.pread(self._journal, BEGINNING.size, 0)
        if len(data) < BEGINNING.size or data[:16] != MAGIC or not self._path.exists():
            self.close()
            return
        _, self.page_size, *numbers = BEGINNING.unpack(data)
        os.fsync(self._journal)  # Who wrote it may have been killed before it was on the disk.
        self._file = os.open(self._path, os.O_RDWR)
        self.position = _position(numbers)
        self._written = BEGINNING.size
        while (record := self._record(self._written)) is not None:
            end, frames = record
            self._apply(frames)
            self.position = end
            self._written += RECORD.size + len(frames)
        os.ftruncate(self._journal, self._written)

    def _record(self, offset: int) -> tuple[Position, bytes] | None:
        """The record that begins there; None where there is none, or not all of it."""
        head = os.pread(self._journal, RECORD.size, offset)
        if len(head) < RECORD.size:
            return None
        length, checksum, *numbers = RECORD.unpack(head)
        frames = os.pread(self._journal, length, offset + RECORD.size)
        if len(frames) < length or zlib.crc32(frames) != checksum:
            return None
        return _position(numbers), frames

    def _apply(self, frames: bytes) -> None:
        size = FRAME.size + self.page_size
        pages = 0
        for start in range(0, len(frames), size):
            number, ends, *_ = FRAME.unpack_from(frames, start)
            os.pwrite(self._file, frames[start + FRAME.size : start + size], (number - 1) * self.page_size)
            pages = ends or pages
        os.ftruncate(self._file, pages * self.page_size)

    def _begin_anew(self) -> None:
        os.fsync(self._file)
        assert self.position is not None
        self._begin_journal(self.position, self.page_size)
        os.close(self._journal)
        self._journal = os.open(self._journal_path, os.O_RDWR)
        self._written = BEGINNING.size

    def _begin_journal(self, position: Position, page_size: int) -> None:
        new = self._journal_path.with_name(self._journal_path.name + ".new")
        with private.create(new) as file:
            file.write(BEGINNING.pack(MAGIC, page_size, *_numbers(position)))
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._journal_path)
        private.keep_names(self._path.parent)


def _numbers(position: Position) -> tuple[int, ...]:
    return (*position.salts, position.frames, *position.checksum)


def _position(numbers: list[int]) -> Position:
    salt1, salt2, frames, sum1, sum2 = numbers
    return Position((salt1, salt2), frames, (sum1, sum2))


def _write_all(handle: int, data: bytes, offset: int) -> None:
    view = memoryview(data)
    while view:
        written = os.pwrite(handle, view, offset)
        view, offset = view[written:], offset + written
