"""What a collection tells of a period: what came, what comes again, what is late, what was resolved, whose voices.

Questions count as the books count what was received, without those that were declined, blocked or handed to another
broadcast; tickets by the board's own conditions; what comes again by `views/matters/repeats`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypedDict

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, or_, select

from live.domain.broadcast import Kind
from live.domain.followup.collection import Voice, voices
from live.domain.question import BLOCKED, DECLINED, MERGED, TRANSFERRED
from live.runtime.tasks import sleep
from live.store.centre import lists
from live.store.tables import broadcast, question, ticket
from live.store.transaction import Store
from live.views.matters.repeats import repeats
from live.views.questions.masking import hidden
from live.views.tickets.listing import FINISHED, TicketFilter, conditions_of
from live.views.timestamps import stamp

LISTED = 2000
"""Questions, and as many tickets, that the lists behind an issue's numbers hold, the newest."""

MOST_GROUPS = 500
"""Pairs of topic and place that are told of by name; of more the smallest are told of together."""

REPEATED = 20
"""Pairs that are looked at for what comes again, those with the most questions."""

CANDIDATES = 200
"""Questions of which the voices are chosen, those that the most people ask."""

_UNCOUNTED = tuple(state.value for state in (DECLINED, BLOCKED, TRANSFERRED))


class Group(TypedDict):
    """Questions of one topic in one place, whose name is masked where it tells of people.

    `rest`: those of all the pairs that have no line of their own.
    """

    topic: str | None
    locality: str | None
    questions: int
    ids: list[int]
    rest: bool


class Again(TypedDict):
    """What comes again: how many questions there are of it now, tickets of the year before, and its situations."""

    topic: str
    locality: str
    questions: int
    tickets: list[str]
    more: bool
    matters: list[int]


class Counted(TypedDict):
    tickets: int
    numbers: list[str]


class Figures(TypedDict):
    """`voices` are ids of questions: their texts are read where they stand, so that their terms reach them."""

    questions: int
    groups: list[Group]
    repeats: list[Again]
    late: Counted
    resolved: Counted
    voices: list[int]


@dataclass(frozen=True, slots=True)
class Scope:
    """What a collection is about. With no `topics` it is about all that is the department's."""

    department: str
    topics: tuple[str, ...] = ()
    localities: tuple[str, ...] = ()


def is_empty(figures: Figures) -> bool:
    return not (figures["questions"] or figures["late"]["tickets"] or figures["resolved"]["tickets"])


def count(store: Store, scope: Scope, since: datetime, until: datetime) -> Figures:
    """In many small reads, so that nobody waits for it."""
    with store.read() as connection:
        mine = _asked(connection, scope)
        late = _tickets(connection, scope, TicketFilter(overdue=True), until)
        ended = (ticket.c.resolved_at >= since, ticket.c.resolved_at < until)
        resolved = _tickets(connection, scope, TicketFilter(states=FINISHED), until, *ended)
    counted: Counter[tuple[str | None, str | None]] = Counter()
    for conditions in _days(since, until):
        with store.read() as connection:
            columns: tuple[Any, ...] = (question.c.topic, question.c.locality)
            grouped = select(*columns, func.count().label("many")).where(*mine, *conditions).group_by(*columns)
            for row in connection.execute(grouped):
                counted[row.topic, hidden(row.locality)] += row.many
        sleep(0)
    within = (question.c.received_at >= since, question.c.received_at < until)
    with store.read() as connection:
        groups = _groups(connection, counted, [*mine, *within])
        chosen = _voices(connection, [*mine, *within])
    return {
        "questions": sum(counted.values()),
        "groups": groups,
        "repeats": list(_repeats(store, groups, since, until)),
        "late": late,
        "resolved": resolved,
        "voices": chosen,
    }


def _days(since: datetime, until: datetime) -> Iterator[tuple[ColumnElement[bool], ...]]:
    """A period in pieces of a day at most."""
    while since < until:
        after = min(since + timedelta(days=1), until)
        yield question.c.received_at >= since, question.c.received_at < after
        since = after


def _asked(connection: Connection, scope: Scope) -> list[Any]:
    """The conditions of a question that a collection is about.

    Where no topics were chosen: its ticket is the department's; or it has none yet, and its topic is. What was merged
    goes by the ticket of what it was merged into.
    """
    real = (~broadcast.c.rehearsal, broadcast.c.rehearsal_pace.is_(None), broadcast.c.kind != Kind.PRACTICE.value)
    conditions: list[Any] = [
        question.c.state.not_in(_UNCOUNTED),
        question.c.broadcast_id.in_(select(broadcast.c.id).where(*real)),
    ]
    if scope.topics:
        conditions.append(question.c.topic.in_(scope.topics))
    else:
        of_department = [
            item["name"] for item in lists.read(connection, "topics").items if item["department"] == scope.department
        ]
        root = case(
            (question.c.merged_into.is_not(None), question.c.id - question.c.number + question.c.merged_into),
            else_=question.c.id,
        )
        handed = ticket.c.question_id == root
        conditions.append(
            or_(
                exists().where(handed, ticket.c.department == scope.department),
                and_(question.c.topic.in_(of_department), ~exists().where(handed)),
            )
        )
    if scope.localities:
        conditions.append(question.c.locality.in_(scope.localities))
    return conditions


def _groups(
    connection: Connection, counted: Counter[tuple[str | None, str | None]], conditions: Sequence[Any]
) -> list[Group]:
    """The pairs with the most questions first, each with those of its questions that its list shows."""
    columns: tuple[Any, ...] = (question.c.id, question.c.topic, question.c.locality)
    newest = select(*columns).where(*conditions).order_by(question.c.received_at.desc()).limit(LISTED)
    ids: dict[tuple[str | None, str | None], list[int]] = defaultdict(list)
    for row in connection.execute(newest):
        ids[row.topic, hidden(row.locality)].append(row.id)
    ordered = sorted(counted.items(), key=lambda one: (-one[1], one[0][0] or "", one[0][1] or ""))
    groups: list[Group] = [
        {"topic": topic, "locality": locality, "questions": many, "ids": ids[topic, locality], "rest": False}
        for (topic, locality), many in ordered[:MOST_GROUPS]
    ]
    if others := ordered[MOST_GROUPS:]:
        theirs = [one for pair, _ in others for one in ids[pair]]
        many = sum(one for _, one in others)
        groups.append({"topic": None, "locality": None, "questions": many, "ids": theirs, "rest": True})
    return groups


def _repeats(store: Store, groups: Sequence[Group], since: datetime, until: datetime) -> Iterator[Again]:
    """Of the largest pairs those that more than one question is about, or that were a trouble within a year before."""
    before = stamp(since) or ""
    named = [one for one in groups if one["topic"] and one["locality"]]
    for group in named[:REPEATED]:
        topic, locality = group["topic"] or "", group["locality"] or ""
        with store.read() as connection:
            found = repeats(connection, topic, locality, until)
        sleep(0)
        tickets = [one["number"] for one in found["tickets"] if (one["created_at"] or "") < before]
        known = [one["number"] for one in found["matters"]]
        if group["questions"] > 1 or tickets or known:
            yield {
                "topic": topic,
                "locality": locality,
                "questions": group["questions"],
                "tickets": tickets,
                "more": found["more"],
                "matters": known,
            }


def _tickets(connection: Connection, scope: Scope, wanted: TicketFilter, now: datetime, *besides: Any) -> Counted:
    conditions = [*conditions_of(connection, None if scope.topics else scope.department, wanted, now), *besides]
    for column, names in ((question.c.topic, scope.topics), (question.c.locality, scope.localities)):
        if names:
            conditions.append(ticket.c.question_id.in_(select(question.c.id).where(column.in_(names))))
    many = connection.execute(select(func.count(ticket.c.id)).where(*conditions)).scalar_one()
    first = select(ticket.c.number).where(*conditions).order_by(ticket.c.resolution_due, ticket.c.id).limit(LISTED)
    return {"tickets": int(many), "numbers": list(connection.execute(first).scalars())}


def _voices(connection: Connection, conditions: Sequence[Any]) -> list[int]:
    """Of what was merged nobody is heard twice: it is what it was merged into that speaks."""
    said = func.length(func.coalesce(question.c.air_text, question.c.text)).label("said")
    columns: tuple[Any, ...] = (question.c.id, question.c.topic, question.c.locality, question.c.askers, said)
    asked = select(*columns).where(*conditions, question.c.state != MERGED.value)
    most = asked.order_by(question.c.askers.desc(), question.c.id).limit(CANDIDATES)
    return voices(Voice(row.id, row.topic, row.locality, row.askers, row.said) for row in connection.execute(most))
