"""Beside an open ticket: other tickets in like words, of the same person, and of the same topic and place; and what was
answered on air to questions like its own."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, Select, and_, select

from live.language.lemmas import lemmas
from live.language.similar import essence, most_similar
from live.protocol.answers.tickets import LinkedTicket, ScoredTicket, TicketLinks
from live.runtime.tasks import sleep
from live.store.show import broadcasts, people
from live.store.tables import question, ticket
from live.store.transaction import Store
from live.views.questions.likeness import by_locality
from live.views.questions.precedents import spoken
from live.views.questions.search import newest_holding
from live.views.questions.view import question_views
from live.views.tickets.listing import FINISHED
from live.views.tickets.page import ticket_row
from live.views.tickets.view import TICKETS
from live.views.timestamps import stamp

SHOWN = 5

LEMMAS = 8
"""Lemmas by which like ones are looked for: the longest, which are the rarest."""

HOLDING = 200
"""Questions looked at that hold a lemma, the newest."""

_HIGHEST = 2**63 - 1


def ticket_links(store: Store, department: str | None, number: str) -> TicketLinks:
    """{similar, person, topic, answered}, each of SHOWN at most; `not_found` out of reach. Stalls nobody."""
    with store.read() as connection:
        row = ticket_row(connection, department, number)
        asked = connection.execute(select(question).where(question.c.id == row.question_id)).one()
        others = TICKETS.where(ticket.c.id != row.id)
        if department is not None:
            others = others.where(ticket.c.department == department)
        person = _of_person(connection, others, asked)
        topic = _of_topic(connection, others, asked)
        home = broadcasts.by_id(connection, asked.broadcast_id)
        view = question_views(connection, home.id, [asked.number])[asked.number]
    similar = _similar(store, others, asked)
    return {"similar": similar, "person": person, "topic": topic, "answered": spoken(store, home, view)}


def _of_person(connection: Connection, others: Select[Any], asked: Row[Any]) -> list[LinkedTicket]:
    if asked.person_id is None:
        return []
    theirs = others.where(question.c.person_id.in_(people.under_one_contact(asked.person_id)))
    return [_link(row) for row in connection.execute(theirs.order_by(ticket.c.id.desc()).limit(SHOWN))]


def _of_topic(connection: Connection, others: Select[Any], asked: Row[Any]) -> list[LinkedTicket]:
    """Earlier ones that have their answer: of the same topic, in the same place where one is known."""
    if asked.topic is None:
        return []
    same = [question.c.topic == asked.topic, ticket.c.answer.is_not(None), ticket.c.state.in_(FINISHED)]
    if asked.locality is not None:
        same.append(question.c.locality == asked.locality)
    answered = others.where(and_(*same)).order_by(ticket.c.id.desc()).limit(SHOWN)
    return [_link(row) for row in connection.execute(answered)]


def _similar(store: Store, others: Select[Any], asked: Row[Any]) -> list[ScoredTicket]:
    text = lemmas(asked.text, asked.air_text)
    found: set[int] = set()
    for lemma in sorted(essence(text).split(), key=lambda lemma: (-len(lemma), lemma))[:LEMMAS]:
        with store.read() as connection:
            found.update(newest_holding(connection, lemma, 0, _HIGHEST, HOLDING))
        sleep(0)
    with store.read() as connection:
        of_them = others.where(ticket.c.question_id.in_(sorted(found)), question.c.lemmas.is_not(None))
        rows = {row.id: row for row in connection.execute(of_them.add_columns(question.c.lemmas))}
    likest = most_similar(text, [(row.id, row.lemmas) for row in rows.values()], 2 * SHOWN, lambda: sleep(0))
    scores = {found_id: by_locality(score, asked.locality, rows[found_id].locality) for found_id, score in likest}
    best = sorted(scores, key=lambda found_id: (-scores[found_id], -found_id))[:SHOWN]
    return [{**_link(rows[found_id]), "score": scores[found_id]} for found_id in best]


def _link(row: Row[Any]) -> LinkedTicket:
    return {
        "number": row.number,
        "kind": row.kind,
        "state": row.state,
        "text": row.promise_text or row.text,
        "department": row.department,
        "locality": row.locality,
        "created_at": stamp(row.created_at),
        "answer": row.answer,
    }
