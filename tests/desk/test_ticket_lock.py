"""The tickets' log is everybody's: only what comes to a ticket waits for it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from typing import Any

import pytest

from live.desk.author_changes import author_changed
from live.store.ids import TICKETS_LOG
from live.store.transaction import Store
from tests.support.locked import held, until_blocked
from tests.support.rooms import Show, Tickets

pytestmark = pytest.mark.parametrize("store", ["postgresql"], indirect=True)
"""SQLite locks no rows."""


def _edited(show: Show, number: int) -> None:
    """The language work on a question that somebody has moved before."""
    show.do("question.edit", number, air_text="Другими словами")
    show.understood()


def _bulk(show: Show, number: int) -> None:
    seen = [{"question": number, "version": show.row(number).version}]
    [done] = show.do("questions.bulk", do="question.classify", questions=seen, topic="Вода")["results"]
    assert done["ok"]


def answered_in_part(show: Show) -> int:
    """A question that is at work again, and has a ticket for the rest."""
    number = show.answered(fully=False)
    show.do("question.reopen", number)
    return number


WITHOUT_TICKET: dict[str, Callable[[Show, int], Any]] = {
    "classify": lambda show, number: show.do("question.classify", number, topic="Вода"),
    "merge and split": lambda show, number: [
        show.do("question.merge", number, into=show.asked()),
        show.do("question.split", number),
    ],
    "bulk": _bulk,
    "answer": lambda show, number: [
        show.do("question.shortlist", number),
        show.do("question.take", number),
        show.do("question.answer", number, fully=True),
    ],
    "the language work": _edited,
    "an author's change": lambda show, number: author_changed(show.store, show.origin, "m-1", "Нет света"),
}


@pytest.mark.parametrize("done", WITHOUT_TICKET.values(), ids=WITHOUT_TICKET)
def test_what_concerns_no_ticket_waits_for_no_ticket(
    store: Store, show: Show, done: Callable[[Show, int], Any]
) -> None:
    number = show.asked(external_id="m-1")
    with held(store, TICKETS_LOG):
        done(show, number)
    assert show.books().balances


WITH_TICKET: dict[str, Callable[[Show, int], Any]] = {
    "classify": lambda show, number: show.do("question.classify", number, topic="Вода"),
    "merge": lambda show, number: show.do("question.merge", number + 1, into=number),
    "bulk": _bulk,
    "the language work": lambda show, number: show.understood(),
}


@pytest.mark.parametrize("done", WITH_TICKET.values(), ids=WITH_TICKET)
def test_what_concerns_a_ticket_waits_and_is_told_of_it(
    store: Store, show: Show, done: Callable[[Show, int], Any]
) -> None:
    number = answered_in_part(show)
    show.asked("Ещё один о том же")
    [ticket] = (row.number for row in show.tickets())
    with ThreadPoolExecutor(1) as other:
        with held(store, TICKETS_LOG):
            waiting = other.submit(done, show, number)
            until_blocked(store)
            assert not waiting.done() and show.retold() == []
        waiting.result()
    assert show.retold() == [ticket]


def test_one_answered_in_part_waits_and_gets_its_ticket_once(store: Store, show: Show) -> None:
    number = show.taken()
    with ThreadPoolExecutor(1) as other:
        with held(store, TICKETS_LOG):
            waiting = other.submit(show.do, "question.answer", number, fully=False)
            until_blocked(store)
            assert not waiting.done() and show.row(number).state == "on_air"
        waiting.result()
    assert [row.kind for row in show.tickets()] == ["rest"] and show.row(number).state == "answered"


@pytest.mark.faults
def test_those_who_hold_a_broadcast_and_those_who_hold_the_tickets_never_wait_in_a_ring(
    store: Store, show: Show
) -> None:
    other, tickets = Show(store).on_air(), Tickets(store)
    asked = [(one, answered_in_part(one)) for one in (show, other) for _ in range(3)]
    numbers = [row.number for one in (show, other) for row in one.tickets()]

    def classify(n: int) -> None:
        one, number = asked[n % len(asked)]
        one.do("question.classify", number, topic=f"Тема {n}")

    def note(n: int) -> None:
        tickets.do("ticket.note", numbers[n % len(numbers)], text=f"Заметка {n}")

    def ask(n: int) -> None:
        asked[n % len(asked)][0].do("question.ticket", asked[n % len(asked)][0].asked())

    with ThreadPoolExecutor(6) as people:
        moves = islice(cycle([classify, note, ask]), 90)
        # Each question is one person's at a time: nobody is refused for a stale version.
        for first in range(0, 90, 6):
            done = [people.submit(move, n) for n, move in zip(range(first, first + 6), moves, strict=False)]
            for one in done:
                one.result()
    assert show.books().balances and other.books().balances
