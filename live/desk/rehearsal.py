"""A rehearsal on a real broadcast before its show: invented questions and calls come in until its reset.

The reset takes every trace of it out. What residents really asked meanwhile stays; what of it was on air or answered
goes back to the list. Never possible once the show has aired: a rehearsal begins only before that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from typing import Annotated, Any

import structlog
from pydantic import Field
from sqlalchemy import Row, delete, or_, select, update

from live.desk import caller
from live.desk.calls import ring
from live.desk.invented import questions as invented
from live.desk.merging import add_askers, ancestors
from live.desk.moderate import place
from live.domain import broadcast as rules
from live.domain import question as question_rules
from live.domain.events import Event
from live.domain.people import By
from live.domain.refused import Refused
from live.domain.submission import Submission
from live.domain.ticket import Kind
from live.runtime.tasks import sleep
from live.store.commands import Body, Commands
from live.store.followup import tickets
from live.store.ids import TICKETS_LOG, question_id
from live.store.show import broadcasts, questions
from live.store.tables import broadcast, call, event, message, outbox, promise, question, revision, ticket
from live.store.transaction import Store, Transaction

log = structlog.get_logger()

COMMANDS = Commands()

ORIGIN = "rehearsal"
LOOK = 0.5
"""Seconds between two looks at whether a rehearsal's next question is due."""
MOST = 2000
"""Questions and calls after which a rehearsal left running falls silent: its reset is one transaction."""
CALLS = 12
"""Every so many questions a call rings."""
TRACE = "rehearsal.trace"
"""What is left in the log of what a rehearsal did: a number without a hole, and nothing else."""

AIR = ("question.taken", "question.answered", "question.reopened", "question.promised", "question.wanted")
"""What can only have happened in the rehearsal, since the show has not aired."""


class Pace(Body):
    pace: Annotated[float, Field(ge=0.5, le=60.0, description="seconds between two questions")] = 3.0


def _change(tx: Transaction, row: Row[Any], verb: str, by: By, **columns: Any) -> None:
    change = rules.rehearse(broadcasts.to_domain(row), verb)
    values = {"state": change.broadcast.state.value, "version": change.broadcast.version, **columns}
    tx.connection.execute(update(broadcast).where(broadcast.c.id == row.id).values(**values))
    tx.append(row.id, change.events, by)


@COMMANDS.add("rehearsal.start", rules.WHO, Pace)
def start(tx: Transaction, row: Row[Any], body: Pace, by: By) -> None:
    _change(tx, row, "start", by, rehearsal_pace=body.pace, rehearsal_at=tx.now, rehearsal_sent=0)


@COMMANDS.add("rehearsal.pace", rules.WHO, Pace)
def pace(tx: Transaction, row: Row[Any], body: Pace, by: By) -> None:
    _change(tx, row, "pace", by, rehearsal_pace=body.pace, rehearsal_at=tx.now)


@COMMANDS.add("rehearsal.stop", rules.WHO, Body)
def stop(tx: Transaction, row: Row[Any], body: Body, by: By) -> None:
    """Nothing more comes in; the rehearsal goes on until its reset."""
    _change(tx, row, "stop", by, rehearsal_pace=0.0, rehearsal_at=None)


@COMMANDS.add("rehearsal.reset", rules.WHO, Body, tickets=True)
def reset(tx: Transaction, row: Row[Any], body: Body, by: By) -> dict[str, Any]:
    """Every trace out: as if nothing but what residents asked had been there."""
    rules.rehearse(broadcasts.to_domain(row), "reset")
    numbers = _invented(tx, row.id)
    _take_out_of_merges(tx, row, numbers)
    _put_back(tx, row, numbers, by)
    _delete(tx, row, numbers)
    _forget(tx, row.id, numbers)
    gone = {"rehearsal_pace": None, "rehearsal_at": None, "aired_at": None, "removed": row.removed + len(numbers)}
    _change(tx, row, "reset", by, **gone)
    return {"removed": len(numbers)}


def _invented(tx: Transaction, broadcast_id: int) -> list[int]:
    """The numbers of what the rehearsal asked, by itself or through one of its calls."""
    by_itself = select(question.c.number).where(question.c.broadcast_id == broadcast_id, question.c.origin == ORIGIN)
    by_call = select(call.c.question_number).where(
        call.c.broadcast_id == broadcast_id, call.c.origin == ORIGIN, call.c.question_number.is_not(None)
    )
    return sorted({*tx.connection.execute(by_itself).scalars(), *tx.connection.execute(by_call).scalars()})


def _take_out_of_merges(tx: Transaction, row: Row[Any], numbers: Sequence[int]) -> None:
    """A resident's question loses the invented askers; one that went into an invented question stands alone again."""
    gone = set(numbers)
    into_residents = select(question).where(
        question.c.broadcast_id == row.id, question.c.number.in_(numbers), question.c.merged_into.not_in(numbers)
    )
    for merged in tx.connection.execute(into_residents).all():
        above = ancestors(tx, row, questions.to_domain(merged))
        add_askers(tx, row, [one for one in above if one.number not in gone], -merged.askers)
    into = select(question.c.number).where(question.c.broadcast_id == row.id, question.c.merged_into.in_(numbers))
    for number in set(tx.connection.execute(into).scalars()) - gone:
        before = questions.to_domain(questions.get(tx.connection, row.id, number))
        after = replace(before, state=question_rules.NEW, merged_into=None, version=before.version + 1)
        questions.save(tx, row.id, before, after)


def _put_back(tx: Transaction, row: Row[Any], numbers: Sequence[int], by: By) -> None:
    """Residents' questions that the rehearsal took to air stand in the list again, their callers off the air."""
    aired = select(question.c.number).where(
        question.c.broadcast_id == row.id,
        question.c.state.in_([question_rules.ON_AIR.value, question_rules.ANSWERED.value]),
        question.c.number.not_in(numbers),
    )
    for number in list(tx.connection.execute(aired.order_by(question.c.number)).scalars()):
        before = questions.to_domain(questions.get(tx.connection, row.id, number))
        verb = "return" if before.state is question_rules.ON_AIR else "reopen"
        caller.follow(tx, row, number, "back", by)
        after = question_rules.ranked(question_rules.move(before, verb), place(tx, row, None, number)).question
        questions.save(tx, row.id, before, after, answer_summary=None, answer_fully=None)


def _delete(tx: Transaction, row: Row[Any], numbers: Sequence[int]) -> None:
    ids = [question_id(row.id, number) for number in numbers]
    low, high = question_id(row.id, 0), question_id(row.id + 1, 0) - 1
    rests = ticket.c.question_id.between(low, high) & (ticket.c.kind != Kind.UNANSWERED.value)
    removed = tickets.remove(tx, or_(ticket.c.question_id.in_(ids), rests))
    if removed:
        tx.append(TICKETS_LOG, [Event("tickets.removed", data={"count": removed})], None)
    tx.connection.execute(delete(promise).where(promise.c.question_id.between(low, high)))
    tx.connection.execute(delete(revision).where(revision.c.question_id.in_(ids)))
    tx.connection.execute(delete(call).where(call.c.broadcast_id == row.id, call.c.origin == ORIGIN))
    tx.connection.execute(delete(message).where(message.c.broadcast_id == row.id))
    tx.connection.execute(delete(outbox).where(outbox.c.question_id.in_(ids)))
    tx.connection.execute(delete(question).where(question.c.id.in_(ids)))
    of_all = update(question).where(question.c.broadcast_id == row.id, question.c.wanted).values(wanted=False)
    tx.connection.execute(of_all)


def _forget(tx: Transaction, broadcast_id: int, numbers: Sequence[int]) -> None:
    """The log keeps its numbers and loses what they told."""
    left = select(call.c.id).where(call.c.broadcast_id == broadcast_id)
    told = or_(
        event.c.question.in_(numbers),
        event.c.call.is_not(None) & event.c.call.not_in(left),
        event.c.type.in_(AIR),
        event.c.type.like("presenter.%"),
        event.c.type.like("graphic.%"),
    )
    nothing = dict.fromkeys(("question", "was", "state", "call", "ticket", "by_name", "by_role", "data"))
    tx.connection.execute(update(event).where(event.c.broadcast_id == broadcast_id, told).values(type=TRACE, **nothing))


# What comes in


class Rehearsals:
    """Sends what is due into every broadcast that rehearses; any number of processes may run one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._coming: dict[int, tuple[int, Iterator[Submission]]] = {}

    def run(self) -> None:
        while True:
            sleep(LOOK)
            try:
                self.send_due()
            except Refused:
                sleep(2.0)  # The database is away.
            except Exception:
                log.exception("a rehearsal failed")
                sleep(2.0)

    def send_due(self) -> int:
        """One question for each broadcast whose time has come; how many were sent."""
        with self._store.read() as connection:
            due = select(broadcast.c.id).where(broadcast.c.rehearsal_at <= self._store.clock())
            ids = list(connection.execute(due).scalars())
        return sum(self._send(broadcast_id) for broadcast_id in ids)

    def _send(self, broadcast_id: int) -> int:
        with self._store.write() as tx:
            [row] = tx.lock(broadcast_id)
            if row.rehearsal_at is None or row.rehearsal_at > tx.now:
                return 0  # Another process has sent it.
            submission = self._next(broadcast_id, row.rehearsal_sent)
            if row.rehearsal_sent % CALLS == CALLS - 1:
                contact = f"tel:+7900000{row.rehearsal_sent:04d}"
                ring(tx, row, contact, None, origin=ORIGIN, external_id=f"{broadcast_id}-{row.rehearsal_sent}")
            else:
                questions.add(tx, row, [(submission, ORIGIN, None)], "question.received")
            sent = row.rehearsal_sent + 1
            due = tx.now + timedelta(seconds=row.rehearsal_pace) if sent < MOST else None
            following = update(broadcast).where(broadcast.c.id == broadcast_id)
            tx.connection.execute(following.values(rehearsal_sent=sent, rehearsal_at=due))
        return 1

    def _next(self, broadcast_id: int, sent: int) -> Submission:
        known = self._coming.get(broadcast_id)
        if known is None or known[0] != sent:
            known = (sent, islice(invented(seed=broadcast_id), sent, None))
        submission = next(known[1])
        self._coming[broadcast_id] = (sent + 1, known[1])
        asked = submission.source in ("form", "phone")
        return replace(submission, topic=None, locality=submission.locality if asked else None)
