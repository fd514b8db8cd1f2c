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


NUMBERS = "{given} numbers were given and {removed} taken away with a rehearsal, but {stored} questions are stored"
TICKETS = "{ticketed} questions are ticketed, but there are {tickets} tickets of {questions}"
PROMISES = "{promised} promises were made on air, but {tickets} of them have tickets"
ON_AIR = "more than one question is on air"
LOG = "the log should run from {first} to {last}, but holds {events} events from {holds_first} to {holds_last}"
ARRIVALS = "{received} questions were received, but the log tells of {arrivals}"
TALLY = "kept of the {kind} “{name}”: {kept}, counted: {counted}; the command recount puts it right"


@dataclass(frozen=True, slots=True)
class Wrong:
    """What does not balance: a sentence of those above, and its figures."""

    sentence: str
    figures: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence.format(**self.figures)


@dataclass(frozen=True, slots=True)
class Books:
    """One broadcast's account. It balances when nothing is `wrong`."""

    slug: str
    received: int
    states: dict[str, int]
    tickets: int
    events: int
    wrong: list[Wrong] = field(default_factory=list)

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
        wrong.append(Wrong(NUMBERS, {"given": broadcast.last_number, "removed": broadcast.removed, "stored": stored}))
    ticketed = states.get(State.TICKETED.value, 0)
    if tickets != ticketed or ticketed_questions != ticketed:
        wrong.append(Wrong(TICKETS, {"ticketed": ticketed, "tickets": tickets, "questions": ticketed_questions}))
    promised, with_tickets = _promises(connection, broadcast.id)
    if with_tickets > promised or (broadcast.state in WRAPPED_UP and with_tickets != promised):
        wrong.append(Wrong(PROMISES, {"promised": promised, "tickets": with_tickets}))
    if states.get(State.ON_AIR.value, 0) > 1:
        wrong.append(Wrong(ON_AIR))
    whole = (broadcast.floor + 1, broadcast.head)
    if count != broadcast.head - broadcast.floor or (count and (first, last) != whole):
        held = {"events": count, "holds_first": first, "holds_last": last}
        wrong.append(Wrong(LOG, {"first": whole[0], "last": whole[1], **held}))
    arrivals = connection.execute(
        select(func.count()).where(
            event.c.broadcast_id == broadcast.id, event.c.type.in_(["question.received", "question.added"])
        )
    ).scalar_one()
    if broadcast.floor == 0 and arrivals + broadcast.removed != broadcast.last_number:
        wrong.append(Wrong(ARRIVALS, {"received": broadcast.last_number, "arrivals": arrivals}))
    kept = tallies.kept(connection, broadcast.id)
    for kind, name in sorted(kept.keys() | counted.keys()):
        if kept[kind, name] != counted[kind, name]:
            figures = {"kept": kept[kind, name], "counted": counted[kind, name]}
            wrong.append(Wrong(TALLY, {"kind": kind, "name": name, **figures}))
    return result
