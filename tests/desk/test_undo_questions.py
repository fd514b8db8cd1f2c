"""What is taken back of one question: «беру», a promise, a ticket, a decline; the books balance after each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import select

from live.store.followup import tickets as stored_tickets
from live.store.tables import promise
from live.store.transaction import Store
from live.views.tickets.track import track
from tests.desk.together import at_once
from tests.support.rooms import Show, Tickets


@pytest.fixture(autouse=True)
def books_balance(show: Show) -> Iterator[None]:
    yield
    assert show.books().wrong == []


@pytest.fixture
def tickets(store: Store) -> Tickets:
    return Tickets(store)


def promised(show: Show, number: int, **fields: Any) -> int:
    """The id of a promise on this question."""
    return int(show.do("question.promise", number, **{"promise": "Починим мост", **fields})["promise"])


def reasons(show: Show, number: int) -> list[tuple[str, Any, Any]]:
    """What the question's history tells of promises that were changed: the event, the words of before, why."""
    told = [one for one in show.page(number)["history"] if "why" in one]
    return [(one["type"], one["before"]["text"], one["why"]) for one in told]


# «Беру»


def test_the_head_does_not_take_it_after_all(show: Show) -> None:
    number = show.shortlisted()
    show.do("question.want", number)
    show.do("question.unwant", number)
    assert show.view(number)["wanted"] is False
    assert show.types()[-2:] == ["question.wanted", "question.unwanted"]


def test_what_the_head_has_not_taken_is_not_given_up(show: Show) -> None:
    show.refused("illegal", "question.unwant", show.shortlisted())


def test_of_two_screens_of_the_head_one_gives_it_up(show: Show) -> None:
    number = show.shortlisted()
    show.do("question.want", number)
    version = show.row(number).version
    done = at_once(*[lambda: show.do("question.unwant", number, version=version)] * 2)
    assert done.count("conflict") == 1


# Promises


def test_a_promise_is_put_right_and_what_it_said_is_kept(show: Show) -> None:
    number = show.answered()
    made = promised(show, number, due="2027-03-02")
    show.do("question.amend_promise", number, promise=made, text="Починим дорогу", due=None, reason="Оговорка")
    [now] = show.view(number)["promises"]
    assert (now["promise"], now["text"], now["due"]) == (made, "Починим дорогу", None)
    assert reasons(show, number) == [("question.promise_amended", "Починим мост", "Оговорка")]


def test_a_promise_that_is_withdrawn_is_one_no_more_and_what_it_said_is_kept(show: Show) -> None:
    number = show.answered()
    made, other = promised(show, number), promised(show, number, promise="Приеду")
    show.do("question.withdraw_promise", number, promise=made, reason="Не наш мост")
    assert [one["promise"] for one in show.view(number)["promises"]] == [other]
    assert reasons(show, number) == [("question.promise_withdrawn", "Починим мост", "Не наш мост")]
    show.wrapped()
    assert [row.promise_id for row in show.tickets()] == [other]


@pytest.mark.parametrize("verb", ["amend_promise", "withdraw_promise"])
def test_a_promise_changes_for_a_reason_alone_and_on_its_own_question(show: Show, verb: str) -> None:
    number, other = show.answered(), show.answered()
    made = promised(show, number)
    more = {"text": "Иначе"} if verb == "amend_promise" else {}
    show.refused("invalid", f"question.{verb}", number, promise=made, **more)
    show.refused("invalid", f"question.{verb}", number, promise=made, reason="", **more)
    show.refused("not_found", f"question.{verb}", other, promise=made, reason="Так", **more)


def test_a_promise_is_not_amended_to_what_it_says(show: Show) -> None:
    number = show.answered()
    made = promised(show, number)
    show.refused("invalid", "question.amend_promise", number, promise=made, reason="Так")
    show.refused("invalid", "question.amend_promise", number, promise=made, reason="Так", text="Починим мост")
    show.refused("invalid", "question.amend_promise", number, promise=made, reason="Так", text=None)


def on_track(show: Show, number: int) -> list[tuple[str, Any, Any]]:
    """What the resident is told of tickets: their states, what was promised, for when."""
    told = track(show.store, show.row(number).code)["tickets"]
    return [(one["state"], one["promise"], one["promised_for"]) for one in told]


def test_after_the_wrap_its_ticket_and_the_residents_page_follow(show: Show, tickets: Tickets) -> None:
    number = show.answered()
    made = promised(show, number, department="ЖКХ", due="2027-03-02")
    show.wrapped()
    [before] = show.tickets()
    show.do("question.amend_promise", number, promise=made, text="Починим к лету", due="2027-06-01", reason="Паводок")
    [after] = show.tickets()
    assert after.resolution_due.date().isoformat() == "2027-06-01" and after.department == "ЖКХ"
    assert after.version == before.version
    assert [e.type for e in tickets.events()][-2:] == ["ticket.retold", "tickets.rescheduled"]
    assert on_track(show, number) == [("open", "Починим к лету", "2027-06-01")]


def test_another_department_is_given_its_ticket(show: Show, tickets: Tickets) -> None:
    number = show.answered()
    made = promised(show, number, department="ЖКХ")
    show.wrapped()
    [ticket] = show.tickets()
    tickets.do("ticket.take", ticket.number)
    show.do("question.amend_promise", number, promise=made, department="Дорожное управление", reason="Их мост")
    [after] = show.tickets()
    assert (after.state, after.department, after.owner) == ("assigned", "Дорожное управление", None)
    assert tickets.events(ticket.number)[-1].data == {"department": "Дорожное управление", "from": "ЖКХ"}


def test_withdrawn_after_the_wrap_its_ticket_is_closed_with_the_reason(show: Show, tickets: Tickets) -> None:
    number = show.answered()
    made = promised(show, number, department="ЖКХ")
    show.wrapped()
    [ticket] = show.tickets()
    show.do("question.withdraw_promise", number, promise=made, reason="Мост федеральный")
    [after] = show.tickets()
    assert (after.number, after.state, after.promise_id) == (ticket.number, "closed", None)
    assert tickets.events(ticket.number)[-1].type == "ticket.closed"
    with show.store.read() as connection:
        assert stored_tickets.has_note(connection, ticket.id, "Починим мост — Мост федеральный")
    assert on_track(show, number) == [("closed", None, None)]


@pytest.mark.parametrize("verb", ["amend_promise", "withdraw_promise"])
def test_a_promise_that_was_kept_stays(show: Show, tickets: Tickets, verb: str) -> None:
    number = show.answered()
    made = promised(show, number, department="ЖКХ")
    show.wrapped()
    [ticket] = show.tickets()
    tickets.do("ticket.take", ticket.number)
    tickets.do("ticket.resolve", ticket.number, answer="Починили.")
    more = {"due": "2027-06-01"} if verb == "amend_promise" else {}
    refusal = show.refused("illegal", f"question.{verb}", number, promise=made, reason="Поздно", **more)
    assert ticket.number in str(refusal)


def test_of_two_who_change_a_promise_one_does(show: Show) -> None:
    number = show.answered()
    made, version = promised(show, number), show.row(number).version
    done = at_once(
        lambda: show.do("question.amend_promise", number, promise=made, version=version, text="А", reason="Так"),
        lambda: show.do("question.withdraw_promise", number, promise=made, version=version, reason="Так"),
    )
    assert done.count("conflict") == 1
    with show.store.read() as connection:
        left = connection.execute(select(promise.c.text).where(promise.c.id == made)).scalars().all()
    assert left == ([] if done[0] == "conflict" else ["А"])


# A ticket that is a question again


def test_a_ticket_is_a_new_question_again(show: Show, tickets: Tickets) -> None:
    number = show.shortlisted()
    made = show.do("question.ticket", number)["ticket"]
    assert show.do("question.recall", number)["ticket"] == made
    assert (show.row(number).state, show.tickets()) == ("new", [])
    assert show.page(number)["history"][-1]["from_ticket"] == made
    last = tickets.events()[-1]
    assert (last.type, last.data) == ("tickets.removed", {"count": 1, "tickets": [made]})


def test_one_that_somebody_works_on_is_called_back_too(show: Show, tickets: Tickets) -> None:
    number = show.asked()
    tickets.do("ticket.assign", show.do("question.ticket", number)["ticket"], department="ЖКХ")
    show.do("question.recall", number)
    assert show.row(number).state == "new"


ANSWERED: dict[str, Callable[[Tickets, str], Any]] = {
    "on the way": lambda tickets, made: tickets.do("ticket.reply", made, text="Разбираемся."),
    "for good": lambda tickets, made: tickets.do("ticket.resolve", made, answer="Починили."),
    "before everybody": lambda tickets, made: tickets.do("ticket.publish", made, text="Починили."),
}


@pytest.mark.parametrize("answer", ANSWERED.values(), ids=ANSWERED)
def test_a_ticket_that_was_answered_stays(show: Show, tickets: Tickets, answer: Callable[[Tickets, str], Any]) -> None:
    number = show.asked()
    made = show.do("question.ticket", number)["ticket"]
    tickets.do("ticket.assign", made, department="ЖКХ")
    answer(tickets, made)
    assert made in str(show.refused("illegal", "question.recall", number))
    assert [row.number for row in show.tickets()] == [made]


def test_after_the_wrap_nothing_is_called_back(show: Show) -> None:
    number = show.asked()
    show.wrapped()
    show.refused("illegal", "question.recall", number)


def test_of_one_who_calls_it_back_and_one_who_answers_one_wins(show: Show, tickets: Tickets) -> None:
    number = show.asked()
    made = show.do("question.ticket", number)["ticket"]
    tickets.do("ticket.assign", made, department="ЖКХ")
    seen = tickets.row(made).version  # Looked up at once with the recall, there might be none.
    back, answered = at_once(
        lambda: show.do("question.recall", number),
        lambda: tickets.do("ticket.resolve", made, answer="Починили.", version=seen),
    )
    if back == "illegal":
        assert answered["ok"] and show.row(number).state == "ticketed"
    else:
        assert answered == "not_found" and show.row(number).state == "new"


# A declined one restored


def test_before_the_wrap_a_declined_question_is_new_again(show: Show) -> None:
    number = show.asked()
    show.do("question.decline", number, reason="spam")
    assert "ticket" not in show.do("question.restore", number)
    assert show.row(number).state == "new"


def test_after_the_wrap_it_becomes_a_ticket(show: Show) -> None:
    number = show.asked()
    show.do("question.decline", number, reason="spam")
    show.wrapped()
    made = show.do("question.restore", number)["ticket"]
    [ticket] = show.tickets()
    assert (ticket.number, ticket.kind, show.row(number).state) == (made, "unanswered", "ticketed")
    assert (show.types()[-1], show.events()[-1].state) == ("question.restored", "ticketed")
    assert show.view(number)["decline"] is None


def test_once_the_show_is_put_away_it_stays_declined(show: Show) -> None:
    number = show.asked()
    show.do("question.decline", number, reason="spam")
    show.wrapped()
    show.do("broadcast.archive")
    show.refused("illegal", "question.restore", number)


def test_of_two_who_restore_one_does_and_one_ticket_is_made(show: Show) -> None:
    number = show.asked()
    show.do("question.decline", number, reason="spam")
    show.wrapped()
    version = show.row(number).version
    done = at_once(*[lambda: show.do("question.restore", number, version=version)] * 2)
    assert done.count("conflict") == 1
    assert len(show.tickets()) == 1
