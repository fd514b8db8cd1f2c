"""Tells other programs of the tickets' events, by signed requests. Any number of processes may run one: a receiver is
one process's at a time, by a lease.

Each receiver stands at a number of the tickets' log. What comes after it is told one by one, in order, and the number
moves on only once a request was answered by a 200: so nothing is left out, and what was interrupted is told again,
under the same id. Nothing is ever given up; a receiver that says 410 is paused.
"""

from __future__ import annotations

import random
from datetime import timedelta
from functools import partial
from typing import Any

import structlog

from live.channels import Failed
from live.channels.http import Http
from live.domain.followup import signing
from live.runtime.worker import UNTOLD, Worker, Written
from live.store import log as tickets_log
from live.store.followup import webhooks
from live.store.ids import TICKETS_LOG
from live.store.leases import Leases
from live.store.rows import Row
from live.store.text import dumps
from live.store.transaction import Store
from live.views.tickets.webhooks import Delivery, deliveries
from live.workers.means import Means
from live.workers.one_each import OneEach
from live.workers.sending.attempts import PAUSES
from live.workers.set_aside import database_is_away

log = structlog.get_logger()

PACE = 0.3
"""Seconds at least between two ticks."""

AT_ONCE = 100
"""Events that are read at once."""

PATIENCE = 20.0
"""Seconds in which a receiver has to answer."""

GONE = 410


class Webhooks:
    def __init__(self, store: Store, leases: Leases) -> None:
        self._store = store
        self._leases = leases
        self.receivers = OneEach("webhooks", leases, _lease)
        self._delivered: dict[int, str] = {}
        """By a receiver, the last that it took of an event of many tickets, at whose end it has not arrived."""

    def tick(self) -> None:
        """Set to work at every receiver that something waits for and that is nobody else's."""
        with self._store.read() as connection:
            waiting = webhooks.due(connection, self._store.clock())
        for webhook_id in waiting:
            self.receivers.begin(webhook_id, lambda one: partial(self.deliver_some, one))

    def deliver_some(self, webhook_id: int) -> float | None:
        """Tell one receiver, which is this process's own, the next that waits for it; None where nothing does, or it
        did not take something."""
        if not self._leases.holds(_lease(webhook_id)):
            return None
        with self._store.read() as connection:
            row = webhooks.get(connection, webhook_id)
            position = tickets_log.position(connection, TICKETS_LOG)
            since = max(row.position, position.floor)
            events = tickets_log.events_since(connection, TICKETS_LOG, since, AT_ONCE)
            waiting = deliveries(connection, position.epoch, events, row.types)
        if row.paused or not events or (row.next_at and row.next_at > self._store.clock()):
            return None
        return 0.0 if self._tell_all(row, waiting, events[-1].seq) else None

    def _tell_all(self, row: Row[Any], waiting: list[Delivery], last: int) -> bool:
        """Tell these in order, and note how far; False where one was not taken, or the receiver was set elsewhere."""
        http, secret = Http("", needs_https=False), webhooks.secret_of(self._store, row)
        for index, delivery in enumerate(waiting):
            if not self._leases.holds(_lease(row.id)):
                return False
            if self._taken_before(row, waiting, index):
                continue
            try:
                http.tell(row.url, *self._signed(delivery, secret), patience=PATIENCE)
            except Failed as failed:
                self._not_taken(row, failed)
                return False
            ends = index + 1 == len(waiting) or waiting[index + 1].seq != delivery.seq
            if not ends:
                self._delivered[row.id] = delivery.id
                continue
            self._delivered.pop(row.id, None)
            moved = self._note(row, last if index + 1 == len(waiting) else delivery.seq)
            if moved is None:
                return False
            row = moved
        return bool(waiting) or self._note(row, last) is not None

    def _taken_before(self, row: Row[Any], waiting: list[Delivery], index: int) -> bool:
        """Whether a receiver that then failed took this one before: a try goes on where the last one ended."""
        last = self._delivered.get(row.id) if row.tries else None
        return last is not None and any(
            later.id == last and later.seq == waiting[index].seq for later in waiting[index:]
        )

    def _signed(self, delivery: Delivery, secret: str) -> tuple[bytes, dict[str, str]]:
        body, at = dumps(delivery.body).encode(), int(self._store.clock().timestamp())
        content = {"Content-Type": "application/json; charset=utf-8"}
        return body, content | signing.headers(secret, delivery.id, at, body)

    def _note(self, row: Row[Any], position: int) -> Row[Any] | None:
        """Note how far a receiver was told; its row from then on, or None where it was set elsewhere meanwhile."""
        fine = {"tries": 0, "next_at": None, "error": None, "error_at": None}
        with self._store.write() as tx:
            if not webhooks.advance(tx, row, position, delivered_at=tx.now, **fine):
                return None
            return webhooks.get(tx.connection, row.id)

    def _not_taken(self, row: Row[Any], failed: Failed) -> None:
        pause = max(PAUSES[min(row.tries, len(PAUSES) - 1)] * random.uniform(0.8, 1.2), failed.wait or 0.0)  # nosec B311 # It spreads tries in time.
        log.info("a webhook was not taken", webhook=row.id, kind=failed.kind, code=failed.code)
        with self._store.write() as tx:
            webhooks.advance(
                tx,
                row,
                row.position,
                tries=row.tries + 1,
                next_at=tx.now + timedelta(seconds=pause),
                error=_why(failed),
                error_at=tx.now,
                paused=failed.status == GONE,
            )


ERRORS = {"later": "unreachable", "unsure": "silent", "never": "address"}


def _why(failed: Failed) -> str:
    """What went wrong, in a word and the detail; never the address, which may hold a token."""
    if failed.status is not None:
        return "gone" if failed.status == GONE else f"refused HTTP {failed.status}"
    return f"{ERRORS[failed.kind]} {failed.detail}".strip()


def _lease(webhook_id: int) -> str:
    return f"webhook:{webhook_id}"


def worker(means: Means) -> Worker:
    task = Webhooks(means.store, means.leases)
    return Worker(
        "webhooks",
        task.tick,
        UNTOLD,
        pace=PACE,
        looks_for=Written.OTHER,
        away=database_is_away,
        set_aside=task.receivers.aside.count,
    )
