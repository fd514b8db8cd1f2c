"""Around the list of tickets: how many stand under each of its tabs; and what can be chosen from."""

from __future__ import annotations

import time

from sqlalchemy import Connection

from live.protocol.answers.tickets import PersonOffered, PressingCounts, TicketCounts, TicketOffers
from live.store.centre import access, departments, lists
from live.store.followup import outbox, parts, tickets
from live.store.transaction import Store
from live.views.tickets.listing import Mine, of_department, owned_by, ticket_counts, unfinished_of

FRESH = 2.0
"""Seconds for which counts over all tickets are believed: many boards ask after each event."""

SHARE = 50
"""Counts are believed for this many times as long as counting took: with very many tickets it must not be all we do."""


class TicketCounting:
    """What the tabs count, the late ones and today's as they were a moment ago."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str | None, tuple[float, PressingCounts]] = {}  # until when, and what

    def of(self, department: str | None, mine: Mine, own: str | None) -> TicketCounts:
        """The unfinished of each tab; `department` limits an executor, `own` is where one is."""
        with self._store.read() as connection:
            owned = unfinished_of(connection, owned_by(mine))
            of_own = unfinished_of(connection, of_department(own)) if own else 0
            waited_for = unfinished_of(connection, parts.waited_for(own)) if own else 0
        return {"mine": owned, "department": of_own, "part": waited_for, **self._of_all(department)}

    def _of_all(self, department: str | None) -> PressingCounts:
        known = self._known.get(department)
        began = time.monotonic()
        if known is None or began > known[0]:
            with self._store.read() as connection:
                late = ticket_counts(connection, department, self._store.clock())
                # Told by hand is what only those do who see every department.
                by_hand = outbox.count_by_hand(connection) if department is None else 0
            ended = time.monotonic()
            counts: PressingCounts = {**late, "by_hand": by_hand}
            known = self._known[department] = (ended + max(FRESH, SHARE * (ended - began)), counts)
        return known[1]


def ticket_offers(connection: Connection, department: str | None) -> TicketOffers:
    """Names to choose from; an executor is told of its own department."""
    items = lists.items_of_all(connection)
    people: list[PersonOffered] = [
        {"login": row.login, "name": row.name, "department": row.department}
        for row in access.of_departments(connection)
        if department in (None, row.department)
    ]
    listed, closed = departments.offered(connection), departments.closed(connection)
    named = [
        *listed,
        *(item["department"] for item in items["topics"]),
        *(person["department"] for person in people),
        *tickets.departments_in_use(connection),
    ]
    return {
        "departments": [name for name in dict.fromkeys(named) if name and department in (None, name)],
        "listed_departments": [name for name in listed if department in (None, name)],
        "closed_departments": [name for name in closed if department in (None, name)],
        "part_departments": listed,
        "people": people,
        "topics": [item["name"] for item in items["topics"]],
        "localities": [item["name"] for item in items["localities"]],
        "departments_by_topic": {
            item["name"]: item["department"]
            for item in items["topics"]
            if item["department"] and department in (None, item["department"])
        },
    }
