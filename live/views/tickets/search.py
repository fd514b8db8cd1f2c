"""Search over the centre's tickets: by the words of their questions, and as it is written in the tickets themselves.

Nothing here grows with the tickets but the time until an answer written long ago is found, and meanwhile the server
does something else: what was written is looked through in slices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, func, or_, select

from live.runtime.tasks import sleep
from live.store.tables import promise, question, ticket
from live.views.questions.search import FEW, found_where, held, parse

MOST = 1000
"""Questions whose tickets a search finds, the newest, where more than FEW are looked at; and tickets that it finds by
what is written in them."""

SLICE = 2000
"""Tickets that are looked through in one statement."""


@dataclass(frozen=True, slots=True)
class Found:
    """The ids of tickets; `more`: there are older ones too."""

    ids: list[int]
    more: bool


def found_by(connection: Connection, query: str, conditions: Sequence[ColumnElement[bool]]) -> Found:
    """The tickets that meet the conditions: by the words of their question in any form; or as it is written, by their
    number, their answer or their promise. `invalid` where the query holds no word."""
    asked = _by_words(connection, query, conditions)
    written = _as_written(connection, query.strip(), conditions)
    return Found([*{*asked.ids, *written.ids}], asked.more or written.more)


def _by_words(connection: Connection, query: str, conditions: Sequence[ColumnElement[bool]]) -> Found:
    terms = parse(query)
    if conditions and _are_few(connection, conditions):
        few = select(ticket.c.id).join(question, question.c.id == ticket.c.question_id)
        return Found(list(connection.execute(few.where(*conditions, held(connection, terms))).scalars()), more=False)
    questions = found_where(
        connection, terms, lambda id_: exists().where(ticket.c.question_id == id_, *conditions), MOST + 1
    )
    mine = select(ticket.c.id).where(ticket.c.question_id.in_(questions[:MOST]), *conditions)
    return Found(list(connection.execute(mine).scalars()), more=len(questions) > MOST)


def _are_few(connection: Connection, conditions: Sequence[ColumnElement[bool]]) -> bool:
    """A rare filter must not wade through a common word."""
    some = select(ticket.c.id).where(*conditions).limit(FEW + 1).subquery()
    return int(connection.execute(select(func.count()).select_from(some)).scalar_one()) <= FEW


def _as_written(connection: Connection, said: str, conditions: Sequence[ColumnElement[bool]]) -> Found:
    """The newest MOST."""
    numbered: ColumnElement[bool] = ticket.c.number.like(f"{_plain(said.upper())}%", escape="\\")
    if said.isdecimal() and len(said) < 10:
        numbered = ticket.c.id == int(said)  # «123» is ПЛ-2026-000123.
    promised = ticket.c.promise_id.in_(select(promise.c.id).where(_says(promise.c.text, said)))
    written = select(ticket.c.id).where(or_(numbered, _says(ticket.c.answer, said), promised), *conditions)
    newest = connection.execute(select(func.max(ticket.c.id))).scalar_one() or 0
    found: list[int] = []
    for highest in range(newest, 0, -SLICE):
        some = written.where(ticket.c.id.between(highest - SLICE + 1, highest)).order_by(ticket.c.id.desc())
        found += connection.execute(some.limit(MOST + 1 - len(found))).scalars()
        if len(found) > MOST:
            break
        sleep(0)  # The desk comes first.
    return Found(found[:MOST], more=len(found) > MOST)


def _says(column: Any, said: str) -> ColumnElement[bool]:
    """As it was typed, or with a small or a capital letter in front: SQLite knows no other case of Cyrillic."""
    spellings = dict.fromkeys((said, said.lower(), said[:1].upper() + said[1:].lower()))
    return or_(*(column.like(f"%{_plain(spelling)}%", escape="\\") for spelling in spellings))


def _plain(said: str) -> str:
    return said.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
