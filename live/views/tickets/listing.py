"""Tickets as their screens see them, and pages of them: filtered, searched and sorted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select, text

from live.domain.ticket import CLOSED, IN_PROGRESS, PRIORITIES, RESOLVED, RUNNING
from live.protocol.answers.tickets import LateCounts, TicketsPage
from live.protocol.ticket_views import TicketView
from live.store.centre.settings import centre_zone
from live.store.followup import parts
from live.store.ids import NUMBERS, question_id
from live.store.tables import answer_version, broadcast, question, ticket
from live.views.tickets import escalation_level as escalated
from live.views.tickets.search import found_by
from live.views.tickets.view import TICKETS, ticket_views


@dataclass(frozen=True, slots=True)
class Mine:
    """Whose tickets "my tickets" are: an account's, or, for who acts by a key, those under that name.

    `department`: where they work, of which parts of answers are asked.
    """

    account: int | None
    name: str
    department: str | None = None


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """`before` is a ticket's count (a page's `next`), newest first; `offset` is for every order.

    `part`: a part of the answer is asked and not given, of the department `part_of`, or of any (None).
    """

    states: tuple[str, ...] = ()
    department: str | None = None
    mine: Mine | None = None
    overdue: bool = False
    today: bool = False
    escalated: bool = False
    approval: bool = False
    part: bool = False
    part_of: str | None = None
    kind: str | None = None
    topic: str | None = None
    locality: str | None = None
    broadcast: str | None = None
    priority: str | None = None
    q: str | None = None
    sort: str = "newest"
    before: int | None = None
    offset: int = 0
    limit: int = 50

    @property
    def presses(self) -> bool:
        return self.overdue or self.today or self.escalated or self.approval


FINISHED = (RESOLVED.value, CLOSED.value)

# As the index over them says it: with parameters in it SQLite would not know that they are the same.
_UNFINISHED = text("ticket.state NOT IN ('resolved', 'closed')")
_FINISHED = text("ticket.state IN ('resolved', 'closed')")
_RUNNING = and_(_UNFINISHED, ticket.c.state.in_([state.value for state in RUNNING]))

_BY_DUE = (ticket.c.resolution_due, ticket.c.id)

SORTS: dict[str, tuple[tuple[Any, ...], ...]] = {
    "newest": ((),),
    "due": ((_UNFINISHED,), (_FINISHED,)),
    "priority": (*((_UNFINISHED, ticket.c.priority == one) for one in reversed(PRIORITIES)), (_FINISHED,)),
}
"""The parts that an order consists of, one after the other: each by its deadline, or all with the newest first."""


def tickets_page(connection: Connection, department: str | None, wanted: TicketFilter, now: datetime) -> TicketsPage:
    """{tickets, next, total}; `department` limits an executor's. `next` is there where the newest stand first.

    With `q` they are the newest that it finds, see `search.MOST`; `total` counts these, and `more` says whether it is
    not all of them.
    """
    conditions = conditions_of(connection, department, wanted, now)
    searched = found_by(connection, wanted.q, conditions) if wanted.q else None
    if searched is not None:
        conditions.append(ticket.c.id.in_(searched.ids))
    ids, total = _read(connection, conditions, wanted)
    shown = ids[: wanted.limit]
    page: TicketsPage = {
        "tickets": views_of(connection, shown),
        "next": shown[-1] if len(ids) > wanted.limit and wanted.sort == "newest" else None,
        "total": total,
    }
    if searched is not None:
        page["more"] = searched.more
    return page


def _read(connection: Connection, conditions: list[Any], wanted: TicketFilter) -> tuple[list[int], int]:
    """The ids of a page and one more, and how many there are before and after it.

    A part of an order is read only for a page that reaches it: sorting a year of what is finished takes long.
    """
    later = [] if wanted.before is None else [ticket.c.id < wanted.before]
    order = (ticket.c.id.desc(),) if wanted.sort == "newest" else _BY_DUE
    ids: list[int] = []
    offset, most = wanted.offset, wanted.limit + 1
    for part in SORTS[wanted.sort]:
        mine = [*conditions, *later, *part]
        page = select(ticket.c.id).where(*mine).order_by(*order).offset(offset).limit(most - len(ids))
        found = connection.execute(page).scalars().all()
        ids += found
        if len(ids) == most:
            break
        offset = 0 if found or not offset else max(0, offset - _counted(connection, mine))
    return ids, _counted(connection, conditions)


def _counted(connection: Connection, conditions: list[Any]) -> int:
    return int(connection.execute(select(func.count(ticket.c.id)).where(*conditions)).scalar_one())


def views_of(connection: Connection, ids: list[int]) -> list[TicketView]:
    """The views of these tickets, in this order."""
    if not ids:
        return []
    rows = {row.id: row for row in connection.execute(TICKETS.where(ticket.c.id.in_(ids)))}
    return ticket_views(connection, [rows[found] for found in ids if found in rows])


def one_view(connection: Connection, department: str | None, number: str) -> TicketView | None:
    """A ticket as it is now; None where there is none, or this department does not see it."""
    row = connection.execute(TICKETS.where(ticket.c.number == number)).one_or_none()
    return ticket_views(connection, [row])[0] if row is not None and is_seen(connection, department, row) else None


def is_seen(connection: Connection, department: str | None, row: Row[Any]) -> bool:
    """Whether a department's people see a ticket: it is theirs, or a part of its answer is asked of them."""
    return department in (None, row.department) or parts.stands(connection, row.id, str(department))


def chosen(connection: Connection, wanted: TicketFilter, now: datetime) -> list[Any]:
    """The conditions for all that a page would show part of; with `q` for the newest that it finds."""
    conditions = conditions_of(connection, None, wanted, now)
    return [*conditions, ticket.c.id.in_(found_by(connection, wanted.q, conditions).ids)] if wanted.q else conditions


def conditions_of(
    connection: Connection, department: str | None, wanted: TicketFilter, now: datetime
) -> list[ColumnElement[bool] | Any]:
    conditions: list[Any] = []
    if department is not None:
        own = ticket.c.department == department
        # What presses is counted of the own ones alone, and so it is listed.
        conditions.append(own if wanted.presses else or_(own, parts.shared_with(department)))
    for column, value in (
        (ticket.c.department, wanted.department),
        (ticket.c.kind, wanted.kind),
        (ticket.c.priority, wanted.priority),
    ):
        if value is not None:
            conditions.append(column == value)
    for column, value in ((question.c.topic, wanted.topic), (question.c.locality, wanted.locality)):
        if value is not None:
            conditions.append(ticket.c.question_id.in_(select(question.c.id).where(column == value)))
    if wanted.states:
        conditions.append(ticket.c.state.in_(wanted.states))
        if not {*wanted.states} & {*FINISHED}:
            conditions.append(_UNFINISHED)
    if wanted.mine is not None:
        conditions.append(owned_by(wanted.mine))
    if wanted.overdue:
        conditions.append(overdue(now))
    if wanted.today:
        conditions.append(due_today(now, centre_zone(connection)))
    if wanted.escalated:
        conditions.append(escalated.escalated())
    if wanted.approval:
        conditions.append(waits_for_approval())
    if wanted.part:
        conditions.append(parts.waited_for(wanted.part_of))
    if wanted.broadcast is not None:
        conditions.append(_of_broadcast(connection, wanted.broadcast))
    return conditions


def owned_by(mine: Mine) -> ColumnElement[bool]:
    if mine.account is not None:
        return ticket.c.owner_id == mine.account
    return and_(ticket.c.owner_id.is_(None), ticket.c.owner == mine.name)


def waits_for_approval() -> ColumnElement[bool]:
    """With an answer that a coordinator is to approve."""
    waiting = select(answer_version.c.ticket_id).where(answer_version.c.fate == text("'waiting'"))
    return and_(ticket.c.state == IN_PROGRESS.value, ticket.c.approval_due.is_not(None), ticket.c.id.in_(waiting))


def overdue(now: datetime) -> ColumnElement[bool]:
    """Past the limit that its clock runs against; one whose clock stands is not late."""
    no_reaction = and_(ticket.c.reacted_at.is_(None), ticket.c.reaction_due < now)
    return and_(_RUNNING, or_(ticket.c.resolution_due < now, no_reaction))


def due_today(now: datetime, zone: str) -> ColumnElement[bool]:
    """With a limit that falls on the day that it is in `zone`, passed already or not."""
    timezone = ZoneInfo(zone)
    today = now.astimezone(timezone).date()
    begins = datetime.combine(today, time(), timezone)
    ends = datetime.combine(today + timedelta(days=1), time(), timezone)

    def falls(column: Any) -> ColumnElement[bool]:
        return and_(column >= begins, column < ends)

    return and_(
        _RUNNING, or_(falls(ticket.c.resolution_due), and_(ticket.c.reacted_at.is_(None), falls(ticket.c.reaction_due)))
    )


def _of_broadcast(connection: Connection, slug: str) -> ColumnElement[bool]:
    found = connection.execute(select(broadcast.c.id).where(broadcast.c.slug == slug)).scalar_one_or_none()
    lowest = question_id(found or 0, 0)
    return ticket.c.question_id.between(lowest, lowest + NUMBERS - 1)


def ticket_counts(connection: Connection, department: str | None, now: datetime) -> LateCounts:
    """{overdue, today, escalated, approval} of all tickets, or of one department's."""
    own = [] if department is None else [ticket.c.department == department]
    zone = centre_zone(connection)

    def counted(condition: Any) -> int:
        return int(connection.execute(select(func.count(ticket.c.id)).where(condition, *own)).scalar_one())

    return {
        "overdue": counted(overdue(now)),
        "today": counted(due_today(now, zone)),
        "escalated": counted(escalated.escalated()),
        "approval": counted(waits_for_approval()),
    }


def of_department(name: str) -> ColumnElement[bool]:
    return ticket.c.department == name


def unfinished_of(connection: Connection, condition: ColumnElement[bool]) -> int:
    """How many that meet a condition are still worked on."""
    return int(connection.execute(select(func.count(ticket.c.id)).where(condition, _UNFINISHED)).scalar_one())
