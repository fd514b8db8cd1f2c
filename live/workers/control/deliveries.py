"""Requests on their way to the machines of the control room: each machine's in order, tried again for a short while.

A request that may have been heard is not sent again: a clip that starts twice is worse than one that does not.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import structlog

from live.channels import Failed
from live.domain.control.signals import Signal
from live.runtime.tasks import sleep, spawn

log = structlog.get_logger()

PAUSES = (0.5, 1.0, 2.0, 4.0)
"""Seconds before each further try; the last is kept to."""

OLD = 15.0
"""Seconds after which what was to be said is of no use any more."""

WAITING = 20
"""Requests that may wait for one machine; what comes then pushes out the oldest."""


class Outgoing(Protocol):
    def send(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Waiting:
    signal: Signal
    what: str
    request: Outgoing
    since: float


Note = Callable[[Signal, str, Failed | None, int], None]
"""Told of each end: the signal, what was said, why it was not taken, and how often it was tried."""


class Deliveries:
    def __init__(self, note: Note) -> None:
        self._note = note
        self._waiting: dict[int, deque[Waiting]] = {}
        self._busy: set[int] = set()
        self.clock: Callable[[], float] = time.monotonic
        self.pause: Callable[[float], None] = sleep
        self.begin: Callable[[Callable[[int], None], int], None] = spawn

    def put(self, signal: Signal, what: str, request: Outgoing) -> None:
        """Let it be sent after what waits for the same machine. Never waits."""
        waiting = self._waiting.setdefault(signal.id, deque())
        if len(waiting) >= WAITING:
            pushed = waiting.popleft()
            self._note(pushed.signal, pushed.what, Failed("never", "Too much waited for this machine."), 0)
        waiting.append(Waiting(signal, what, request, self.clock()))
        if signal.id not in self._busy:
            self._busy.add(signal.id)
            self.begin(self._send_all, signal.id)

    def _send_all(self, signal_id: int) -> None:
        waiting = self._waiting[signal_id]
        try:
            while waiting:
                self._send(waiting.popleft())
        finally:
            self._busy.discard(signal_id)

    def _send(self, one: Waiting) -> None:
        for tries in range(1, 100):
            try:
                one.request.send()
            except Failed as failed:
                pause = PAUSES[min(tries, len(PAUSES)) - 1]
                late = self.clock() + pause - one.since > OLD
                if failed.kind == "later" and not late:
                    self.pause(pause)
                    continue
                log.info("a signal was not taken", signal=one.signal.id, kind=failed.kind, code=failed.code)
                return self._note(one.signal, one.what, failed, tries)
            return self._note(one.signal, one.what, None, tries)
