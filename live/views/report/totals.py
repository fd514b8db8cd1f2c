"""A broadcast's questions counted: by what became of them, by source, topic, place and minute.

They are read in slices, with a pause after each, so that a hundred thousand stall nobody.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from live.domain.question import OPEN, State
from live.runtime.tasks import sleep
from live.store.ids import question_id
from live.store.tables import question
from live.store.transaction import Store
from live.views.report.airings import Airings

SLICE = 2000
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


def tally(store: Store, broadcast: Row[Any], timings: Airings) -> Tally:
    """Count a broadcast's questions; what the log tells of them is counted too."""
    found = Tally()
    for row in _rows(store, broadcast):
        counted = ["received", "open" if row.state in OPEN else row.state]
        for name, numbers in (("shortlisted", timings.shortlisted), ("aired", timings.aired)):
            if row.number in numbers:
                counted.append(name)
        found.total.update(counted)
        for name in BY:
            found.by[name][getattr(row, name)].update(counted)
        if row.state == State.DECLINED.value:
            found.declined[row.decline_reason] += 1
        found.minutes[minute(row.received_at)]["received"] += 1
        if row.number in timings.touched:
            found.received_at[row.number] = row.received_at
    for turn in timings.turns:
        found.minutes[minute(turn.start)]["aired"] += 1
    return found


def minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _rows(store: Store, broadcast: Row[Any]) -> Iterator[Any]:
    columns = (question.c.number, question.c.state, question.c.source, question.c.topic, question.c.locality)
    for start in range(0, broadcast.last_number, SLICE):
        span = question.c.id.between(question_id(broadcast.id, start + 1), question_id(broadcast.id, start + SLICE))
        with store.read() as connection:
            rows = connection.execute(
                select(*columns, question.c.decline_reason, question.c.received_at).where(span)
            ).all()
        yield from rows
        sleep(0)
