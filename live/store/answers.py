"""A ticket's askers, and what they were answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select

from live.domain.question import MERGED
from live.store.tables import person, question, ticket_answer
from live.store.transaction import Transaction

_ROOT = select(question.c.id, question.c.broadcast_id, question.c.number).where(
    question.c.id == bindparam("question_id")
)
_ASKED = _ROOT.cte("asked", recursive=True)
_ASKED = _ASKED.union_all(
    select(question.c.id, question.c.broadcast_id, question.c.number).where(
        question.c.broadcast_id == _ASKED.c.broadcast_id,
        question.c.merged_into == _ASKED.c.number,
        question.c.state == MERGED.value,
    )
)
_ASKERS = (
    select(
        question.c.id,
        question.c.broadcast_id,
        question.c.number,
        question.c.state,
        question.c.text,
        question.c.origin,
        question.c.external_id,
        question.c.person_id,
        person.c.name,
        person.c.contact,
    )
    .join(_ASKED, _ASKED.c.id == question.c.id)
    .outerjoin(person, person.c.id == question.c.person_id)
    .order_by(question.c.id)
)


def askers(connection: Connection, question_id: int) -> Sequence[Any]:
    """A question and all that were merged into it, and into those, each with who asked it; the first first."""
    return connection.execute(_ASKERS, {"question_id": question_id}).all()


def keep(tx: Transaction, ticket_id: int, text: str, by_name: str, *, final: bool) -> None:
    tx.connection.execute(
        insert(ticket_answer).values(ticket_id=ticket_id, text=text, final=final, by_name=by_name, at=tx.now)
    )


def of_tickets(connection: Connection, ticket_ids: Sequence[int]) -> list[Row[Any]]:
    """What was answered to these tickets, the first first."""
    mine = select(ticket_answer).where(ticket_answer.c.ticket_id.in_(list(ticket_ids)))
    return list(connection.execute(mine.order_by(ticket_answer.c.id)).all())
