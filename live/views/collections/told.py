"""An issue of a collection as it is shown: its figures as they were counted, and the texts that stand in it, masked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from live.domain.refused import Refused
from live.store.followup import matters
from live.store.tables import broadcast, question, ticket
from live.views.collections.counting import Again, Figures, is_empty
from live.views.questions.masking import hidden

SHOWN = 500
"""Rows of a list behind a number; of more it says how many there are."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as an official may see it: no name, no contact, what tells of people is masked."""

    number: int
    broadcast: str
    text: str
    topic: str | None
    locality: str | None
    state: str
    askers: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Handed:
    """A ticket as an official may see it. `due`: when it is to be resolved."""

    number: str
    department: str | None
    text: str
    topic: str | None
    locality: str | None
    state: str
    due: datetime
    resolved_at: datetime | None


@dataclass(frozen=True, slots=True)
class Told:
    """`by_topic` and `by_place` have each name with its questions, the most first; None is for those without one."""

    title: str
    department: str
    since: datetime
    until: datetime
    figures: Figures
    by_topic: list[tuple[str | None, int]]
    by_place: list[tuple[str | None, int]]
    rest: int
    voices: list[Asked]
    matters: dict[int, str]
    number: int | None = None

    @property
    def empty(self) -> bool:
        return is_empty(self.figures)

    @property
    def repeats(self) -> list[Again]:
        return self.figures["repeats"]


def told(
    connection: Connection,
    title: str,
    department: str,
    since: datetime,
    until: datetime,
    figures: Figures,
    number: int | None = None,
) -> Told:
    named = [one for one in figures["groups"] if not one["rest"]]
    topics: Counter[str | None] = Counter()
    places: Counter[str | None] = Counter()
    for one in named:
        topics[one["topic"]] += one["questions"]
        places[one["locality"]] += one["questions"]
    asked = {row.id: _asked(row) for row in _questions(connection, figures["voices"])}
    known = {number for one in figures["repeats"] for number in one["matters"]}
    return Told(
        title,
        department,
        since,
        until,
        figures,
        _ordered(topics),
        _ordered(places),
        sum(one["questions"] for one in figures["groups"] if one["rest"]),
        [asked[one] for one in figures["voices"] if one in asked and asked[one].text],
        {row.id: row.title for row in matters.shown(connection, sorted(known))},
        number,
    )


def of_issue(connection: Connection, row: Row[Any]) -> Told:
    return told(connection, row.title, row.department, row.since, row.until, row.figures, row.number)


def _ordered(counted: Counter[str | None]) -> list[tuple[str | None, int]]:
    return sorted(counted.items(), key=lambda one: (one[0] is None, -one[1], one[0] or ""))


@dataclass(frozen=True, slots=True)
class Listed:
    """The questions, or the tickets, that a number of an issue is made of; `total` is that number."""

    what: str
    total: int
    questions: list[Asked]
    tickets: list[Handed]
    topic: str | None = None
    locality: str | None = None


def behind(
    connection: Connection, figures: Figures, what: str, topic: str | None = None, locality: str | None = None
) -> Listed:
    """What a number is made of: `new` (of a topic, a place or all), `late`, `resolved`, `again` (tickets of a year).

    A topic or place of "" is that of those without one. `not_found` for anything else.
    """
    if what == "new":
        groups = [
            one
            for one in figures["groups"]
            if (topic is None or (not one["rest"] and (one["topic"] or "") == topic))
            and (locality is None or (not one["rest"] and (one["locality"] or "") == locality))
        ]
        ids = sorted((number for one in groups for number in one["ids"]), reverse=True)[:SHOWN]
        asked = [_asked(row) for row in _questions(connection, ids)]
        return Listed(what, sum(one["questions"] for one in groups), asked, [], topic, locality)
    if what in ("late", "resolved"):
        counted = figures["late"] if what == "late" else figures["resolved"]
        return Listed(what, counted["tickets"], [], _tickets(connection, counted["numbers"][:SHOWN]))
    if what == "again":
        numbers = [
            number
            for one in figures["repeats"]
            if (one["topic"], one["locality"]) == (topic, locality)
            for number in one["tickets"]
        ]
        return Listed(what, len(numbers), [], _tickets(connection, numbers), topic, locality)
    raise Refused("not_found", "There is nothing at this address.")


def _questions(connection: Connection, ids: Sequence[int]) -> Sequence[Row[Any]]:
    if not ids:
        return []
    found = select(question, broadcast.c.title.label("home")).join(broadcast, broadcast.c.id == question.c.broadcast_id)
    return connection.execute(found.where(question.c.id.in_(ids)).order_by(question.c.received_at.desc())).all()


def _asked(row: Row[Any]) -> Asked:
    return Asked(
        row.number,
        row.home,
        hidden(row.air_text or row.text, row.let_through) or "",
        row.topic,
        hidden(row.locality, row.let_through),
        row.state,
        row.askers,
        row.received_at,
    )


def _tickets(connection: Connection, numbers: Sequence[str]) -> list[Handed]:
    columns: tuple[Any, ...] = (
        ticket,
        *(question.c.text, question.c.air_text, question.c.let_through, question.c.topic, question.c.locality),
    )
    found = select(*columns).join(question, question.c.id == ticket.c.question_id)
    rows = connection.execute(found.where(ticket.c.number.in_(numbers)).order_by(ticket.c.resolution_due, ticket.c.id))
    return [
        Handed(
            row.number,
            row.department,
            hidden(row.air_text or row.text, row.let_through) or "",
            row.topic,
            hidden(row.locality, row.let_through),
            row.state,
            row.resolution_due,
            row.resolved_at,
        )
        for row in rows
    ]
