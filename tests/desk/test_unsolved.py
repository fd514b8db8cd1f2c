"""«Не решено» in a chat: the ticket of the person's question is worked on again, or it is a question after it."""

from __future__ import annotations

import pytest

from live.domain.broadcast import Kind
from live.domain.ticket import MOST_REOPENED
from live.views.tickets.track import track
from tests.desk.conversing import NETWORKS, Writing
from tests.support.rooms import Show, Tickets

SAID = "Не решено: воды так и нет"


def answered(show: Show, writing: Writing) -> tuple[int, str]:
    """A question that was answered in writing, and its ticket."""
    asked = writing.writes("Когда будет вода?")
    ticket = str(show.do("question.ticket", asked)["ticket"])
    board = Tickets(show.store)
    board.do("ticket.assign", ticket, department="Водоканал")
    board.do("ticket.resolve", ticket, answer="Вода есть")
    return asked, ticket


@pytest.mark.parametrize("network", NETWORKS)
def test_the_ticket_is_worked_on_again_with_these_words_beside_it(show: Show, network: str) -> None:
    writing, board = Writing(show, network), Tickets(show.store)
    asked, ticket = answered(show, writing)
    said = writing.writes(SAID, after=2000)
    assert (board.row(ticket).state, board.row(ticket).reopened) == ("assigned", 1)
    assert (show.row(said).state, writing.further(asked)) == ("merged", [SAID])
    assert (show.view(asked)["askers"], show.view(asked)["further"], show.books().balances) == (1, 1, True)


def test_told_twice_it_is_taken_up_once(show: Show) -> None:
    writing, board = Writing(show), Tickets(show.store)
    _, ticket = answered(show, writing)
    said = writing.body(SAID, after=5)
    writing.tells(said, said)
    board.do("ticket.resolve", ticket, answer="Теперь есть")
    writing.tells(said)
    assert (board.row(ticket).state, board.row(ticket).reopened) == ("resolved", 1)


def test_between_shows_it_is_the_question_of_the_show(show: Show) -> None:
    line = Show(show.store, Kind.STANDING)
    held = Show(show.store, standing_id=line.id).on_air()
    writing, board = Writing(held), Tickets(show.store)
    asked, ticket = answered(held, writing)
    held.wrapped()
    writing.tells(writing.body(SAID, after=5))
    said = line.view(1)
    assert (said["state"], said["went"]["number"], board.row(ticket).reopened) == ("transferred", asked, 1)
    assert line.books().balances and held.books().balances
    assert track(show.store, line.row(1).code)["number"] == asked


def test_after_too_many_times_it_is_a_question(show: Show) -> None:
    writing, board = Writing(show), Tickets(show.store)
    asked, ticket = answered(show, writing)
    for n in range(MOST_REOPENED):
        writing.writes(SAID, after=n)
        board.do("ticket.resolve", ticket, answer="Есть")
    last = writing.writes(SAID, after=10)
    assert (show.row(last).state, show.view(last)["continues"]["number"]) == ("new", asked)
    assert board.row(ticket).state == "resolved"


def test_thanks_after_an_answer_reopen_nothing(show: Show) -> None:
    writing, board = Writing(show), Tickets(show.store)
    asked, ticket = answered(show, writing)
    later = writing.writes("Спасибо, решено", after=5)
    assert (board.row(ticket).state, show.row(later).state) == ("resolved", "new")
    assert show.view(later)["continues"]["number"] == asked


def test_somebody_else_reopens_nothing(show: Show) -> None:
    writing, board = Writing(show), Tickets(show.store)
    _, ticket = answered(show, writing)
    assert show.row(writing.writes(SAID, who=778)).state == "new"
    assert board.row(ticket).state == "resolved"
