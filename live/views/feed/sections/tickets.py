"""The centre's tickets, and how many there are in each state.

An executor sees the own department's, and those of others of whose answer this department has a part to give; of these
it counts alone how many there are (`shared`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select

from live.domain.followup.part import STANDING
from live.protocol.ticket_views import DueView, TicketView
from live.protocol.views import Snapshot
from live.store.followup import parts
from live.store.tables import ticket
from live.views.feed.sections.section import Body, Reader, Section, text
from live.views.tickets.view import TICKETS, ticket_views
from live.views.timestamps import stamp


@dataclass(frozen=True, slots=True)
class TicketRows:
    """Views by number; of tickets whose deadlines alone have moved, many at a time, who sees them and these."""

    views: dict[str, TicketView]
    dues: dict[str, tuple[set[str | None], DueView]]


class Tickets(Section[TicketRows]):
    name = "tickets"
    keys = ("counts", "tickets")
    field = "view"
    limit = 200
    subjects = frozenset({"ticket", "tickets", "reply"})
    hears_unknown = True

    def snapshot(self, connection: Connection, broadcast: Row[Any], reader: Reader) -> Snapshot:
        """The newest."""
        department = reader.department
        mine = ticket.c.department == department if department is not None else ticket.c.id > 0
        shared = parts.standing(connection, department) if department else 0
        seen = or_(mine, parts.shared_with(department)) if department and shared else mine
        rows = connection.execute(TICKETS.where(seen).order_by(ticket.c.id.desc()).limit(self.limit)).all()
        counted = connection.execute(
            select(ticket.c.state, func.count().label("tickets")).where(mine).group_by(ticket.c.state)
        )
        counts = {row.state: row.tickets for row in counted}
        return {
            "counts": {**counts, "shared": shared} if shared else counts,
            "tickets": ticket_views(connection, rows),
        }

    @classmethod
    def load(cls, connection: Connection, broadcast: Row[Any], events: Sequence[Row[Any]]) -> TicketRows:
        opened = {text(one) for event in events if event.type == "tickets.opened" for one in event.data["tickets"]}
        moved = {text(one) for event in events if event.type == "tickets.rescheduled" for one in event.data["tickets"]}
        numbers = opened | {event.ticket for event in events if event.ticket}
        return TicketRows(_views(connection, sorted(numbers)), _dues(connection, sorted(moved)))

    def render(self, event: Row[Any], rows: TicketRows, reader: Reader) -> Body | None:
        department = reader.department
        if event.type == "tickets.removed":
            return {"state": None}
        if event.type == "tickets.opened":
            return self._render_opened(event, rows, department)
        if event.type == "tickets.rescheduled":
            return _render_rescheduled(event, rows, department)
        view = rows.views.get(event.ticket)
        if view is None:
            return None
        data = event.data or {}
        body: Body = {"ticket": event.ticket, "was": event.was, "state": event.state, **data, "view": view}
        if department is None:
            return body
        if shared := _shared(event.type, data, department):
            body["shared"] = shared
        # A department counts what was its own before and after this; it sees what is its own by now.
        if data.get("from", data["department"]) != department:
            body["was"] = None
        if data["department"] != department:
            body["state"] = None
        if not _is_seen(view, department):
            body["view"] = None
        return body if shared or body["was"] or body["state"] or body["view"] else None

    def _render_opened(self, event: Row[Any], rows: TicketRows, department: str | None) -> Body | None:
        """A slice's tickets: a department counts those made for it, and sees those that are its own by now."""
        views = [rows.views[one] for one in event.data["tickets"] if one in rows.views]
        count = len(event.data["tickets"])
        if department is not None:
            views = [view for view in views if _is_seen(view, department)]
            count = event.data.get("departments", {}).get(department, 0)
        if not (count or views):
            return None
        return {"count": count, "views": views[-self.limit :], "state": event.state}


def _views(connection: Connection, numbers: Sequence[str]) -> dict[str, TicketView]:
    if not numbers:
        return {}
    rows = connection.execute(TICKETS.where(ticket.c.number.in_(numbers))).all()
    return {view["number"]: view for view in ticket_views(connection, rows)}


def _is_seen(view: TicketView, department: str) -> bool:
    """Whether a department sees a ticket by now: its own, or by a part that stands."""
    return view["department"] == department or department in _sharers(view)


def _sharers(view: TicketView) -> set[str]:
    return {one["department"] for one in view["parts"] if one["state"] in STANDING}


_ENDS = ("ticket.part_declined", "ticket.part_dropped")


def _shared(type_: str, data: Mapping[str, Any], department: str) -> int:
    """By how many the tickets change that a department sees by its parts."""
    if type_ == "ticket.part_moved":
        return int(data["of"] == department) - int(data["was_of"] == department)
    if data.get("of") != department:
        return 0
    return 1 if type_ == "ticket.part_asked" else -1 if type_ in _ENDS else 0


_DUE = select(ticket.c.id, ticket.c.number, ticket.c.department, ticket.c.reaction_due, ticket.c.resolution_due)


def _dues(connection: Connection, numbers: Sequence[str]) -> dict[str, tuple[set[str | None], DueView]]:
    if not numbers:
        return {}
    rows: Sequence[Any] = connection.execute(_DUE.where(ticket.c.number.in_(numbers))).all()
    seen: dict[int, set[str | None]] = {row.id: {None, row.department} for row in rows}
    for one in parts.of_tickets(connection, list(seen)):
        if one.state in STANDING:
            seen[one.ticket_id].add(one.department)
    return {row.number: (seen[row.id], _due_view(row)) for row in rows}


def _due_view(row: Row[Any]) -> DueView:
    return {
        "ticket": row.number,
        "reaction_due": stamp(row.reaction_due),
        "resolution_due": stamp(row.resolution_due),
    }


def _render_rescheduled(event: Row[Any], rows: TicketRows, department: str | None) -> Body | None:
    moved = [rows.dues[one] for one in event.data["tickets"] if one in rows.dues]
    dues = [due for seen_by, due in moved if department in seen_by]
    return {"dues": dues} if dues else None
