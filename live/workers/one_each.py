"""A worker for each subject (a channel, a receiver) that has work, so that a slow one holds up nobody else."""

from __future__ import annotations

from collections.abc import Callable

from live.runtime.worker import Worker
from live.store.leases import Leases
from live.workers.set_aside import SetAside, database_is_away

Step = Callable[[], float | None]
"""One piece of a subject's work: the seconds until the next, None where nothing is left to do."""


class OneEach:
    """Subjects at work in this process. Each is one process's at a time, by a lease that is called after it.

    A subject whose step breaks unexpectedly is set aside. `awaited`: no step is broken off where the process ends.
    """

    def __init__(self, task: str, leases: Leases, lease: Callable[[int], str], *, awaited: bool = True) -> None:
        self._task = task
        self._leases = leases
        self._lease = lease
        self._awaited = awaited
        self._busy: set[int] = set()
        self.aside: SetAside[int] = SetAside(task)

    @property
    def busy(self) -> int:
        """How many are at work just now."""
        return len(self._busy)

    def begin(self, subject: int, work: Callable[[int], Step]) -> None:
        """Set to work at a subject, unless it is at work already, or set aside. `work` gives its steps."""
        if subject in self._busy or self.aside.rests(subject):
            return
        if not self._leases.take(self._lease(subject), awaited=self._awaited):
            return
        self._busy.add(subject)
        step = work(subject)

        def tick() -> float | None:
            pause = None
            with self.aside.attempt(subject):
                pause = step()
            if pause is None:
                worker.stop()
                self._busy.discard(subject)
                self._leases.free(self._lease(subject))
            return pause

        worker = Worker(f"{self._task} {subject}", tick, interval=0.0, away=database_is_away)
        worker.start()
