"""Rows that a task could not do: logged, counted, left alone for a growing while, so that those behind them go on."""

from __future__ import annotations

import time
from collections.abc import Hashable
from dataclasses import dataclass
from types import TracebackType
from typing import Generic, TypeVar

import structlog

from live.desk.receive import Unstorable
from live.domain.refused import Refused
from live.store.sealing import WrongKey
from live.store.storage import Unreachable

log = structlog.get_logger()

Row = TypeVar("Row", bound=Hashable)

PAUSES = (5.0, 30.0, 120.0, 600.0)
"""Seconds for which a row is left alone after each further failure; the last is kept to."""

OURS = (WrongKey, Unstorable, Unreachable)
"""What is `unavailable` though the database answers."""

FORGET = 24 * 3600.0
"""Seconds after which a row that nobody has tried again counts no more: it is gone, or somebody else's."""


def database_is_away(error: BaseException) -> bool:
    """Whether this is no fault of a row or a task: the database does not answer, and will again."""
    return isinstance(error, Refused) and error.code == "unavailable" and not isinstance(error, OURS)


@dataclass(slots=True)
class _Rest:
    failures: int
    until: float


class SetAside(Generic[Row]):
    """The rows of one task that are set aside in this process; `what` names them in the log."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._rests: dict[Row, _Rest] = {}

    def attempt(self, row: Row) -> Attempt[Row]:
        """`with` it: whatever breaks inside sets `row` aside and raises no further, but that the database is away."""
        return Attempt(self, row)

    def rests(self, row: Row) -> bool:
        """Whether it is to be left alone for now."""
        rest = self._rests.get(row)
        return rest is not None and time.monotonic() < rest.until

    def resting(self) -> list[Row]:
        """Those that are to be left alone for now."""
        return [row for row in self._rests if self.rests(row)]

    def count(self) -> int:
        self._forget()
        return len(self._rests)

    def add(self, row: Row, error: BaseException) -> None:
        self._forget()
        failures = self._rests[row].failures + 1 if row in self._rests else 1
        pause = PAUSES[min(failures, len(PAUSES)) - 1]
        self._rests[row] = _Rest(failures, time.monotonic() + pause)
        log.error("a row was set aside", what=self._what, row=str(row), failures=failures, exc_info=error)

    def discard(self, row: Row) -> None:
        self._rests.pop(row, None)

    def _forget(self) -> None:
        now = time.monotonic()
        for row in [row for row, rest in self._rests.items() if rest.until + FORGET < now]:
            del self._rests[row]


class Attempt(Generic[Row]):
    """One try at a row; `failed` afterwards is whether it was set aside."""

    def __init__(self, aside: SetAside[Row], row: Row) -> None:
        self._aside = aside
        self._row = row
        self.failed = False

    def __enter__(self) -> Attempt[Row]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool:
        if error is None:
            self._aside.discard(self._row)
            return False
        if not isinstance(error, Exception) or database_is_away(error):
            return False
        self._aside.add(self._row, error)
        self.failed = True
        return True
