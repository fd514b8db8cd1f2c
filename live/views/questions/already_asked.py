"""What was asked already, for somebody who is about to ask it too: only what a person of the crew has let through.

A resident reads these before anybody has read theirs, so no name stands in them, what tells of people is masked, and
what nobody has decided on is not among them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from live.domain.question import ANSWERED, ON_AIR, SHORTLISTED, TICKETED
from live.domain.ticket import UNFINISHED
from live.language.lemmas import lemmas
from live.language.similar import most_similar
from live.runtime.tasks import sleep
from live.store.ids import question_id
from live.store.show import broadcasts
from live.store.tables import question, ticket
from live.store.transaction import Store
from live.views.questions.masking import hidden

SHOWN = 3

RECENT = 3000
"""Questions among which likely ones are looked for, the newest."""

SHORTEST = 15
"""Characters of a text from which on it says what it asks about."""

LET_THROUGH = frozenset({SHORTLISTED, ON_AIR, ANSWERED, TICKETED})
"""States in which a person of the crew has put a question."""

_LET_THROUGH = (
    select(question.c.number, question.c.lemmas)
    .where(
        question.c.id.between(bindparam("lowest"), bindparam("highest")),
        question.c.state.in_(sorted(state.value for state in LET_THROUGH)),
        question.c.lemmas.is_not(None),
        question.c.rude.is_(None),
        question.c.author_deleted.is_(False),
    )
    .order_by(question.c.id.desc())
    .limit(RECENT)
)


@dataclass(frozen=True, slots=True)
class AskedBefore:
    """`due`: when its ticket is to be answered; `answer`: what was said on air, or by the department."""

    number: int
    text: str
    askers: int
    state: str
    answer: str | None
    due: datetime | None


def asked_before(store: Store, slug: str, text: str) -> list[AskedBefore]:
    """The likest questions of this broadcast, the likest first; nothing for a text that says too little."""
    if len(text.strip()) < SHORTEST:
        return []
    with store.read() as connection:
        home = broadcasts.get(connection, slug)
        span = {"lowest": question_id(home.id, 0), "highest": question_id(home.id, home.last_number)}
        others = connection.execute(_LET_THROUGH, span).all()
    likest = most_similar(lemmas(text), [(row.number, row.lemmas) for row in others], SHOWN, lambda: sleep(0))
    with store.read() as connection:
        found = _told(connection, home.id, [number for number, _ in likest])
    return [found[number] for number, _ in likest if number in found]


def _told(connection: Connection, broadcast_id: int, numbers: list[int]) -> dict[int, AskedBefore]:
    ids = [question_id(broadcast_id, number) for number in numbers]
    of_each = select(ticket).where(ticket.c.question_id.in_(ids)).order_by(ticket.c.id.desc())
    tickets = {row.question_id: row for row in connection.execute(of_each)}
    return {
        row.number: _asked(row, tickets.get(row.id))
        for row in connection.execute(select(question).where(question.c.id.in_(ids)))
        if row.state in LET_THROUGH
    }


def _asked(row: Row[Any], handed: Row[Any] | None) -> AskedBefore:
    open_ticket = handed is not None and handed.state in UNFINISHED
    answer = row.answer_summary or (handed.published_text if handed is not None else None)
    return AskedBefore(
        row.number,
        hidden(row.air_text or row.text, row.let_through) or "",
        row.askers,
        row.state,
        hidden(answer),
        handed.resolution_due if handed is not None and open_ticket else None,
    )
