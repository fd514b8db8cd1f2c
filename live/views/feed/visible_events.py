"""Events as a screen may see them, rendered from the rows as they are now.

`Sight` loads what a run of events needs once, in one read transaction; each screen's part is cut from it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select
from sqlalchemy.exc import InterfaceError, OperationalError

from live.store.show import links, prompters
from live.store.tables import call, ticket
from live.views.admin.lists import centre_lists
from live.views.render import (
    broadcast_view,
    call_views,
    link_view,
    message_views,
    prompter_view,
    question_views,
    stamp,
)
from live.views.screens import Screen
from live.views.tickets.listing import TICKETS, ticket_view

WINDOW = 200
"""How many of the newest a screen holds, besides what is shortlisted and on air."""


class Sight:
    """A run of one log's events with the rows that they speak of.

    `broken`: the events that could not be rendered, by number, and why. A newer program's event or one bad row must
    stop no screen: such an event is told as broken, and the screen takes a snapshot.
    """

    def __init__(self, connection: Connection, broadcast: Row[Any], events: Sequence[Row[Any]]) -> None:
        self.events = events
        self.broken: dict[int, Exception] = {}
        self.broadcast = broadcast_view(broadcast)
        self.contacts_for_head = bool(broadcast.head_sees_contacts)
        self.questions: dict[int, dict[str, Any]] = {}
        self.messages: dict[int, dict[str, Any]] = {}
        self.prompters: dict[str, dict[str, Any]] = {}
        self.links: dict[int, dict[str, Any]] = {}
        self.calls: dict[int, dict[str, Any]] = {}
        self.tickets: dict[str, dict[str, Any]] = {}
        self.rescheduled: dict[str, Row[Any]] = {}
        self.lists: dict[str, Any] = {}
        if not self._loads(connection, broadcast.id, events):
            for event in events:
                self._loads(connection, broadcast.id, [event])

    def _loads(self, connection: Connection, broadcast_id: int, events: Sequence[Row[Any]]) -> bool:
        """Whether all that these events speak of is loaded; a single one that cannot be is broken."""
        try:
            self._load(connection, broadcast_id, events)
        except (OperationalError, InterfaceError):
            raise  # The database is away.
        except Exception as error:
            if len(events) == 1:
                self.broken[events[0].seq] = error
            return False
        return True

    def _load(self, connection: Connection, broadcast_id: int, events: Sequence[Row[Any]]) -> None:
        """All that these events speak of. What is asked for is gathered first: no statement is made of odd data."""
        messages = {_number(e.data["message"]) for e in events if e.type.startswith("presenter.")}
        devices = {_text(e.data["device"]) for e in events if e.type == "prompter.adjusted"}
        linked = {_number(e.data["link"]) for e in events if e.type.startswith("link.")}
        opened = {_text(n) for e in events if e.type == "tickets.opened" for n in e.data["tickets"]}
        moved = {_text(n) for e in events if e.type == "tickets.rescheduled" for n in e.data["tickets"]}
        called = {e.call for e in events if e.call}
        numbers = opened | {e.ticket for e in events if e.ticket}
        self.questions |= question_views(connection, broadcast_id, {e.question for e in events if e.question})
        if messages:
            self.messages |= message_views(connection, messages)
        if devices:
            adjusted = prompters.of_devices(connection, broadcast_id, devices)
            self.prompters |= {row.device: prompter_view(row) for row in adjusted}
        if linked:
            self.links |= {row.id: link_view(row) for row in links.by_ids(connection, linked)}
        if called:
            self.calls |= call_views(connection, call.c.id.in_(called))
        if numbers:
            rows = connection.execute(TICKETS.where(ticket.c.number.in_(sorted(numbers)))).all()
            self.tickets |= {row.number: ticket_view(row) for row in rows}
        if moved:
            self.rescheduled |= _rescheduled(connection, moved)
        if any(e.type == "lists.changed" for e in events):
            self.lists = centre_lists(connection)

    def through(self, screen: Screen, department: str | None = None) -> list[dict[str, Any]]:
        """The events that this screen may see, in order; `department` limits an executor's tickets.

        A broken one is told to every screen: who may see it cannot be known.
        """
        rendered = (self._render(event, screen, department) for event in self.events)
        return [body for body in rendered if body is not None]

    def _render(self, event: Row[Any], screen: Screen, department: str | None) -> dict[str, Any] | None:
        if event.seq not in self.broken:
            try:
                body = self._see(event, screen, department)
                return None if body is None else {**_envelope(event), **body}
            except Exception as error:
                self.broken[event.seq] = error
        return {"seq": event.seq, "at": stamp(event.at), "type": event.type, "broken": True}

    def _see(self, event: Row[Any], screen: Screen, department: str | None) -> dict[str, Any] | None:
        if screen.tickets:
            return self._see_ticket(event, department)
        if event.type.startswith("broadcast."):
            return {"was": event.was, "state": event.state, "broadcast": self.broadcast}
        if event.type == "lists.changed":
            return {"lists": self.lists} if screen.lists else None
        if event.type.startswith("presenter."):
            return {"message": self.messages[event.data["message"]]} if screen.messages else None
        if event.type.startswith("prompter."):
            return self._see_prompter(event) if screen.prompters else None
        if event.type.startswith("link."):
            return {"link": self.links[event.data["link"]]} if screen.links else None
        if event.type == "questions.ticketed":
            return {**_see_slice(event, screen), "broadcast": self.broadcast}
        if event.type.startswith("call."):
            return self._see_call(event, screen)
        return self._see_question(event, screen)

    def _see_question(self, event: Row[Any], screen: Screen) -> dict[str, Any] | None:
        view = self.questions.get(event.question)
        visible = view is not None and screen.sees(view)
        if not (visible or screen.counts(event.was) or screen.counts(event.state)):
            return None
        body = {"question": event.question, "state": event.state, **(event.data or {})}
        if event.was is not None:
            body["was"] = event.was
        body["view"] = self._shown(view, screen) if visible and view else None
        return body

    def _see_call(self, event: Row[Any], screen: Screen) -> dict[str, Any] | None:
        body: dict[str, Any] = {"call": event.call, **(event.data or {})}
        if screen.calls:
            body["caller"] = self.calls.get(event.call)
        view = self.questions.get(event.question) if event.question else None
        if view is not None and screen.sees(view):
            # Of the question itself nothing has changed but its caller.
            unmoved = {"question": event.question, "was": view["state"], "state": view["state"]}
            return {**body, **unmoved, "view": self._shown(view, screen)}
        return body if screen.calls else None

    def _see_prompter(self, event: Row[Any]) -> dict[str, Any]:
        """What a device shows now; nothing of one that was forgotten, by this event or since."""
        device = event.data["device"]
        known = self.prompters.get(device) if event.type == "prompter.adjusted" else None
        return {"device": device, "prompter": known}

    def _shown(self, view: dict[str, Any], screen: Screen) -> dict[str, Any]:
        return screen.shown(view, screen.name == "head" and self.contacts_for_head)

    def _see_ticket(self, event: Row[Any], department: str | None) -> dict[str, Any] | None:
        if event.type == "tickets.removed":
            return {"state": None}
        if event.type == "tickets.opened":
            return self._see_opened(event, department)
        if event.type == "tickets.rescheduled":
            return self._see_rescheduled(event, department)
        view = self.tickets.get(event.ticket)
        if view is None:
            return None
        told = event.data or {}
        body = {"ticket": event.ticket, "was": event.was, "state": event.state, **told, "view": view}
        if department is None:
            return body
        # A department counts what was its own before and after this; it sees what is its own by now.
        if told.get("from", told["department"]) != department:
            body["was"] = None
        if told["department"] != department:
            body["state"] = None
        if view["department"] != department:
            body["view"] = None
        return body if body["was"] or body["state"] or body["view"] else None

    def _see_opened(self, event: Row[Any], department: str | None) -> dict[str, Any] | None:
        """A slice's tickets: a department counts those made for it, and sees those that are its own by now."""
        views = [self.tickets[n] for n in event.data["tickets"] if n in self.tickets]
        count = len(event.data["tickets"])
        if department is not None:
            views = [view for view in views if view["department"] == department]
            count = event.data.get("departments", {}).get(department, 0)
        if not (count or views):
            return None
        return {"count": count, "views": views[-WINDOW:], "state": event.state}

    def _see_rescheduled(self, event: Row[Any], department: str | None) -> dict[str, Any] | None:
        rows = [self.rescheduled[n] for n in event.data["tickets"] if n in self.rescheduled]
        dues = [
            {
                "ticket": row.number,
                "reaction_due": stamp(row.reaction_due),
                "resolution_due": stamp(row.resolution_due),
            }
            for row in rows
            if department in (None, row.department)
        ]
        return {"dues": dues} if dues else None


def _number(value: Any) -> int:
    if type(value) is not int:
        raise TypeError(f"{value!r} is no number")
    return value


def _text(value: Any) -> str:
    if type(value) is not str:
        raise TypeError(f"{value!r} is no text")
    return value


def _rescheduled(connection: Connection, numbers: Collection[str]) -> dict[str, Row[Any]]:
    """Of tickets whose deadlines alone have moved, many at a time, no whole view is told."""
    due = select(ticket.c.number, ticket.c.department, ticket.c.reaction_due, ticket.c.resolution_due)
    rows: Sequence[Any] = connection.execute(due.where(ticket.c.number.in_(sorted(numbers)))).all()
    return {row.number: row for row in rows}


def _envelope(event: Row[Any]) -> dict[str, Any]:
    by = {"name": event.by_name, "role": event.by_role} if event.by_name is not None else None
    return {"seq": event.seq, "at": stamp(event.at), "type": event.type, "by": by}


def _see_slice(event: Row[Any], screen: Screen) -> dict[str, Any]:
    """A wrap's slice: the questions that were on this screen, and how many left each state."""
    listed = [q for q in event.data["questions"] if screen.calls or screen.counts(q["was"])]
    was: dict[str, int] = {}
    for item in listed if not screen.calls else ():
        was[item["was"]] = was.get(item["was"], 0) + 1
    return {"questions": listed, "was": was, "state": event.state}
