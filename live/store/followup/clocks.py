"""Tickets' clocks in rows: what was stored of one gives its due times anew, by whatever calendar holds now."""

from __future__ import annotations

import json
import zoneinfo
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from operator import gt
from pathlib import Path
from typing import Any

import tzdata  # type: ignore[import-untyped]  # It has no types.
from sqlalchemy import Connection, Row, func, insert, select, update

from live.domain.deadline import Dues, Pause
from live.domain.ticket import UNFINISHED
from live.store.centre import lists
from live.store.centre.calendar import Reckoning, reckoning
from live.store.followup import parts
from live.store.tables import broadcast, meta, promise, question, ticket, ticket_pause
from live.store.text import dumps
from live.store.transaction import Transaction

HOLIDAYS = [int(part) for part in version("holidays").split(".") if part.isdecimal()]
"""A newer one may know the moved days of a further year."""


def zones_version(folders: Iterable[str]) -> str:
    """The version of the zones' data, such as 2026b: the system's where it tells it, otherwise the package's."""
    for folder in folders:
        told = Path(folder, "tzdata.zi")
        if told.is_file():
            with told.open() as file:
                return file.readline().removeprefix("# version ").strip()
    return str(tzdata.IANA_VERSION)


ZONES = zones_version(zoneinfo.TZPATH)
"""A newer one may know that a region's clocks are set otherwise."""

_CLOCKS = (
    select(
        ticket.c.id,
        ticket.c.number,
        ticket.c.priority,
        ticket.c.track,
        ticket.c.reaction_due,
        ticket.c.resolution_due,
        ticket.c.reacted_at,
        func.coalesce(ticket.c.clock_from, ticket.c.created_at).label("runs_from"),
        question.c.topic,
        broadcast.c.zone,
        promise.c.due.label("promised"),
    )
    .join(question, question.c.id == ticket.c.question_id)
    .join(broadcast, broadcast.c.id == question.c.broadcast_id)
    .outerjoin(promise, promise.c.id == ticket.c.promise_id)
    .order_by(ticket.c.id)
)


def of_tickets(connection: Connection, ids: Sequence[int]) -> Sequence[Any]:
    """What the clocks of these tickets are reckoned from, in the order of their numbers."""
    return connection.execute(_CLOCKS.where(ticket.c.id.in_(ids))).all()


def running(connection: Connection, after: int, most: int) -> list[int]:
    """The first ids after this one of tickets that have a deadline before them."""
    open_ones = ticket.c.state.in_([state.value for state in UNFINISHED])
    found = select(ticket.c.id).where(open_ones, ticket.c.id > after).order_by(ticket.c.id).limit(most)
    return list(connection.execute(found).scalars())


def pauses(connection: Connection, ticket_ids: Iterable[int]) -> dict[int, list[Pause]]:
    """When each ticket's clock stood. A pause that still lasts is none yet: until it ends, the due times stand too."""
    ended = ticket_pause.c.ticket_id.in_(list(ticket_ids)) & ticket_pause.c.until.is_not(None)
    stood: dict[int, list[Pause]] = {}
    for row in connection.execute(select(ticket_pause).where(ended).order_by(ticket_pause.c.since)):
        stood.setdefault(row.ticket_id, []).append((row.since, row.until))
    return stood


def compute(by: Reckoning, clock: Row[Any], stood: Sequence[Pause], **otherwise: Any) -> Dues:
    """When a ticket falls due; `otherwise`: what becomes of its facts with the change that is under way."""
    facts = {**clock._mapping, **otherwise}
    return by.dues(
        facts["zone"],
        facts["runs_from"],
        facts["topic"],
        facts["priority"],
        facts["track"],
        promised=facts["promised"],
        pauses=stood,
        reacted=facts["reacted_at"],
    )


def recalculate(tx: Transaction, ticket_id: int, **otherwise: Any) -> dict[str, Any]:
    """The due times' columns of one ticket, with what becomes of its facts: priority, track, runs_from, reacted_at."""
    [clock] = of_tickets(tx.connection, [ticket_id])
    stood = pauses(tx.connection, [ticket_id]).get(ticket_id, [])
    found = compute(reckoning(tx.connection), clock, stood, **otherwise)
    return {"reaction_due": found.reaction, "resolution_due": found.resolution}


def restart(tx: Transaction, row: Row[Any], **otherwise: Any) -> dict[str, Any]:
    """A ticket's columns when its clock begins anew, reopened or a formal appeal now: nobody has reacted to it yet."""
    due = recalculate(tx, row.id, runs_from=tx.now, reacted_at=None, **otherwise)
    return {"clock_from": tx.now, "reacted_at": None, **due}


def columns_of_a_restart(tx: Transaction, row: Row[Any]) -> dict[str, Any]:
    """A ticket's columns when it is worked on again after its answer: its clock begins anew, and that of its parts."""
    anew, due = {"resolved_at": None, "closed_at": None, "approval_due": None}, restart(tx, row)
    parts.restart(tx, row.id, due["resolution_due"])
    return {"reopened": row.reopened + 1, **anew, **due}


def stop(tx: Transaction, row: Row[Any]) -> None:
    """The clock stands from now on."""
    tx.connection.execute(insert(ticket_pause).values(ticket_id=row.id, since=tx.now))


def run_on(tx: Transaction, row: Row[Any]) -> None:
    """The clock runs again."""
    lasting = (ticket_pause.c.ticket_id == row.id) & ticket_pause.c.until.is_(None)
    tx.connection.execute(update(ticket_pause).where(lasting).values(until=tx.now))


def store(tx: Transaction, due: Dues, ticket_ids: Sequence[int]) -> None:
    """The same due times for all of these tickets."""
    these = update(ticket).where(ticket.c.id.in_(ticket_ids))
    tx.connection.execute(these.values(reaction_due=due.reaction, resolution_due=due.resolution))


def marks(connection: Connection) -> list[Any]:
    """By what tickets are reckoned now: the versions of the two lists, of the country's own calendar and of its zones.

    Each only grows.
    """
    return [*lists.versions(connection, "calendar", "deadlines"), HOLIDAYS, ZONES]


@dataclass(frozen=True, slots=True)
class Progress:
    """By which marks every open ticket is reckoned, and by which the tickets up to id `done` are already."""

    marks: list[Any]
    towards: list[Any]
    done: int = 0

    def is_behind(self, marks: list[Any]) -> bool:
        """Whether something is newer now: of two processes that know different versions only one moves deadlines."""
        return len(self.marks) != len(marks) or any(map(gt, marks, self.marks))


TICKETS, QUESTIONS = "clocks", "question_clocks"
"""Whose clocks are reckoned anew; each has its own progress."""


def progress(connection: Connection, whose: str = TICKETS) -> Progress:
    value = connection.execute(select(meta.c.value).where(meta.c.name == whose)).scalar_one_or_none()
    if value is None:
        return Progress([], [])
    return Progress(**json.loads(value))


def note(tx: Transaction, come: Progress, whose: str = TICKETS) -> None:
    value = {"value": dumps(asdict(come))}
    if not tx.connection.execute(update(meta).where(meta.c.name == whose).values(value)).rowcount:
        tx.connection.execute(insert(meta).values(name=whose, **value))


def begin_anew(tx: Transaction) -> None:
    """A broadcast is in another zone now: the clocks of all that is open are reckoned anew."""
    for whose in (TICKETS, QUESTIONS):
        note(tx, Progress([], []), whose)
