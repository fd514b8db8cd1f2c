"""The server that is followed: its copies and changes, who follows, and how it hands over."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import structlog

from live.domain.refused import Refused
from live.runtime.tasks import offload
from live.store import private
from live.store.transaction import Store
from live.understudy import succession
from live.understudy.changes import Changes
from live.understudy.wal import Position

log = structlog.get_logger()

PIECE = 4 * 1024 * 1024
"""Bytes of a copy that are given at once."""

HALF_A_SECOND = 0.5
"""For so long an understudy's question waits for something to tell: it is never a second behind."""

NO_COPY = Refused("not_found", "There is no such copy any more: begin anew.")


@dataclass(frozen=True, slots=True)
class MadeCopy:
    """A copy of the database's file as of a position, ready to be fetched."""

    id: str
    file: Path
    size: int
    position: Position
    page_size: int


@dataclass(frozen=True, slots=True)
class Told:
    """What an understudy is told: the frames after its position, and where they lead."""

    position: Position
    frames: bytes
    page_size: int


class Leader:
    """Of an embedded database. `acknowledges`: whether nothing is acknowledged that no understudy has. `end` ends this
    process in order.
    """

    acknowledges = False

    def __init__(self, store: Store, end: Callable[[], None] = lambda: None) -> None:
        self._store, self._end = store, end
        self._file = store.database.file
        self.changes = Changes(self._file)
        self._copy: MadeCopy | None = None
        self.succession = succession.read(self._file)
        store.database.watcher = self.changes

    def acknowledge(self) -> None:
        """From now on nothing is acknowledged here that no understudy has too."""
        self.acknowledges = True
        self._store.confirmation = self.changes

    def copy(self) -> MadeCopy:
        """A new copy in place of the one before; `unavailable` where the disk does not take it."""
        self._drop_copy()
        path = self._file.with_name(f"{self._file.name}.for-understudy")
        path.unlink(missing_ok=True)
        private.write(path, b"")
        try:
            with self._moment() as (source, position):
                offload(_copy, source, path)
        except (sqlite3.Error, OSError) as error:
            path.unlink(missing_ok=True)
            log.error("the understudy's copy cannot be made", cause=str(error))
            raise Refused("unavailable", "The copy cannot be made: {reason}.", reason=str(error)) from error
        size = path.stat().st_size
        self._copy = MadeCopy(secrets.token_hex(8), path, size, position, self.changes.page_size)
        return self._copy

    def piece(self, copy_id: str, offset: int) -> bytes:
        """A piece of a copy; after its last one the copy is gone."""
        made = self._copy
        if made is None or made.id != copy_id:
            raise NO_COPY
        with made.file.open("rb") as file:
            file.seek(offset)
            piece = file.read(PIECE)
        if offset + len(piece) >= made.size:
            self._drop_copy()
        return piece

    def told(self, address: str, position: Position, behind: float) -> Told:
        """What came after an understudy's position, once there is something; `conflict` where only a new copy helps.

        By asking it confirms that all up to its position is on its disk.
        """
        found = self.changes.since(position)
        if found is not None:
            self._know(address)
            understudy = self.changes.heard(address, position, behind)
            if not found[1]:
                self.changes.wait(understudy, position, HALF_A_SECOND)
                found = self.changes.since(position)
        if found is None:
            raise Refused("conflict", "What came after that is not known any more: take a new copy.")
        return Told(*found, self.changes.page_size)

    def hand_over(self, address: str) -> Position:
        """Nothing is written here from now on: where all ended. This process is to end, and the understudy to lead."""
        self.succession = replace(self.succession.with_other(address), succeeded_by=address)
        succession.write(self._file, self.succession)
        self._store.database.handed_over = True
        position = self.changes.position()
        assert position is not None  # Somebody follows, so something was written.
        log.warning("another server goes on in place of this one", address=address)
        return position

    def end_once_known(self, address: str, position: Position, end: Callable[[], None]) -> None:
        """End this process as soon as the understudy has everything, or has had the time for it."""
        self.changes.wait_until_confirmed(address, position)
        end()

    def step_down(self, address: str, term: int) -> None:
        """Another server of this centre was promoted: this one ends, and what it has stays in its file."""
        self.succession = replace(self.succession.with_other(address), succeeded_by=address)
        succession.write(self._file, self.succession)
        self._store.database.handed_over = True
        log.error("another server was promoted in place of this one, which ends", address=address, term=term)
        self._end()

    def addresses(self) -> tuple[str, ...]:
        """Where else this centre may be reached."""
        return tuple(self.succession.others)

    def state(self) -> list[dict[str, Any]]:
        """The understudies, each with the seconds that it is behind; None where it is not there."""
        present = {one.address: round(one.behind, 2) for one in self.changes.present()}
        return [{"address": one, "behind": present.get(one)} for one in self.succession.others]

    def _know(self, address: str) -> None:
        if address not in self.succession.others:
            self.succession = self.succession.with_other(address)
            succession.write(self._file, self.succession)

    @contextmanager
    def _moment(self) -> Iterator[tuple[sqlite3.Connection, Position]]:
        """A connection that reads as of one moment, and which that is: nobody else writes while it is found out."""
        database = self._store.database
        source = sqlite3.connect(self._file, isolation_level=None, check_same_thread=False)
        with closing(source):
            # While this connection has read, nobody is the last one, whose end takes the log of writes away.
            source.execute("SELECT count(*) FROM meta").fetchone()
            if self.changes.position() is None:  # An empty log of writes has no positions.
                database.write_nothing()
            with database.write():
                position = self.changes.position()
                source.execute("BEGIN")
                source.execute("SELECT count(*) FROM meta").fetchone()
            if position is None:
                raise Refused("unavailable", "The copy cannot be made: {reason}.", reason="no position")
            yield source, position

    def _drop_copy(self) -> None:
        if self._copy is not None:
            self._copy.file.unlink(missing_ok=True)
            self._copy = None


def _copy(source: sqlite3.Connection, path: Path) -> None:
    with closing(sqlite3.connect(path)) as target:
        target.execute("PRAGMA synchronous=OFF")  # A copy that does not get to its end is nobody's.
        source.backup(target)
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
