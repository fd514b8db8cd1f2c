"""What is on air, for those who listen over one long answer: rendered once for all of them when it changes.

Each is told the state whole, so one that missed something lacks nothing that still is so.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from live.domain.refused import Refused
from live.runtime.tasks import Signal, sleep
from live.runtime.worker import Worker, Written
from live.store import log as event_log
from live.store.quick.handed import Grown
from live.store.text import dumps
from live.store.transaction import Store
from live.views.feed.lights import lights

log = structlog.get_logger()

POLL = 0.25
"""Seconds after which it is looked though no bell has rung."""

PAUSE = 0.03
"""Seconds at least between two looks: what comes in at once is told at once."""

LISTENERS, OF_ONE = 200, 20
"""At most in a process, and of one credential."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a log stood, as a listener says it again."""

    epoch: str
    seq: int

    @classmethod
    def read(cls, written: str | None) -> Place | None:
        """What a listener has heard last; None for nothing, and for what is none of ours."""
        epoch, _, seq = (written or "").rpartition(":")
        return cls(epoch, int(seq)) if epoch and seq.isascii() and seq.isdecimal() and len(seq) < 19 else None

    def __str__(self) -> str:
        return f"{self.epoch}:{self.seq}"


@dataclass(frozen=True, slots=True)
class Told:
    """What is on air, as JSON, since the log stood at this place."""

    place: Place
    text: str


class Listener:
    """One who listens, and what of it is not told yet: the last state alone, whatever came before."""

    def __init__(self, broadcast_id: int, credential: str, has: Place | None) -> None:
        self.broadcast_id, self.credential, self.has = broadcast_id, credential, has
        self.over = False
        self._next: Told | None = None
        self._signal = Signal()

    def hear(self, told: Told) -> None:
        if told.place != self.has:
            self._next = told
            self._signal.ring()

    def end(self) -> None:
        self.over = True
        self._signal.ring()

    def next(self, timeout: float) -> Told | None:
        """What is to be told, within so many seconds; None where nothing is."""
        if self._next is None:
            self._signal.wait(timeout)
        told, self._next = self._next, None
        if told is not None:
            self.has = told.place
        return told


class Airs:
    """The listeners of one process. `ring` is what the bell calls; it never waits. Its `worker` tells them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._listeners: dict[int, set[Listener]] = {}
        self._seen: dict[int, Place] = {}
        self._told: dict[int, Told] = {}
        self._wake = Signal()
        self._looked_at = 0.0
        self.worker = Worker("on_air", self.look, POLL, self._wake, away=lambda error: isinstance(error, Refused))

    def ring(self, broadcast_ids: Sequence[int]) -> None:
        """These logs have grown. New questions are no light's affair: the next look in passing finds them."""
        if isinstance(broadcast_ids, Grown) and broadcast_ids.written is Written.QUESTIONS:
            return
        if any(id_ in self._listeners for id_ in broadcast_ids):
            self._wake.ring()

    def listen(self, broadcast_id: int, credential: str, has: Place | None) -> Listener:
        """Begin to listen; `too_many` where enough do."""
        by_credential = Counter(one.credential for several in self._listeners.values() for one in several)
        if by_credential.total() >= LISTENERS or by_credential[credential] >= OF_ONE:
            raise Refused("too_many", "Too many listen to what is on air already.")
        listener = Listener(broadcast_id, credential, has)
        self._listeners.setdefault(broadcast_id, set()).add(listener)
        if (told := self._told.get(broadcast_id)) is not None:
            listener.hear(told)
        self._wake.ring()
        return listener

    def leave(self, listener: Listener) -> None:
        several = self._listeners.get(listener.broadcast_id, set())
        several.discard(listener)
        if not several:
            for held in (self._listeners, self._seen, self._told):
                held.pop(listener.broadcast_id, None)

    def look(self) -> None:
        """Tell the listeners of each log that has grown what is on air there now, where that is different."""
        if not self._listeners:
            return
        if (early := self._looked_at + PAUSE - time.monotonic()) > 0:
            sleep(early)  # To sleep for no time would be to let everybody else go first.
        self._looked_at = time.monotonic()
        with self._store.read() as connection:
            positions = event_log.positions(connection, list(self._listeners))
            grown = {id_: one for id_, one in positions.items() if self._seen.get(id_) != Place(one.epoch, one.head)}
            texts = {id_: self._text(connection, one) for id_, one in grown.items()}
        for id_, text in texts.items():
            self._tell(id_, Place(grown[id_].epoch, grown[id_].head), text)  # Nothing of a broken one, until it grows.
        for id_ in self._listeners.keys() - positions.keys():
            for listener in self._listeners[id_]:
                listener.end()  # Its broadcast was deleted.

    @staticmethod
    def _text(connection: Any, at: event_log.Position) -> str | None:
        """What is on air, as JSON; None where that breaks: one show's trouble is no other's."""
        try:
            return dumps(lights(connection, at.broadcast))
        except Refused:
            raise  # The database is away.
        except Exception:
            log.exception("what is on air could not be told", broadcast=at.broadcast.id)
            return None

    def _tell(self, broadcast_id: int, place: Place, text: str | None) -> None:
        if broadcast_id not in self._listeners:
            return  # The last one has left meanwhile.
        self._seen[broadcast_id] = place
        before = self._told.get(broadcast_id)
        if text is None:
            return
        if before is not None and before.text == text and before.place.epoch == place.epoch:
            return
        self._told[broadcast_id] = told = Told(place, text)
        for listener in self._listeners[broadcast_id]:
            listener.hear(told)
