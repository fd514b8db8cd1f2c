"""What the leader's writes leave, for the understudies that follow it: kept for a while, in order.

`Changes` stands beside the database's writes (`Database.watcher`). It costs nothing until somebody follows.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from live.domain.refused import Refused
from live.runtime.tasks import Signal, sleep
from live.store.database import Unsure
from live.understudy.wal import MASK, Head, Position, TooMuch, Wal

log = structlog.get_logger()

KEPT = 64 * 1024 * 1024
"""Bytes of what was written last that are kept: whoever is further behind takes a new copy."""

AT_ONCE = 8 * 1024 * 1024
"""Bytes after which an answer to an understudy takes in no further transaction."""

LOOK = 0.25
"""Seconds between two looks for what another process has written."""

GONE = 3.0
"""Seconds without a word after which an understudy is not there."""

PATIENCE = 5.0
"""Seconds that whoever has written waits for an understudy to have it too."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """The frames of one or more transactions, and between which positions they lead."""

    start: Position
    end: Position
    frames: bytes
    number: int


@dataclass(slots=True)
class Understudy:
    """One that follows: up to which chunk it has everything on its disk, and when it was last heard of."""

    address: str
    position: Position | None = None
    confirmed: int = -1
    heard: float = 0.0
    behind: float = 0.0
    signal: Signal = field(default_factory=Signal)


class Unconfirmed(Unsure):
    """It is stored here, and no understudy has said that it has it too."""


class Changes:
    """The last changes of one embedded database. `page_size` is known once somebody follows."""

    def __init__(self, database: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._wal = Wal(database.with_name(database.name + "-wal"))
        self._clock = clock
        self._head: Head | None = None
        self._at: Position | None = None
        self._chunks: deque[Chunk] = deque()
        self._size = 0
        self._number = 0
        """Of the chunk that comes next."""
        self._watching = False
        self._waiting: list[tuple[int, Signal]] = []
        self.understudies: dict[str, Understudy] = {}

    @property
    def page_size(self) -> int:
        return self._head.page_size if self._head else 0

    def begun(self) -> None:
        """A transaction of ours has begun: nobody else writes until it has ended."""
        if self._watching:
            self._look(ours=False)

    def committed(self) -> None:
        """It has ended: what is new in the log of writes is its own, also where it has begun that log anew."""
        if self._watching:
            self._look(ours=True)

    def position(self) -> Position | None:
        """Where the database stands; None while its log of writes is empty: one write more is needed."""
        if not self._watching:
            self._watching = True
            self._start()
        self._look(ours=False)
        return self._at

    def since(self, position: Position) -> tuple[Position, bytes] | None:
        """What came after a position, as much as one answer takes, and where that leads; None where it is not known
        any more."""
        if self.position() is None:
            return None
        if position == self._at:
            return position, b""
        if self._chunks and any(chunk.start == position for chunk in self._chunks):
            return self._kept_since(position)
        if self._head is not None and self._wal.holds(self._head, position):
            try:
                return self._wal.after(self._head, position, KEPT)
            except TooMuch:
                return None
        return None

    def wait(self, understudy: Understudy, position: Position, seconds: float) -> None:
        """Until something is written after a position, or so many seconds have passed."""
        until = self._clock() + seconds
        while self._at == position and (left := until - self._clock()) > 0:
            understudy.signal.wait(min(left, LOOK))
            self._look(ours=False)

    def heard(self, address: str, position: Position, behind: float) -> Understudy:
        """An understudy has everything up to a position on its disk."""
        understudy = self.understudies.setdefault(address, Understudy(address))
        understudy.heard, understudy.behind, understudy.position = self._clock(), behind, position
        if (number := self._number_of(position)) is not None:
            understudy.confirmed = number
            ready = [one for one in self._waiting if one[0] <= number]
            self._waiting = [one for one in self._waiting if one[0] > number]
            for _, signal in ready:
                signal.ring()
        return understudy

    def present(self) -> list[Understudy]:
        """The understudies that are there now."""
        return [one for one in self.understudies.values() if self._clock() - one.heard < GONE]

    def expect(self) -> None:
        """Before a write that an understudy has to confirm: `unavailable` where none is there to do so."""
        if not self.present():
            raise Refused("unavailable", "The understudy does not answer; nothing was changed. Send the same again.")

    def confirm(self) -> None:
        """Wait until an understudy has everything that was written up to now; `Unconfirmed` where it does not say so.

        See docs/decisions/0021-understudy.md for what that means to whoever sent it.
        """
        self._look(ours=False)
        wanted, until = self._number - 1, self._clock() + PATIENCE
        while not any(one.confirmed >= wanted for one in self.understudies.values()):
            if (left := until - self._clock()) <= 0:
                raise Unconfirmed
            signal = Signal()
            self._waiting.append((wanted, signal))
            signal.wait(left)

    def wait_until_confirmed(self, address: str, position: Position) -> None:
        """Until an understudy has everything up to a position, for as long as whoever has written would wait."""
        until = self._clock() + PATIENCE
        understudy = self.understudies.get(address)
        while understudy is not None and understudy.position != position and self._clock() < until:
            sleep(0.05)

    def _start(self) -> None:
        self._head = self._wal.head()
        if self._head is not None:
            self._at = self._end_of(self._head, self._head.position)

    def _end_of(self, head: Head, position: Position) -> Position:
        return self._wal.after(head, position, None)[0]

    def _look(self, ours: bool) -> None:
        try:
            self._take_up(ours)
        except Exception:
            # What was written is written; whoever follows takes a new copy.
            log.exception("the changes for understudies cannot be read")
            self._lose()

    def _take_up(self, ours: bool) -> None:
        head = self._wal.head()
        if head is None:
            if self._at is not None:
                self._lose()
            return
        if self._head is None or self._at is None:
            self._head, self._at = head, self._end_of(head, head.position)
            return
        at = self._at
        if head.salts != self._head.salts:
            if not (ours or self._saw_all_before(head)):
                self._lose()
                return
            at = head.position
        try:
            end, frames = self._wal.after(head, at, KEPT)
        except TooMuch:
            self._lose()
            return
        if frames:
            self._head = head
            self._keep(Chunk(self._at, end, frames, self._number))

    def _saw_all_before(self, new: Head) -> bool:
        """Whether the log before this one, which another process has ended, had nothing more than we have read of it.

        In doubt it had. The first salt grows by one with each new log.
        """
        assert self._head is not None and self._at is not None
        is_next = new.salts[0] == (self._head.salts[0] + 1) & MASK
        return is_next and self._wal.ended_at(self._head, self._at.frames)

    def _keep(self, chunk: Chunk) -> None:
        self._at = chunk.end
        self._number += 1
        self._chunks.append(chunk)
        self._size += len(chunk.frames)
        while self._size > KEPT:
            self._size -= len(self._chunks.popleft().frames)
        for understudy in self.understudies.values():
            understudy.signal.ring()

    def _kept_since(self, position: Position) -> tuple[Position, bytes]:
        pieces: list[bytes] = []
        size = 0
        for chunk in self._chunks:
            if chunk.start == position and size < AT_ONCE:
                pieces.append(chunk.frames)
                size += len(chunk.frames)
                position = chunk.end
        return position, b"".join(pieces)

    def _number_of(self, position: Position) -> int | None:
        """The last chunk that whoever stands at a position has; None where that is not known."""
        if position == self._at:
            return self._number - 1
        for chunk in reversed(self._chunks):
            if chunk.end == position:
                return chunk.number
        return None

    def _lose(self) -> None:
        """What was kept leads nowhere any more."""
        self._chunks.clear()
        self._size = 0
        self._head = self._at = None
        self._number += 1
        self._start()
