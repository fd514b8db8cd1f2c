"""Plays the rehearsals: invented questions and calls come in, at the pace that each broadcast's crew has set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import islice

from live.desk.calls import ring
from live.desk.invented import questions as invented
from live.domain.submission import Submission
from live.runtime.worker import UNTOLD, Worker, Written
from live.store.show import broadcasts, questions
from live.store.show import rehearsal as traces
from live.store.show.rehearsal import ORIGIN
from live.store.transaction import Store
from live.workers.means import Means
from live.workers.set_aside import SetAside, database_is_away

PACE = 0.5
"""Seconds between two ticks while a broadcast rehearses."""
MOST = 2000
"""Questions and calls after which a rehearsal left running falls silent: its reset is one transaction."""
CALLS = 12
"""Every so many questions a call rings."""


class Rehearsals:
    """Sends what is due into every broadcast that rehearses; any number of processes may run one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._coming: dict[int, tuple[int, Iterator[Submission]]] = {}
        self.aside: SetAside[int] = SetAside("rehearsal of a broadcast")

    def tick(self) -> float | None:
        """Send what is due; the pause until more may be, None where nothing rehearses."""
        with self._store.read() as connection:
            rehearses = traces.any_goes_on(connection)
        if rehearses:
            self.send_due()
        return PACE if rehearses else None

    def send_due(self) -> int:
        """One question for each broadcast whose time has come; how many were sent."""
        with self._store.read() as connection:
            due = traces.due(connection, self._store.clock())
        return sum(self._try(broadcast_id) for broadcast_id in due if not self.aside.rests(broadcast_id))

    def _try(self, broadcast_id: int) -> int:
        sent = 0
        with self.aside.attempt(broadcast_id):
            sent = self._send(broadcast_id)
        return sent

    def _send(self, broadcast_id: int) -> int:
        with self._store.write() as tx:
            [row] = tx.lock(broadcast_id)
            if row.rehearsal_at is None or row.rehearsal_at > tx.now:
                return 0  # Another process has sent it.
            submission = self._next(broadcast_id, row.rehearsal_sent)
            if row.rehearsal_sent % CALLS == CALLS - 1:
                contact = f"tel:+7900000{row.rehearsal_sent:04d}"
                ring(tx, row, contact, None, origin=ORIGIN, external_id=f"{broadcast_id}-{row.rehearsal_sent}")
            else:
                questions.add(tx, [questions.New(row, submission, ORIGIN)], "question.received")
            sent = row.rehearsal_sent + 1
            due = tx.now + timedelta(seconds=row.rehearsal_pace) if sent < MOST else None
            broadcasts.set_facts(tx, broadcast_id, rehearsal_sent=sent, rehearsal_at=due)
        return 1

    def _next(self, broadcast_id: int, sent: int) -> Submission:
        known = self._coming.get(broadcast_id)
        if known is None or known[0] != sent:
            known = (sent, islice(invented(seed=broadcast_id), sent, None))
        submission = next(known[1])
        self._coming[broadcast_id] = (sent + 1, known[1])
        asked = submission.source in ("form", "phone")
        return replace(submission, topic=None, locality=submission.locality if asked else None)


def worker(means: Means) -> Worker:
    task = Rehearsals(means.store)
    return Worker(
        "rehearsal",
        task.tick,
        UNTOLD,
        pace=PACE,
        looks_for=Written.OTHER,
        away=database_is_away,
        set_aside=task.aside.count,
    )
