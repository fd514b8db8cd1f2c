"""The wrap: at once its beginning, then slices, until nothing is left without its ticket."""

from __future__ import annotations

import uuid

import pytest

from live.desk import BUS, close
from live.desk.close import wrap_slice, wrapping
from live.desk.tickets import open_tickets
from live.domain import broadcast as broadcast_rules
from live.domain.ticket import Kind
from live.store.ids import TICKETS_LOG
from live.store.transaction import Store
from tests.support.rooms import EVERYBODY, Show, Tickets


@pytest.fixture(autouse=True)
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(close, "SLICE", 4)
    monkeypatch.setattr(close, "SLICE_ON_AIR", 2)


@pytest.fixture(autouse=True)
def nobody_else_on_air(store: Store) -> None:
    """Earlier tests' shows are wrapped: another one on air makes the slices smaller."""
    with store.read() as connection:
        slugs = connection.exec_driver_sql("SELECT slug FROM broadcast WHERE state = 'on_air'").scalars().all()
    for slug in slugs:
        BUS.perform(store, slug, {"id": str(uuid.uuid4()), "type": "broadcast.wrap"}, EVERYBODY)


def slices(show: Show) -> list[int]:
    """How many questions each slice of the wrap has ticketed."""
    return [len(e.data["questions"]) for e in show.events() if e.type == "questions.ticketed"]


def test_it_is_acknowledged_at_its_beginning(show: Show) -> None:
    show.asked()
    assert show.do("broadcast.wrap")["state"] == "wrapping"
    assert (show.broadcast.state, show.broadcast.intake_open) == ("wrapping", False)
    assert show.tickets() == []


def test_it_ends_the_calls_and_puts_the_question_on_air_back(show: Show) -> None:
    _, number = show.handed()
    show.rung()
    show.do("question.shortlist", number)
    show.do("question.take", number)
    since = show.head
    show.do("broadcast.wrap")
    assert show.types(since) == ["call.ended", "call.ended", "question.returned", "broadcast.wrapping"]
    assert show.row(number).state == "shortlisted"
    assert show.view(number)["caller"]["gone"] is True


def test_every_open_question_gets_one_ticket_and_nothing_else_does(show: Show) -> None:
    answered, declined, merged = show.answered(), show.asked(), show.asked()
    show.do("question.decline", declined, reason="spam")
    show.do("question.merge", merged, into=answered)
    listed, fresh = show.shortlisted(), show.asked()
    show.wrapped()
    assert sorted(row.question_id % 2**32 for row in show.tickets()) == [listed, fresh]
    assert [show.row(n).state for n in (answered, declined, merged, listed, fresh)] == [
        "answered",
        "declined",
        "merged",
        "ticketed",
        "ticketed",
    ]
    assert show.row(listed).rank is None
    assert show.books().balances


def test_a_question_ticketed_before_keeps_its_one_ticket(show: Show) -> None:
    show.do("question.ticket", show.asked())
    show.asked()
    show.wrapped()
    assert len(show.tickets()) == 2
    assert show.books().balances


def test_a_slice_is_one_transaction_with_one_event_on_each_log(store: Store, show: Show) -> None:
    show.receive(*["Вопрос"] * 6)
    show.do("broadcast.wrap")
    since, tickets_since = show.head, len(Tickets(store).events())
    assert wrap_slice(store, show.id)
    [here], [there] = show.events(since), Tickets(store).events()[tickets_since:]
    assert (here.type, there.type) == ("questions.ticketed", "tickets.opened")
    assert here.data["questions"][0] == {"question": 1, "version": 2, "was": "new"}
    assert there.data["tickets"] == [row.number for row in show.tickets()]


def test_it_goes_in_slices_and_wrapped_is_the_last_word(show: Show) -> None:
    show.receive(*["Вопрос"] * 10)
    show.wrapped()
    assert slices(show) == [4, 4, 2]
    assert show.types()[-1] == "broadcast.wrapped"
    assert show.broadcast.wrapped_at is not None


def test_slices_are_smaller_while_another_show_is_on_air(store: Store, show: Show) -> None:
    Show(store).on_air()
    show.receive(*["Вопрос"] * 5)
    show.wrapped()
    assert slices(show) == [2, 2, 1]


def test_another_worker_resumes_what_one_left(store: Store, show: Show) -> None:
    show.receive(*["Вопрос"] * 10)
    show.do("broadcast.wrap")
    wrap_slice(store, show.id)
    assert show.id in wrapping(store)
    others = Store(store.database, "of-the-tests")
    while wrap_slice(others, show.id):
        pass
    assert show.id not in wrapping(store)
    assert len(show.tickets()) == 10
    assert show.books().balances


def test_a_slice_that_fails_leaves_nothing(store: Store, show: Show) -> None:
    show.receive(*["Вопрос"] * 3)
    with store.write() as tx:  # A second ticket for one question is what the database refuses.
        _, broadcast = tx.lock(TICKETS_LOG, show.id)
        open_tickets(tx, broadcast, [3], Kind.UNANSWERED, None)
    show.do("broadcast.wrap")
    before = show.head
    with pytest.raises(Exception, match="(?i)unique"):
        wrap_slice(store, show.id)
    assert (show.head, len(show.tickets())) == (before, 1)
    assert [show.row(n).state for n in (1, 2, 3)] == ["new"] * 3


def test_a_slice_of_what_does_not_wrap_does_nothing(store: Store, show: Show) -> None:
    show.asked()
    assert not wrap_slice(store, show.id)
    assert show.row(1).state == "new"


def test_an_empty_show_is_wrapped_at_once(show: Show) -> None:
    show.wrapped()
    assert show.types()[-2:] == ["broadcast.wrapping", "broadcast.wrapped"]


def test_it_may_come_from_collecting_but_not_twice(store: Store) -> None:
    show = Show(store)
    show.refused("illegal", "broadcast.wrap")
    show.do("broadcast.open")
    show.do("broadcast.wrap")
    show.refused("illegal", "broadcast.wrap")


def test_a_standing_broadcast_is_not_wrapped(store: Store) -> None:
    Show(store, broadcast_rules.Kind.STANDING).refused("illegal", "broadcast.wrap")


def test_what_was_wrapped_is_archived(show: Show) -> None:
    show.wrapped()
    show.do("broadcast.archive")
    assert show.broadcast.state == "archived"
