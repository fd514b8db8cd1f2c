"""The books: what was received equals what became of it, and the log has no hole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, func, select

from live.domain.broadcast import ARCHIVED, WRAPPED
from live.domain.question import OPEN, State
from live.domain.ticket import Kind
from live.store.ids import question_id
from live.store.show import tallies
from live.store.tables import event, promise, question, ticket

WRAPPED_UP = frozenset({WRAPPED.value, ARCHIVED.value})
"""States in which every promise has its ticket."""


@dataclass(frozen=True, slots=True)
class Books:
    """One broadcast's account. It balances when nothing is `wrong`."""

    slug: str
    received: int
    states: dict[str, int]
    tickets: int
    events: int
    wrong: list[str] = field(default_factory=list)

    @property
    def still_open(self) -> int:
        return sum(self.states.get(state.value, 0) for state in OPEN)

    @property
    def balances(self) -> bool:
        return not self.wrong


def _promises(connection: Connection, broadcast_id: int) -> tuple[int, int]:
    """How many promises were made, and how many of them have their tickets."""
    row = connection.execute(
        select(func.count(promise.c.id), func.count(ticket.c.id))
        .outerjoin(ticket, (ticket.c.promise_id == promise.c.id) & (ticket.c.kind == Kind.PROMISE.value))
        .where(promise.c.question_id.between(question_id(broadcast_id, 0), question_id(broadcast_id + 1, 0) - 1))
    ).one()
    return row[0], row[1]


def books(connection: Connection, broadcast: Row[Any]) -> Books:
    """Account for every question of a broadcast, each once by its state, and for every number of its log."""
    counted = tallies.counted(connection, broadcast.id)
    states = {name: many for (kind, name), many in counted.items() if kind == "state"}
    of_broadcast = question.c.broadcast_id == broadcast.id
    unanswered = (
        select(func.count(ticket.c.id), func.count(ticket.c.question_id.distinct()))
        .join(question, question.c.id == ticket.c.question_id)
        .where(of_broadcast, ticket.c.kind == Kind.UNANSWERED.value)
    )
    tickets, ticketed_questions = connection.execute(unanswered).one()
    count, first, last = connection.execute(
        select(func.count(), func.min(event.c.seq), func.max(event.c.seq)).where(
            event.c.broadcast_id == broadcast.id, event.c.seq > broadcast.floor
        )
    ).one()
    result = Books(broadcast.slug, broadcast.last_number - broadcast.removed, states, tickets, count)
    wrong = result.wrong
    stored = sum(states.values())
    if stored + broadcast.removed != broadcast.last_number:
        wrong.append(
            f"{broadcast.last_number} numbers were given and {broadcast.removed} taken away with a rehearsal, "
            f"but {stored} questions are stored"
        )
    ticketed = states.get(State.TICKETED.value, 0)
    if tickets != ticketed or ticketed_questions != ticketed:
        wrong.append(f"{ticketed} questions are ticketed, but there are {tickets} tickets of {ticketed_questions}")
    promised, with_tickets = _promises(connection, broadcast.id)
    if with_tickets > promised or (broadcast.state in WRAPPED_UP and with_tickets != promised):
        wrong.append(f"{promised} promises were made on air, but {with_tickets} of them have tickets")
    if states.get(State.ON_AIR.value, 0) > 1:
        wrong.append("more than one question is on air")
    if count != broadcast.head - broadcast.floor or (count and (first, last) != (broadcast.floor + 1, broadcast.head)):
        wrong.append(
            f"the log should run from {broadcast.floor + 1} to {broadcast.head}, but holds {count} events "
            f"from {first} to {last}"
        )
    arrivals = connection.execute(
        select(func.count()).where(
            event.c.broadcast_id == broadcast.id, event.c.type.in_(["question.received", "question.added"])
        )
    ).scalar_one()
    if broadcast.floor == 0 and arrivals + broadcast.removed != broadcast.last_number:
        wrong.append(f"{broadcast.last_number} questions were received, but the log tells of {arrivals}")
    kept = tallies.kept(connection, broadcast.id)
    for kind, name in sorted(kept.keys() | counted.keys()):
        if kept[kind, name] != counted[kind, name]:
            wrong.append(
                f"kept of the {kind} “{name}”: {kept[kind, name]}, counted: {counted[kind, name]}; "
                "the command recount puts it right"
            )
    return result
