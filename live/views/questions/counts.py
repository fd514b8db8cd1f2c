"""How many asked about what and from where, over all that a broadcast has received."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Row, func, select

from live.domain.question import MERGED
from live.protocol.answers.show import AskedAbout, Counts
from live.store.ids import question_id
from live.store.show import broadcasts
from live.store.tables import question
from live.store.transaction import Store
from live.views.questions.masking import hidden

FRESH = 2.0
"""Seconds for which what was counted is sent again: however many screens ask, a broadcast is counted so often."""

MOST = 50
"""Topics, and places, that are listed: those most asked about."""


class Counting:
    """The counts of each broadcast, not older than FRESH."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[int, tuple[float, Counts]] = {}

    def of(self, slug: str) -> Counts:
        """{to, received, topics, localities} as of the log's number `to`; the two [{name, askers}], the most first."""
        with self._store.read() as connection:
            home = broadcasts.get(connection, slug)
        known = self._known.get(home.id)
        if known is not None and time.monotonic() - known[0] < FRESH:
            return known[1]
        counted = self._count(home)
        self._known[home.id] = (time.monotonic(), counted)
        return counted

    def _count(self, home: Row[Any]) -> Counts:
        with self._store.read() as connection:
            joined = _joined(connection, home)
        return {
            "to": home.head,
            "received": int(home.last_number - home.removed),
            "topics": self._most_asked(home, question.c.topic, joined),
            "localities": self._most_asked(home, question.c.locality, joined),
        }

    def _most_asked(self, home: Row[Any], column: Column[Any], joined: Sequence[Any]) -> list[AskedAbout]:
        with self._store.read() as connection:  # One at a time: whatever waits comes between.
            asked = _asked(connection, home, column) + _by(joined, column.name)
        ordered = sorted(asked.items(), key=lambda item: (-item[1], item[0]))
        return [{"name": hidden(of), "askers": many} for of, many in ordered[:MOST]]


def _asked(connection: Connection, home: Row[Any], column: ColumnElement[Any]) -> Counter[str]:
    """Each question that is not merged counts once, where it stands: read from the column's own index alone."""
    grouped = (
        select(column, func.count())
        .where(question.c.broadcast_id == home.id, column.is_not(None), question.c.state != MERGED.value)
        .group_by(column)
    )
    return Counter({row[0]: row[1] for row in connection.execute(grouped)})


def _joined(connection: Connection, home: Row[Any]) -> Sequence[Any]:
    """(topic, locality, how many were merged into questions of both): they count where their root stands."""
    lowest = question_id(home.id, 0)
    roots = select(question.c.merged_into + lowest).where(
        question.c.broadcast_id == home.id, question.c.merged_into.is_not(None)
    )
    joined = (
        select(question.c.topic, question.c.locality, func.sum(question.c.askers - 1).label("more"))
        .where(question.c.id.in_(roots), question.c.state != MERGED.value)
        .group_by(question.c.topic, question.c.locality)
    )
    return connection.execute(joined).all()


def _by(joined: Sequence[Any], name: str) -> Counter[str]:
    counted: Counter[str] = Counter()
    for row in joined:
        if getattr(row, name) is not None:
            counted[getattr(row, name)] += int(row.more)
    return counted
