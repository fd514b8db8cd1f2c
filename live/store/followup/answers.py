"""A ticket's askers, and what they were answered."""

from __future__ import annotations

import hmac
import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select

from live.domain.question import MERGED, TRANSFERRED
from live.domain.refused import Refused
from live.store.followup.askers import ASKED, askers_of
from live.store.ids import question_id
from live.store.tables import question, ticket_answer
from live.store.transaction import Transaction

_THIS = ASKED.where(question.c.id == bindparam("question_id"))
_ASKERS = askers_of(_THIS)
_MESSAGES = askers_of(_THIS, further=True)


def askers(connection: Connection, asked: int, limit: int | None = None) -> Sequence[Any]:
    """A question (its id) and all that were merged into it, and into those, each with who asked it; the first first.

    All of them, or `limit` at most.
    """
    return connection.execute(_ASKERS.limit(limit), {"question_id": asked}).all()


def messages(connection: Connection, asked: int, limit: int | None = None) -> Sequence[Any]:
    """The same with the further words of each of them."""
    return connection.execute(_MESSAGES.limit(limit), {"question_id": asked}).all()


CODE = re.compile(r"([0-9]{1,9})-([0-9]{1,9})-[0-9a-f]{16}")
"""A question's code: its broadcast, its number, and 64 random bits."""

_ONE = select(question).where(question.c.id == bindparam("question_id"))


def by_code(connection: Connection, code: str) -> Row[Any]:
    """The question that a code was given for; `not_found` otherwise."""
    found = CODE.fullmatch(code.strip().lower())
    if found is not None:
        known = {"question_id": question_id(int(found[1]), int(found[2]))}
        row = connection.execute(_ONE, known).one_or_none()
        if row is not None and hmac.compare_digest(row.code, found[0]):
            return row
    raise Refused("not_found", "There is no question with this code.")


def followed(connection: Connection, asked: Row[Any]) -> Row[Any]:
    """What became of a question that was handed to another broadcast; itself when it was not."""
    while asked.state == TRANSFERRED.value:
        asked = connection.execute(_ONE, {"question_id": asked.went_to}).one()
    return asked


def handed_on(connection: Connection, asked: Row[Any]) -> list[Row[Any]]:
    """A question, and what it was in the broadcasts that have handed it on, the newest first."""
    found = [asked]
    while found[-1].came_from is not None:
        found.append(connection.execute(_ONE, {"question_id": found[-1].came_from}).one())
    return found


def root(connection: Connection, asked: Row[Any]) -> Row[Any]:
    """The question that a merged one ended up in; itself when it is not merged."""
    while asked.state == MERGED.value:
        above = {"question_id": question_id(asked.broadcast_id, asked.merged_into)}
        asked = connection.execute(_ONE, above).one()
    return asked


def keep(tx: Transaction, ticket_id: int, text: str, by_name: str, files: Sequence[int], *, final: bool) -> None:
    facts = {"text": text, "final": final, "by_name": by_name, "at": tx.now, "files": list(files) or None}
    tx.connection.execute(insert(ticket_answer).values(ticket_id=ticket_id, **facts))


def final_files(connection: Connection, ticket_id: int) -> Sequence[int]:
    """What the last final answer of a ticket carries."""
    final = select(ticket_answer.c.files).where(ticket_answer.c.ticket_id == ticket_id, ticket_answer.c.final)
    return connection.execute(final.order_by(ticket_answer.c.id.desc()).limit(1)).scalar_one_or_none() or ()


def of_tickets(connection: Connection, ticket_ids: Sequence[int]) -> list[Row[Any]]:
    """What was answered to these tickets, the first first."""
    mine = select(ticket_answer).where(ticket_answer.c.ticket_id.in_(list(ticket_ids)))
    return list(connection.execute(mine.order_by(ticket_answer.c.id)).all())
