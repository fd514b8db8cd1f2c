"""Files that answers, publications and discussions carry: their rows beside those that came with questions, and what
the networks call them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Row, delete, func, insert, or_, select, update

from live.domain.files.attached import ANSWER_TOGETHER, FORGOTTEN, MOST_WITH_ANSWER, State
from live.domain.refused import Refused
from live.store.show.files import Subject
from live.store.tables import file, file_token
from live.store.transaction import Transaction

_STANDING = (State.ARRIVED.value, State.KEPT.value)

TOKEN_HOLDS = timedelta(days=1)
"""For how long a network is believed to know a file by the token that it gave."""


def to_ticket(ticket_id: int) -> Subject:
    return {"ticket_id": ticket_id}


def to_question(question_id: int) -> Subject:
    """One that is answered as it stands, not by a ticket."""
    return {"replied_id": question_id}


def to_publication(publication_id: int) -> Subject:
    return {"publication_id": publication_id}


def to_discussion(discussion_id: int) -> Subject:
    return {"discussion_id": discussion_id}


def _files_of(subject: Subject) -> list[ColumnElement[bool]]:
    return [file.c[name] == value for name, value in subject.items()]


def add(tx: Transaction, subject: Subject, name: str, by_name: str, facts: Mapping[str, Any]) -> int:
    """The row of one whose answer does not stand yet; its number. The contents are put after that."""
    forgotten = {"state": State.ARRIVED.value, "at": tx.now, "next_at": tx.now + FORGOTTEN}
    row = {**facts, **forgotten, **subject, "name": name, "by_name": by_name}
    return int(tx.connection.execute(insert(file).values(row).returning(file.c.id)).scalar_one())


def keep(tx: Transaction, subject: Subject, ids: Sequence[int]) -> None:
    """These go along; `invalid` where there are too many, or one is not there any more."""
    if len(ids) > MOST_WITH_ANSWER:
        raise Refused("invalid", "At most {limit} files fit.", limit=MOST_WITH_ANSWER)
    if not ids:
        return
    mine = (file.c.id.in_(list(ids)), *_files_of(subject), file.c.state.in_(_STANDING))
    together = tx.connection.execute(select(func.coalesce(func.sum(file.c.size), 0)).where(*mine)).scalar_one()
    if together > ANSWER_TOGETHER:
        limit = ANSWER_TOGETHER // 1024**2
        raise Refused("invalid", "The files are over {limit} MB together: leave some out.", limit=limit)
    standing = update(file).where(*mine).values(state=State.KEPT.value, next_at=None)
    if tx.connection.execute(standing).rowcount != len(set(ids)):
        raise Refused("invalid", "A file is not there any more: attach it again.")


def find(connection: Connection, subject: Subject, file_id: int) -> Row[Any] | None:
    """One that goes with an answer to it, or is to."""
    mine = select(file).where(file.c.id == file_id, *_files_of(subject))
    return connection.execute(mine).one_or_none()


def kept(connection: Connection, ids: Collection[int]) -> dict[int, Row[Any]]:
    """By their numbers those that can still be read."""
    if not ids:
        return {}
    of_answers = or_(*(file.c[name].is_not(None) for name in ("ticket_id", "replied_id", "publication_id")))
    mine = (file.c.id.in_(list(ids)), of_answers, file.c.state == State.KEPT.value)
    return {row.id: row for row in connection.execute(select(file).where(*mine))}


def of_publications(connection: Connection, ids: Collection[int]) -> dict[int, list[Row[Any]]]:
    """What each of these publications carries, in the order in which it was attached."""
    return _carried(connection, file.c.publication_id, ids)


def of_discussions(connection: Connection, ids: Collection[int]) -> dict[int, list[Row[Any]]]:
    """The papers of each of these discussions, in that order."""
    return _carried(connection, file.c.discussion_id, ids)


def _carried(connection: Connection, column: Column[Any], ids: Collection[int]) -> dict[int, list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = {one: [] for one in ids}
    mine = (column.in_(list(ids)), file.c.state == State.KEPT.value)
    for row in connection.execute(select(file, column.label("of")).where(*mine).order_by(file.c.id)):
        found[row.of].append(row)
    return found


def tokens(
    connection: Connection, channel_id: int, file_ids: Sequence[int], place: str, now: datetime
) -> dict[int, str]:
    """By what a channel's network knows those of these files that it was given for this place."""
    mine = (
        file_token.c.channel_id == channel_id,
        file_token.c.file_id.in_(list(file_ids)),
        file_token.c.place == place,
        file_token.c.at > now - TOKEN_HOLDS,
    )
    rows = connection.execute(select(file_token.c.file_id, file_token.c.token).where(*mine))
    return {row.file_id: row.token for row in rows}


def keep_token(tx: Transaction, channel_id: int, file_id: int, place: str, token: str) -> None:
    """A network has been given a file; what it called it before counts no longer."""
    forget_tokens(tx, channel_id, [file_id], place)
    row = {"channel_id": channel_id, "file_id": file_id, "place": place, "token": token, "at": tx.now}
    tx.connection.execute(insert(file_token).values(row))


def forget_tokens(tx: Transaction, channel_id: int, file_ids: Sequence[int], place: str) -> None:
    """These files are handed over anew where they are sent again."""
    mine = (file_token.c.channel_id == channel_id, file_token.c.file_id.in_(list(file_ids)))
    tx.connection.execute(delete(file_token).where(*mine, file_token.c.place == place))
