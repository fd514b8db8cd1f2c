"""A broadcast's questions counted: by what became of them, by source, topic, place and minute.

The database counts them in slices, with a pause after each, so that a million stall nobody. A slice stays counted until
one of its questions changes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from live.domain.question import OPEN, State
from live.runtime.tasks import sleep
from live.store.ids import question_id
from live.store.tables import question
from live.store.transaction import Store
from live.views.report.airings import Airings

SLICE = 5000
AT_ONCE = 500
"""Questions that are looked up by their numbers in one statement."""

MERGED = 20
"""Slices that are added up without a pause."""

BY = ("source", "topic", "locality")

Counts = Counter[str]


@dataclass(slots=True)
class Tally:
    """`by` has for each of BY the counts of every name, which is None where a question has none."""

    total: Counts = field(default_factory=Counter)
    by: dict[str, dict[str | None, Counts]] = field(default_factory=lambda: {name: defaultdict(Counter) for name in BY})
    declined: Counts = field(default_factory=Counter)
    minutes: dict[datetime, Counts] = field(default_factory=lambda: defaultdict(Counter))
    received_at: dict[int, datetime] = field(default_factory=dict)
    """Of the questions that somebody touched."""
    waits: dict[str, dict[str, list[float]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    """Until they were `shortlisted`, and until they were `aired`, by source: seconds from when each was received."""


@dataclass(slots=True)
class _Slice:
    """`by`: for each of BY how many of a name are in a state."""

    by: dict[str, list[tuple[str | None, str, int]]]
    declined: list[tuple[str, int]]
    minutes: list[tuple[datetime, int]]


class Totals:
    """What has been counted of one broadcast, from one report to the next."""

    def __init__(self) -> None:
        self._slices: dict[int, _Slice] = {}
        self._received_at: dict[int, datetime] = {}

    def tally(self, store: Store, broadcast: Row[Any], timings: Airings, changed: Collection[int]) -> Tally:
        """Count a broadcast's questions, of which these have `changed`; what the log tells of them is counted too."""
        for number in changed:
            self._slices.pop(_slice_of(number), None)
        for index in range(_slice_of(broadcast.last_number) + 1 if broadcast.last_number else 0):
            if index not in self._slices:
                with store.read() as connection:
                    self._slices[index] = _counted(connection, broadcast.id, index)
                sleep(0)
        found = Tally()
        for done, counted in enumerate(self._slices.values()):
            _add(found, counted)
            if done % MERGED == 0:
                sleep(0)
        for name, moments in (("shortlisted", timings.shortlisted), ("aired", timings.aired)):
            for row in _rows(store, broadcast.id, moments):
                found.total[name] += 1
                found.waits[name][row.source].append((moments[row.number] - row.received_at).total_seconds())
                for column in BY:
                    found.by[column][getattr(row, column)][name] += 1
        for turn in timings.turns:
            found.minutes[minute(turn.start)]["aired"] += 1
        for row in _rows(store, broadcast.id, timings.touched.keys() - self._received_at.keys()):
            self._received_at[row.number] = row.received_at
        found.received_at = self._received_at
        return found


def _slice_of(number: int) -> int:
    return (number - 1) // SLICE


def _counted(connection: Connection, broadcast_id: int, index: int) -> _Slice:
    first = index * SLICE + 1
    mine = question.c.id.between(question_id(broadcast_id, first), question_id(broadcast_id, first + SLICE - 1))

    def grouped(*columns: Any) -> Iterator[Any]:
        return iter(connection.execute(select(*columns, func.count()).where(mine).group_by(*columns)))

    reasons = grouped(question.c.state, question.c.decline_reason)
    return _Slice(
        {name: [(of, state, many) for of, state, many in grouped(question.c[name], question.c.state)] for name in BY},
        [(reason, many) for state, reason, many in reasons if state == State.DECLINED.value],
        [(_moment(said), many) for said, many in grouped(_minute(connection))],
    )


def _minute(connection: Connection) -> Any:
    if connection.dialect.name == "postgresql":
        return func.date_trunc("minute", question.c.received_at).label("minute")
    return func.substr(question.c.received_at, 1, len("2026-11-24T12:00")).label("minute")


def _moment(said: Any) -> datetime:
    return datetime.fromisoformat(f"{said}:00+00:00") if isinstance(said, str) else said.astimezone(UTC)


def _add(found: Tally, counted: _Slice) -> None:
    for column, groups in counted.by.items():
        for name, state, many in groups:
            outcome = "open" if state in OPEN else state
            for word in ("received", outcome):
                found.by[column][name][word] += many
                if column == BY[0]:
                    found.total[word] += many
    for reason, many in counted.declined:
        found.declined[reason] += many
    for at, many in counted.minutes:
        found.minutes[at]["received"] += many


def minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _rows(store: Store, broadcast_id: int, numbers: Iterable[int]) -> Iterator[Any]:
    columns = (question.c.number, question.c.source, question.c.topic, question.c.locality, question.c.received_at)
    ordered = sorted(numbers)
    for start in range(0, len(ordered), AT_ONCE):
        ids = [question_id(broadcast_id, number) for number in ordered[start : start + AT_ONCE]]
        with store.read() as connection:
            rows = connection.execute(select(*columns).where(question.c.id.in_(ids))).all()
        yield from rows
        sleep(0)
