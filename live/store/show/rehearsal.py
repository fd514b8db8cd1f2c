"""What a rehearsal has put among a broadcast's rows, and how it is taken out again.

A rehearsal's questions and calls are known by their origin; what hangs on them goes with them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, or_, select, tuple_, union, update

from live.domain.question import ANSWERED, ON_AIR
from live.domain.ticket import Kind
from live.store.followup import tickets
from live.store.ids import ids_of_broadcast, question_id
from live.store.language import clusters, vectors
from live.store.show import files
from live.store.tables import (
    broadcast,
    call,
    caution,
    consent,
    event,
    matter_question,
    message,
    outbox,
    person,
    promise,
    promise_change,
    question,
    question_about,
    revision,
    stack_place,
    ticket,
    topic_guess,
)
from live.store.transaction import Transaction

ORIGIN = "rehearsal"

SLICE = 500


_GOES_ON = select(broadcast.c.id).where(broadcast.c.rehearsal_at.is_not(None)).limit(1)
"""Made once: it is asked again and again."""


def any_goes_on(connection: Connection) -> bool:
    """Whether any broadcast rehearses."""
    return connection.execute(_GOES_ON).first() is not None


def due(connection: Connection, now: datetime) -> list[int]:
    """The broadcasts whose rehearsal's next question is due."""
    return list(connection.execute(select(broadcast.c.id).where(broadcast.c.rehearsal_at <= now)).scalars())


def invented(connection: Connection, broadcast_id: int) -> list[int]:
    """The numbers of what the rehearsal asked, by itself or through one of its calls."""
    by_itself = select(question.c.number).where(question.c.broadcast_id == broadcast_id, question.c.origin == ORIGIN)
    by_call = select(call.c.question_number).where(
        call.c.broadcast_id == broadcast_id, call.c.origin == ORIGIN, call.c.question_number.is_not(None)
    )
    return sorted({*connection.execute(by_itself).scalars(), *connection.execute(by_call).scalars()})


def invented_among(connection: Connection, question_ids: Collection[int]) -> set[int]:
    """Those of these questions that a rehearsal asked, by itself or through one of its calls."""
    these = select(question.c.id, question.c.broadcast_id, question.c.number, question.c.origin, question.c.source)
    rows = connection.execute(these.where(question.c.id.in_(list(question_ids)))).all()
    found = {row.id for row in rows if row.origin == ORIGIN}
    told = {(row.broadcast_id, row.number): row.id for row in rows if row.source == "phone" and row.id not in found}
    if told:
        by_call = select(call.c.broadcast_id, call.c.question_number).where(
            call.c.origin == ORIGIN, tuple_(call.c.broadcast_id, call.c.question_number).in_(list(told))
        )
        found |= {told[row.broadcast_id, row.question_number] for row in connection.execute(by_call)}
    return found


def merged_into_others(connection: Connection, broadcast_id: int, numbers: Sequence[int]) -> Sequence[Row[Any]]:
    """Those of these questions that were merged into one that is not among them."""
    mine = (question.c.broadcast_id == broadcast_id) & question.c.number.in_(numbers)
    return connection.execute(select(question).where(mine, question.c.merged_into.not_in(numbers))).all()


def others_merged_into(connection: Connection, broadcast_id: int, numbers: Sequence[int]) -> list[int]:
    """The numbers of questions that were merged into one of these and are not among them."""
    into = select(question.c.number).where(question.c.broadcast_id == broadcast_id, question.c.merged_into.in_(numbers))
    return sorted(set(connection.execute(into).scalars()) - set(numbers))


def others_aired(connection: Connection, broadcast_id: int, numbers: Sequence[int]) -> list[int]:
    """The numbers of questions that are on air or answered and are not among these."""
    aired = select(question.c.number).where(
        question.c.broadcast_id == broadcast_id,
        question.c.state.in_([ON_AIR.value, ANSWERED.value]),
        question.c.number.not_in(numbers),
    )
    return list(connection.execute(aired.order_by(question.c.number)).scalars())


def remove(tx: Transaction, broadcast_id: int, numbers: Sequence[int]) -> int:
    """Take these questions and all the rehearsal's calls out, with what hangs on them; how many tickets went too.

    What was promised, messaged or wished goes whoever asked: the show has not aired.
    """
    ids = [question_id(broadcast_id, number) for number in numbers]
    low, high = ids_of_broadcast(broadcast_id)
    rests = ticket.c.question_id.between(low, high) & (ticket.c.kind != Kind.UNANSWERED.value)
    removed = tickets.remove(tx, or_(ticket.c.question_id.in_(ids), rests))
    files.forget(tx, ids)
    files.forget_of_replies(tx, ids)
    clusters.remove(tx, broadcast_id, ids)
    vectors.remove(tx, ids)
    for statement in (
        delete(promise).where(promise.c.question_id.between(low, high)),
        delete(promise_change).where(promise_change.c.question_id.between(low, high)),
        delete(consent).where(consent.c.question_id.in_(ids)),
        delete(revision).where(revision.c.question_id.in_(ids)),
        delete(call).where(call.c.broadcast_id == broadcast_id, call.c.origin == ORIGIN),
        delete(message).where(message.c.broadcast_id == broadcast_id),
        delete(outbox).where(outbox.c.question_id.in_(ids)),
        delete(matter_question).where(matter_question.c.question_id.in_(ids)),
        delete(topic_guess).where(topic_guess.c.question_id.in_(ids)),
        delete(question_about).where(question_about.c.question_id.in_(ids)),
        delete(stack_place).where(stack_place.c.question_id.in_(ids)),
        delete(question).where(question.c.id.in_(ids)),
        update(question).where(question.c.broadcast_id == broadcast_id, question.c.wanted).values(wanted=False),
    ):
        tx.connection.execute(statement)
    return removed


def remove_all(tx: Transaction, broadcast_id: int) -> int:
    """Take everything out of a broadcast where all was invented, its people too; how many tickets went with it."""
    asked = select(question.c.person_id.label("id")).where(question.c.broadcast_id == broadcast_id)
    called = select(call.c.person_id).where(call.c.broadcast_id == broadcast_id)
    people = {one for one in tx.connection.execute(asked.union(called)).scalars() if one is not None}
    numbers = select(question.c.number).where(question.c.broadcast_id == broadcast_id)
    removed = remove(tx, broadcast_id, tx.connection.execute(numbers).scalars().all())
    tx.connection.execute(delete(call).where(call.c.broadcast_id == broadcast_id))  # Also those opened by hand.
    for start in range(0, len(people), SLICE):
        some = sorted(people)[start : start + SLICE]
        kept = union(
            select(question.c.person_id).where(question.c.person_id.in_(some)),
            select(call.c.person_id).where(call.c.person_id.in_(some)),
            select(outbox.c.person_id).where(outbox.c.person_id.in_(some)),
            select(caution.c.person_id).where(caution.c.person_id.in_(some)),
        )
        gone = set(some) - set(tx.connection.execute(kept).scalars())
        tx.connection.execute(delete(person).where(person.c.id.in_(gone)))
    return removed


def blank_events(
    tx: Transaction, broadcast_id: int, numbers: Sequence[int], types: Collection[str], prefixes: Sequence[str], to: str
) -> None:
    """Leave of some events only their number and the type `to`.

    Of those about these questions or about calls that are no more, and of those of these types or beginnings of types.
    """
    left = select(call.c.id).where(call.c.broadcast_id == broadcast_id)
    blanked = or_(
        event.c.question.in_(numbers),
        event.c.call.is_not(None) & event.c.call.not_in(left),
        event.c.type.in_(types),
        *(event.c.type.startswith(prefix) for prefix in prefixes),
    )
    who = ("by_name", "by_role", "by_credential")
    nothing = dict.fromkeys(("question", "was", "state", "call", "ticket", *who, "data"))
    mine = update(event).where(event.c.broadcast_id == broadcast_id, blanked)
    tx.connection.execute(mine.values(type=to, **nothing))
