"""What was promised on a broadcast's questions, and what a promise said before it was amended or withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from live.domain.refused import Refused
from live.store.ids import ids_of_broadcast, question_id
from live.store.tables import promise, promise_change, question, ticket
from live.store.transaction import Transaction


def get(connection: Connection, broadcast_id: int, number: int, promise_id: int) -> Row[Any]:
    """A promise on this question; `not_found` where there is none."""
    on_it = promise.c.question_id == question_id(broadcast_id, number)
    row = connection.execute(select(promise).where(promise.c.id == promise_id, on_it)).one_or_none()
    if row is None:
        raise Refused("not_found", "There is no such promise on question {number}.", number=number)
    return row


def add(
    tx: Transaction, broadcast_id: int, number: int, text: str, department: str | None, due: str | None, by_name: str
) -> int:
    """A new promise's id."""
    facts = {"question_id": question_id(broadcast_id, number), "text": text, "department": department, "due": due}
    made = insert(promise).values(**facts, by_name=by_name, at=tx.now).returning(promise.c.id)
    return int(tx.connection.execute(made).scalar_one())


def of_department(connection: Connection, department: str, limit: int) -> Sequence[Any]:
    """Promises that carry a department's name, the first first, each with its question's `state`."""
    these = select(promise.c.id, promise.c.question_id, question.c.state).where(promise.c.department == department)
    these = these.join(question, question.c.id == promise.c.question_id).order_by(promise.c.id)
    return connection.execute(these.limit(limit)).all()


def set_department(tx: Transaction, ids: Sequence[int], name: str) -> None:
    tx.connection.execute(update(promise).where(promise.c.id.in_(ids)).values(department=name))


def amend(tx: Transaction, before: Row[Any], reason: str, by_name: str, **columns: Any) -> None:
    """Other words, department or date; what was said before is kept, with the reason."""
    _keep(tx, before, reason, by_name, withdrawn=False)
    tx.connection.execute(update(promise).where(promise.c.id == before.id).values(**columns))


def withdraw(tx: Transaction, before: Row[Any], reason: str, by_name: str) -> None:
    """It is one no more; what was said is kept, with the reason. Its ticket, if any, is about no promise any longer."""
    _keep(tx, before, reason, by_name, withdrawn=True)
    tx.connection.execute(update(ticket).where(ticket.c.promise_id == before.id).values(promise_id=None))
    tx.connection.execute(delete(promise).where(promise.c.id == before.id))


def _keep(tx: Transaction, before: Row[Any], reason: str, by_name: str, *, withdrawn: bool) -> None:
    said = {"promise_id": before.id, "text": before.text, "department": before.department, "due": before.due}
    who = {"reason": reason, "by_name": by_name, "at": tx.now}
    row = {"question_id": before.question_id, **said, "withdrawn": withdrawn, **who}
    tx.connection.execute(insert(promise_change).values(**row))


def changes(connection: Connection, question_id: int) -> Sequence[Row[Any]]:
    """What promises on this question said before each change, the first first."""
    mine = select(promise_change).where(promise_change.c.question_id == question_id)
    return connection.execute(mine.order_by(promise_change.c.id)).all()


def without_ticket(connection: Connection, broadcast_id: int, limit: int) -> Sequence[Any]:
    """A broadcast's promises that nobody has been given yet, the first first, each with its question's `number`."""
    low, high = ids_of_broadcast(broadcast_id)
    return connection.execute(
        select(promise, (promise.c.question_id - low).label("number"))
        .outerjoin(ticket, ticket.c.promise_id == promise.c.id)
        .where(promise.c.question_id.between(low, high), ticket.c.id.is_(None))
        .order_by(promise.c.id)
        .limit(limit)
    ).all()
