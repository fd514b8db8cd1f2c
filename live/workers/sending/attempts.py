"""What is sent to a network at most once: what becomes of it after a try that failed, and the noting of it."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from live.channels import Failed
from live.store.rows import Row
from live.workers.set_aside import database_is_away

What = TypeVar("What")

PAUSES = (1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 1800.0, 3600.0)
"""Seconds before each further try; the last is kept to."""

TRIES = 30
"""After so many, about a day, it is given up."""

DIED = "The program was interrupted while it was sending."
BROKE = "Something broke on our side; it is logged."

Move = tuple[str, dict[str, Any]]
"""A verb of its states, and the columns that go with it."""


def after_failure(row: Row[Any], failed: Failed, began: datetime | None, guard: timedelta, now: datetime) -> Move:
    """What becomes of it: it is put off, has failed for good, or nobody knows whether it has arrived.

    `row` has `tries` as before this one, and `unsure_since`; `began` is when this one did, None where nothing was sent.
    """
    if failed.kind == "unsure":
        return after_doubt(row, failed, row.unsure_since or began, guard, now)
    if failed.kind == "never" or row.tries + 1 >= TRIES:
        # An earlier try may have arrived all the same.
        return "doubt" if row.unsure_since else "fail", _said(failed)
    return _put_off(row, failed, now)


def after_doubt(row: Row[Any], failed: Failed, since: datetime | None, guard: timedelta, now: datetime) -> Move:
    """Where its network knows a repeated one by its guard it is tried again; elsewhere a person decides."""
    if guard > timedelta(0) and row.tries + 1 < TRIES:
        verb, columns = _put_off(row, failed, now)
        return verb, {**columns, "unsure_since": since}
    return "doubt", {**_said(failed), "unsure_since": since}


def next_at(row: Row[Any], failed: Failed, now: datetime) -> datetime:
    """When it is tried again."""
    pause = max(PAUSES[min(row.tries, len(PAUSES) - 1)] * random.uniform(0.8, 1.2), failed.wait or 0.0)  # nosec B311 # It spreads tries in time.
    return now + timedelta(seconds=pause)


def _put_off(row: Row[Any], failed: Failed, now: datetime) -> Move:
    return "put_off", {**_said(failed), "next_at": next_at(row, failed, now)}


def _said(failed: Failed) -> dict[str, Any]:
    return {"reason": failed.reason, "detail": failed.detail}


class Notes(Generic[What]):
    """What has become of what was sent: noted at all costs, for nobody else knows it. `write` does it."""

    def __init__(self, write: Callable[[What, str, dict[str, Any]], object]) -> None:
        self._write = write
        self._kept: deque[tuple[What, str, dict[str, Any]]] = deque()

    def add(self, what: What, verb: str, columns: dict[str, Any]) -> None:
        self._kept.append((what, verb, columns))
        self.write()

    def write(self) -> None:
        """What cannot be noted while the database is away is noted by a later call."""
        while self._kept:
            try:
                self._write(*self._kept[0])
            except Exception as error:
                if not database_is_away(error):
                    self._kept.popleft()
                raise
            self._kept.popleft()
