"""Beside an open ticket: the open matters that it may be about, and what was the same within a year."""

from __future__ import annotations

from live.language.lemmas import lemmas
from live.protocol.answers.matters import TicketMatters
from live.store.followup import tickets
from live.store.show import questions
from live.store.transaction import Store
from live.views.matters.alike import alike
from live.views.matters.repeats import repeats


def ticket_matters(store: Store, number: str) -> TicketMatters:
    """`not_found` where there is no such ticket."""
    with store.read() as connection:
        row = tickets.get(connection, number)
        asked = questions.by_id(connection, row.question_id)
        again = repeats(connection, asked.topic, asked.locality, store.clock(), but_ticket=number)
    likest = alike(store, lemmas(asked.text, asked.air_text), asked.topic, asked.locality)
    return {"alike": likest, "repeats": again}
