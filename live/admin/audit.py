"""Writing into the audit what no verb's own transaction writes: at once, or with what waits for the next second."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import structlog

from live.domain.audit import Act, Entry, Outcome, entry
from live.domain.people import Actor, By
from live.store.centre import audit
from live.store.transaction import Store

log = structlog.get_logger()

MOST = 1000
"""Different entries that may wait for one second; of more only their number is kept."""


def tell(
    store: Store, act: str, subject: str, by: By | Actor | None, outcome: Outcome = Outcome.DONE, **facts: Any
) -> None:
    """Write it down now, or raise: what nobody can be told of later is not done."""
    with store.write() as tx:
        audit.record(tx, act, subject, by, outcome, **facts)


class AuditQueue:
    """What a process has refused and nobody waits for, until it is written: in one batch, alike ones as one entry.

    Nothing goes silently: what finds no room is counted, and the count is written.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: dict[str, tuple[Entry, int]] = {}
        self._over = 0
        self.written = 0
        self.overflowed = 0

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def add(self, told: Entry) -> None:
        self._add(told, 1)

    def write(self) -> None:
        """Write what waits. Where that fails it goes on waiting."""
        waiting, over = self._waiting, self._over
        if not waiting:
            return
        self._waiting, self._over = {}, 0
        entries = [_so_often(told, times) for told, times in waiting.values()]
        if over:
            entries.append(entry(Act.OVERFLOWED, "audit", None, facts={"entries": over}))
        try:
            with self._store.write() as tx:
                audit.write(tx, entries)
        except BaseException:
            self._over += over
            for told, times in waiting.values():
                self._add(told, times)
            raise
        self.written += len(entries)

    def _add(self, told: Entry, times: int) -> None:
        key = repr(told)
        if key in self._waiting:
            self._waiting[key] = told, self._waiting[key][1] + times
        elif len(self._waiting) < MOST:
            self._waiting[key] = told, times
        else:
            if not self._over:
                log.warning("the audit's queue is full: further entries are only counted")
            self._over += times
            self.overflowed += times


def _so_often(told: Entry, times: int) -> Entry:
    return replace(told, facts={**told.facts, "times": times}) if times > 1 else told
