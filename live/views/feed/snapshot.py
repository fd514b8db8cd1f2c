"""A screen's whole state as of a number: what it starts from, and returns to after a gap."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, func, or_, select, union

from live.domain.call import State as CallState
from live.domain.question import ON_AIR, SHORTLISTED
from live.store.show import links, messages, prompters, questions
from live.store.tables import call, question, ticket
from live.views.admin.lists import centre_lists
from live.views.feed import visible_events
from live.views.render import (
    FULL,
    broadcast_view,
    call_views,
    link_view,
    message_view,
    prompter_view,
    seen_by,
    views_of,
)
from live.views.screens import Screen
from live.views.tickets.listing import TICKETS, log_view, ticket_view

MESSAGES = 50
REVOKED_LINKS = 20
"""How many are listed of those that were cut."""


def snapshot(
    connection: Connection, broadcast: Row[Any], screen: Screen, department: str | None = None
) -> dict[str, Any]:
    """{broadcast, counts, questions …}: what is shortlisted and on air, and the newest others that the screen sees."""
    if screen.tickets:
        return _tickets(connection, department)
    state: dict[str, Any] = {
        "broadcast": broadcast_view(broadcast),
        "counts": _counts(connection, broadcast, screen),
        "questions": _questions(connection, broadcast, screen),
    }
    if screen.lists:
        state["lists"] = centre_lists(connection)
    if screen.messages:
        state["messages"] = [message_view(row) for row in messages.latest(connection, broadcast.id, MESSAGES)]
    if screen.prompters:
        state["prompters"] = [prompter_view(row) for row in prompters.of_broadcast(connection, broadcast.id)]
    if screen.links:
        state["links"] = [link_view(row) for row in links.of_broadcast(connection, broadcast.id, REVOKED_LINKS)]
    if screen.calls:
        open_ones = (call.c.broadcast_id == broadcast.id) & or_(
            call.c.state != CallState.ENDED.value,
            call.c.question_number.is_not(None),
            or_(call.c.missed, call.c.call_back) & call.c.closed_at.is_(None),
        )
        state["calls"] = list(call_views(connection, open_ones).values())
    return state


def _counts(connection: Connection, broadcast: Row[Any], screen: Screen) -> dict[str, int]:
    counted = questions.count_by_state(connection, broadcast.id)
    return {state: count for state, count in counted.items() if screen.counts(state)}


def _questions(connection: Connection, broadcast: Row[Any], screen: Screen) -> list[dict[str, Any]]:
    mine = seen_by(broadcast, screen)
    newest = select(question.c.id).where(mine).order_by(question.c.id.desc()).limit(visible_events.WINDOW)
    of_broadcast = question.c.broadcast_id == broadcast.id
    listed = mine & of_broadcast & question.c.state.in_([SHORTLISTED.value, ON_AIR.value])
    # A union, not an OR: each half goes by its own index however many questions there are.
    ids = union(select(newest.subquery().c.id), select(question.c.id).where(listed))
    rows = connection.execute(FULL.where(question.c.id.in_(ids)).order_by(question.c.id.desc())).all()
    contacts = screen.name == "head" and bool(broadcast.head_sees_contacts)
    return [screen.shown(view, contacts) for view in views_of(connection, rows)]


def _tickets(connection: Connection, department: str | None) -> dict[str, Any]:
    mine = ticket.c.department == department if department is not None else ticket.c.id > 0
    rows = connection.execute(TICKETS.where(mine).order_by(ticket.c.id.desc()).limit(visible_events.WINDOW)).all()
    counted = connection.execute(
        select(ticket.c.state, func.count().label("tickets")).where(mine).group_by(ticket.c.state)
    )
    return {
        "broadcast": log_view(connection),
        "counts": {row.state: row.tickets for row in counted},
        "tickets": [ticket_view(row) for row in rows],
    }
