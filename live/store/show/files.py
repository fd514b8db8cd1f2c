"""Files that came with questions: their rows. Where the contents stand is the storage's (live/store/storage)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, delete, func, insert, or_, select, text, update

from live.domain.broadcast import State as Over
from live.domain.events import Event
from live.domain.files.attached import FORGOTTEN, Arrived, State, Why, to_fetch
from live.domain.refused import Refused
from live.store.ids import TICKETS_LOG
from live.store.storage import name_of
from live.store.tables import broadcast, file, file_token, question, ticket
from live.store.transaction import Transaction

_OF_QUESTIONS = select(file).where(file.c.question_id.in_(bindparam("ids", expanding=True))).order_by(file.c.id)

Subject = Mapping[str, int]
"""What an answer is to, or what carries a file otherwise, as the columns by which its files know it."""

ABOUT = func.coalesce(file.c.question_id, file.c.replied_id)
"""The id of the question that a file came with, or that the reply answers which carries it."""

TOLD: tuple[Any, ...] = (file.c.mime, file.c.size, file.c.width, file.c.height, file.c.origin, file.c.at)
"""What a person is told of a file that is theirs."""


def wanted(question_id: int, attachments: Iterable[Mapping[str, Any]], at: str) -> list[dict[str, Any]]:
    """Rows for what of a new question's attachments is to be fetched; `at` as it is written."""
    return [
        {
            "question_id": question_id,
            "place": place,
            "origin": url,
            "state": State.WANTED.value,
            "at": at,
            "next_at": at,
        }
        for place, url in to_fetch(attachments)
    ]


def add_arrived(tx: Transaction, facts: Mapping[str, Any]) -> int:
    """The row of a form's file whose question does not stand yet; its number. The contents are put after that."""
    row = {**facts, "state": State.ARRIVED.value, "at": tx.now, "next_at": tx.now + FORGOTTEN}
    return int(tx.connection.execute(insert(file).values(row).returning(file.c.id)).scalar_one())


def attach(tx: Transaction, question_id: int, files: Sequence[Arrived], first: int = 0) -> None:
    """These belong to the question now, as its attachments from `first` on, where they did not come with another."""
    for place, one in enumerate(files, first):
        mine = (file.c.id == one.id, file.c.state == State.ARRIVED.value)
        kept = {"question_id": question_id, "place": place, "state": State.KEPT.value, "next_at": None}
        tx.connection.execute(update(file).where(*mine).values(**kept))


def move(tx: Transaction, from_question: int, to_question: int) -> None:
    """The files of one question are the other's from now on."""
    mine = file.c.question_id == from_question
    tx.connection.execute(update(file).where(mine).values(question_id=to_question))


def find(connection: Connection, file_id: int) -> Row[Any] | None:
    return connection.execute(select(file).where(file.c.id == file_id)).one_or_none()


def get(connection: Connection, file_id: int) -> Row[Any]:
    """`not_found` where there is none."""
    row = find(connection, file_id)
    if row is None:
        raise Refused("not_found", "There is no such file.")
    return row


def of_questions(connection: Connection, question_ids: Sequence[int]) -> Sequence[Row[Any]]:
    """The files of these questions, the first first."""
    return connection.execute(_OF_QUESTIONS, {"ids": list(question_ids)}).all() if question_ids else []


def show(tx: Transaction, question_id: int, file_id: int, *, shown: bool) -> None:
    """Whether everybody may see a picture of this question; `not_found` where it is none, or not kept."""
    mine = (file.c.id == file_id, file.c.question_id == question_id, file.c.state == State.KEPT.value)
    picture = file.c.preview.is_not(None)
    if tx.connection.execute(update(file).where(*mine, picture).values(shown=shown)).rowcount != 1:
        raise Refused("not_found", "There is no such picture with this question.")


def shown_of(connection: Connection, question_id: int, file_id: int | None = None) -> Row[Any] | None:
    """The picture of this question that everybody may see, the first of them; with a number that one alone."""
    mine = [file.c.question_id == question_id, file.c.shown, file.c.state == State.KEPT.value]
    if file_id is not None:
        mine.append(file.c.id == file_id)
    return connection.execute(select(file).where(*mine).order_by(file.c.place).limit(1)).one_or_none()


_AT_WORK = text("file.state IN ('arrived', 'wanted', 'erased')")
"""As the index over these says it: however many files are kept, they are few."""


def due(connection: Connection, now: datetime, most: int, without: Sequence[int]) -> Sequence[Row[Any]]:
    """What is to be fetched now, what waits the longest first."""
    mine = (_AT_WORK, file.c.state == State.WANTED.value, file.c.next_at <= now, file.c.id.not_in(list(without)))
    return connection.execute(select(file).where(*mine).order_by(file.c.next_at, file.c.id).limit(most)).all()


def still_wanted(tx: Transaction, file_id: int, **facts: Any) -> bool:
    """Write what is known of a file that is being fetched; False where it was taken away meanwhile."""
    mine = (file.c.id == file_id, file.c.state == State.WANTED.value)
    return tx.connection.execute(update(file).where(*mine).values(**facts)).rowcount == 1


def refused(why: Why) -> dict[str, Any]:
    """The columns of one that is not kept."""
    return {"state": State.REFUSED.value, "reason": why.value, "next_at": None}


def forget(tx: Transaction, question_ids: Sequence[int]) -> None:
    """Nothing is told of these questions' files any more, and their contents are taken away as soon as can be."""
    if question_ids:
        _forget(tx, file.c.question_id.in_(list(question_ids)))


def outlived(tx: Transaction, ids: Sequence[int]) -> None:
    """The same of these files; the screens that show their questions or tickets hear of it. Their logs are locked."""
    mine = file.c.id.in_(list(ids))
    asked = tx.connection.execute(
        select(question.c.broadcast_id, question.c.number, question.c.state)
        .join(broadcast, broadcast.c.id == question.c.broadcast_id)
        .where(question.c.id.in_(select(ABOUT).where(mine)), broadcast.c.state != Over.ARCHIVED.value)
        .order_by(question.c.id)
    ).all()
    answered = tx.connection.execute(
        select(ticket).where(ticket.c.id.in_(select(file.c.ticket_id).where(mine))).order_by(ticket.c.id)
    ).all()
    _forget(tx, mine)
    if answered:
        told = [
            Event("ticket.retold", None, row.state, row.state, ticket=row.number, data={"department": row.department})
            for row in answered
        ]
        tx.append(TICKETS_LOG, told, None)
    for log_id in sorted({row.broadcast_id for row in asked}):
        events = [Event("question.retold", r.number, r.state, r.state) for r in asked if r.broadcast_id == log_id]
        tx.append(log_id, events, None)


def forget_of_tickets(tx: Transaction, tickets: Any) -> None:
    """The same of what the answers of these tickets carry; `tickets` selects their ids."""
    _forget(tx, file.c.ticket_id.in_(tickets))


def forget_of_replies(tx: Transaction, questions: Any) -> None:
    """The same of what the replies to these questions carry; `questions` are their ids, or select them."""
    _forget(tx, file.c.replied_id.in_(questions))


def forget_of(tx: Transaction, subject: Subject, file_id: int | None = None) -> None:
    """The same of what this was to carry, or of one file of it."""
    mine = and_(*(file.c[name] == value for name, value in subject.items()))
    _forget(tx, mine if file_id is None else mine & (file.c.id == file_id))


def _forget(tx: Transaction, these: ColumnElement[bool]) -> None:
    belonged = ("question_id", "ticket_id", "replied_id", "publication_id", "discussion_id")
    nothing = dict.fromkeys((*belonged, "place", "origin", "reason", "name", "by_name"))
    erased = {"state": State.ERASED.value, "shown": False, "next_at": tx.now}
    tx.connection.execute(update(file).where(these).values(**nothing, **erased))


def to_erase(connection: Connection, now: datetime, most: int, without: Sequence[int]) -> list[Row[Any]]:
    """Whose contents are to be taken away: what was forgotten, and what came with a form that was not sent again."""
    forgotten = file.c.state == State.ERASED.value
    left = and_(file.c.state == State.ARRIVED.value, file.c.next_at <= now)
    mine = (_AT_WORK, or_(forgotten, left), file.c.id.not_in(list(without)))
    return list(connection.execute(select(file).where(*mine).order_by(file.c.id).limit(most)).all())


def give_up(tx: Transaction, row: Row[Any]) -> bool:
    """From now on it belongs to no question; False where one has come for it meanwhile."""
    mine = (file.c.id == row.id, file.c.state == row.state)
    return tx.connection.execute(update(file).where(*mine).values(state=State.ERASED.value)).rowcount == 1


def names(row: Row[Any]) -> list[str]:
    """Under which names the contents of a file and of its preview stand, or are about to."""
    return [name_of(one, row.id) for one in (row.hash, row.preview) if one]


def remove(tx: Transaction, file_id: int) -> None:
    """The row of one whose contents are gone."""
    tx.connection.execute(delete(file_token).where(file_token.c.file_id == file_id))
    tx.connection.execute(delete(file).where(file.c.id == file_id))
