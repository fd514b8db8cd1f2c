"""The one task that tells the screens of a process what is new: it reads all logs that have grown in one go.

One commit of the intake may touch a hundred broadcasts: read one by one, each would cost as much as all of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from live.domain.refused import Refused
from live.feed.tail import Tail
from live.runtime.tasks import Signal, sleep
from live.runtime.worker import Worker
from live.store import log as event_log
from live.store.log import Position
from live.store.transaction import Store
from live.views.feed.visible_events import EventRenderer

log = structlog.get_logger()

FRAME = 500
"""Events at most in one frame, and at once of all logs that are read together."""

FEWEST = 20
"""Events that are read of each, however many logs there are."""

INTERVAL = 10.0
"""Seconds between two looks though no tail was woken: only to show that somebody would look."""

Reading = tuple[Position, EventRenderer | None]
"""Where a log stands, and the next of the events that its tail lacks; None where it lacks none."""


class Follower:
    """`worker` is started once in a process that has screens. No log's trouble is another's."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._woken: dict[int, Tail] = {}
        self._signal = Signal()
        self.worker = Worker("tails", self._tick, INTERVAL, self._signal, away=lambda error: isinstance(error, Refused))

    def wake(self, tail: Tail) -> None:
        """There may be something to tell. Never waits."""
        self._woken[tail.id] = tail
        self._signal.ring()

    def _tick(self) -> None:
        woken, self._woken = list(self._woken.values()), {}
        for tail in woken:
            self._tell_handed(tail)
        untold = set(woken)
        try:
            untold = self._tell_events([tail for tail in woken if tail.lags])
        finally:
            for tail in woken:
                self._tell_the_rest(tail, with_pulse=tail not in untold)
                sleep(0)  # Between two logs everybody else has a turn.

    def _tell_handed(self, tail: Tail) -> None:
        """What this process has written itself need not be read."""
        try:
            tail.tell_handed()
        except Exception:
            log.exception("a tail failed", broadcast=tail.id)
            tail.lags = True

    def _tell_events(self, lagging: Sequence[Tail]) -> set[Tail]:
        """Up to where each log stands. Those that could not be told lag on: the next look at all logs wakes them."""
        untold: set[Tail] = set()
        while lagging:
            for tail in lagging:
                tail.lags = False  # What a bell rings for from here on may be missed by the reading.
            try:
                readings = self._read(lagging)
            except Refused:
                for tail in lagging:
                    tail.lags = True
                raise
            more = []
            for tail in lagging:
                if not self._tell(tail, readings.get(tail.id)):
                    tail.lags = True
                    untold.add(tail)
                elif tail.lacks(readings[tail.id][0]):
                    more.append(tail)
            lagging = more
        return untold

    def _read(self, tails: Sequence[Tail]) -> dict[int, Reading]:
        try:
            return self._read_together(tails)
        except Refused:
            raise  # The database is away.
        except Exception:
            log.exception("the logs could not be read together")
        readings: dict[int, Reading] = {}
        for tail in tails:
            try:
                readings |= self._read_together([tail])
            except Refused:
                raise
            except Exception:
                log.exception("a log could not be read", broadcast=tail.id)
        return readings

    def _read_together(self, tails: Sequence[Tail]) -> dict[int, Reading]:
        with self._store.read() as connection:
            positions = event_log.positions(connection, [tail.id for tail in tails])
            since = {t.id: t.position for t in tails if t.id in positions and t.lacks(positions[t.id])}
            most = max(FRAME // max(1, len(since)), FEWEST)
            events = event_log.events_of_several(connection, since, most)
            runs = [(positions[id_].broadcast, events[id_]) for id_ in since]
            renderers = dict(zip(since, EventRenderer.of_several(connection, runs), strict=True))
        return {id_: (position, renderers.get(id_)) for id_, position in positions.items()}

    def _tell(self, tail: Tail, reading: Reading | None) -> bool:
        """Whether it could be told."""
        if reading is None:
            return False
        try:
            tail.tell_events(*reading)
        except Exception:
            log.exception("a tail failed", broadcast=tail.id)
            return False
        return True

    def _tell_the_rest(self, tail: Tail, with_pulse: bool) -> None:
        try:
            tail.tell_gathered()
            tail.tell_presence()
            if with_pulse:
                tail.tell_pulse(self._store.clock())
        except Exception:
            log.exception("a tail failed", broadcast=tail.id)
