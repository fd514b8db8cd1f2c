"""Whether a question was asked in earlier broadcasts: what was answered, promised or taken into work there."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import update

from live.domain.refused import Refused
from live.domain.submission import Author
from live.store.tables import broadcast
from live.store.transaction import Store
from live.views.queries import Queries
from live.views.questions import search
from live.views.questions.precedents import SHOWN
from live.views.screens import SCREENS
from tests.support.rooms import Json, Show, Tickets

BRIDGE = "Когда починят мост через Свиягу?"


@pytest.fixture
def past(store: Store) -> Show:
    """A broadcast before this one; what other tests' broadcasts have answered is a rehearsal's: nobody's."""
    with store.write() as tx:
        tx.connection.execute(update(broadcast).values(rehearsal=True))
    return Show(store).on_air()


@pytest.fixture
def now(past: Show) -> Show:
    return Show(past.store).on_air()


def earlier(show: Show, number: int, screen: str = "head") -> list[Json]:
    return [dict(one) for one in Queries(show.store).earlier(show.slug, SCREENS[screen], number)["earlier"]]


def numbers(show: Show, text: str = BRIDGE) -> list[int]:
    return [one["number"] for one in earlier(show, show.shortlisted(text))]


def test_what_was_answered_in_other_words_is_told_with_its_answer(past: Show, now: Show) -> None:
    number = past.answered(summary="Летом", fully=True)
    past.do("question.edit", past.asked("Прочее"), air_text="Другое")
    past.understood()
    [one] = earlier(now, now.shortlisted("Здравствуйте! Почините мост, когда это будет?"))
    assert (one["number"], one["state"], one["answer"]) == (number, "answered", "Летом")
    assert one["broadcast"]["slug"] == past.slug and one["broadcast"]["title"] == "Прямая линия"
    assert one["broadcast"]["at"] and 0.6 <= one["score"] <= 1


def test_what_was_promised_is_told_with_who_and_by_when(past: Show, now: Show) -> None:
    number = past.shortlisted(BRIDGE)
    past.do("question.promise", number, promise="Починить к зиме", due="2030-12-01", department="Отдел дорог")
    past.understood()
    [one] = earlier(now, now.shortlisted(BRIDGE))
    promise = {"text": "Починить к зиме", "due": "2030-12-01", "department": "Отдел дорог", "by": "Анна"}
    assert one["promises"] == [{**promise, "ticket": None}]


def test_what_became_a_ticket_is_told_with_how_it_stands(past: Show, now: Show) -> None:
    ticket = past.do("question.ticket", past.asked(BRIDGE))["ticket"]
    past.understood()
    Tickets(past.store).do("ticket.assign", ticket, department="Отдел дорог")
    [one] = earlier(now, now.shortlisted(BRIDGE))
    assert one["state"] == "ticketed" and one["promises"] == []
    assert (one["ticket"]["state"], one["ticket"]["department"]) == ("assigned", "Отдел дорог")


def test_what_nobody_answered_or_promised_is_not_told(past: Show, now: Show) -> None:
    declined, merged, root, _ = (past.asked(BRIDGE) for _ in range(4))
    past.do("question.decline", declined, reason="spam")
    past.do("question.merge", merged, into=root)
    past.shortlisted(BRIDGE)
    past.understood()
    assert numbers(now) == []


def test_its_own_broadcasts_questions_are_not_told(past: Show, now: Show) -> None:
    now.do("question.ticket", now.asked(BRIDGE))
    now.understood()
    assert numbers(now) == []


def test_a_standing_broadcast_made_later_counts_too(past: Show, now: Show) -> None:
    now.do("question.ticket", now.asked(BRIDGE))
    now.understood()
    assert numbers(past) == [1]


def test_a_rehearsals_answers_are_nobodys(past: Show, now: Show) -> None:
    past.answered()
    past.understood()
    with past.store.write() as tx:
        tx.connection.execute(update(broadcast).where(broadcast.c.id == past.id).values(rehearsal=True))
    assert numbers(now) == []


def test_an_old_ticket_is_found_under_many_newer_ones(past: Show, now: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its rarer word: the newest that hold the common one are others."""
    monkeypatch.setattr("live.views.questions.precedents.HOLDING", 3)
    old = past.asked("Мост у мельницы")
    for n in range(6):
        past.asked(f"Мост {n} обвалился")
    for number in range(1, 8):
        past.do("question.ticket", number)
    past.understood()
    assert numbers(now, "Мост у мельницы")[0] == old


def test_the_likest_come_first_and_five_are_told(past: Show, now: Show) -> None:
    for n in range(7):
        past.do("question.ticket", past.asked(BRIDGE + " и ещё фонарь" * (n % 2)))
    past.understood()
    scores = [one["score"] for one in earlier(now, now.shortlisted(BRIDGE))]
    assert len(scores) == 5 and scores == sorted(scores, reverse=True)


def test_nobodys_name_or_contact_is_told(past: Show, now: Show) -> None:
    past.do("question.ticket", past.asked(BRIDGE, author=Author("Зинаида", "tel:+79000000012")))
    past.understood()
    told = json.dumps(earlier(now, now.shortlisted(BRIDGE)), ensure_ascii=False)
    assert BRIDGE in told and "Зинаида" not in told and "+7900" not in told


def test_a_question_that_the_screen_does_not_see_is_not_found(now: Show) -> None:
    with pytest.raises(Refused) as caught:
        earlier(now, now.asked(BRIDGE))
    assert caught.value.code == "not_found"


def test_the_newest_that_hold_a_form_are_found_between_two_ids(past: Show) -> None:
    for text in ("Нет воды", "Про мост", "Вода пропала"):
        past.asked(text)
    past.understood()
    first, last = (past.row(number).id for number in (1, 3))
    with past.store.read() as connection:
        assert list(search.newest_holding(connection, "вода", first, last, 5)) == [last, first]
        assert list(search.newest_holding(connection, "вода", first, last - 1, 5)) == [first]
        assert list(search.newest_holding(connection, "вода", first, last, 1)) == [last]


def test_the_ticket_hears_what_was_answered_on_air_and_of_no_other_departments_work(past: Show, now: Show) -> None:
    answered = past.answered(summary="Летом, телефон 8 900 000-00-12", fully=True)
    for _ in range(SHOWN):
        past.do("question.ticket", past.asked(BRIDGE))
    past.answered(summary=None)  # Nobody has written down what was said.
    past.understood()
    made = now.do("question.ticket", now.asked(BRIDGE))["ticket"]
    now.understood()
    found = Queries(now.store).ticket_links(None, made)["answered"]
    assert [one["number"] for one in found] == [answered]
    assert found[0]["answer"] == "Летом, телефон [телефон]"
    assert (found[0]["ticket"], found[0]["promises"]) == (None, [])


def test_the_desk_may_ask_what_was_before(past: Show, now: Show) -> None:
    number = past.answered(summary="Летом", fully=True)
    past.understood()
    assert [one["number"] for one in earlier(now, now.asked(BRIDGE), "desk")] == [number]
