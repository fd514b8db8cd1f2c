"""What a wrap's tickets are: whose, for what, by when; and what a department's screen hears of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from live.admin.lists import save_list
from live.desk import close
from live.desk.close import wrap_slice
from live.domain.people import By
from live.store import log
from live.store.centre import lists
from live.store.ids import TICKETS_LOG
from live.store.show import broadcasts
from live.store.tables import promise
from live.store.transaction import Store
from live.views.books import books
from live.views.feed.sections.section import Reader
from live.views.feed.visible_events import EventRenderer
from live.views.screens import SCREENS
from tests.support.rooms import Show

ROADS, WATER = "Отдел дорог", "Водоканал"


@pytest.fixture(autouse=True)
def topics(store: Store) -> None:
    items = [
        {"name": "Дороги", "words": ["яма"], "department": ROADS},
        {"name": "Вода", "words": ["вода"], "department": WATER},
        {"name": "Разное", "words": [], "department": None},
    ]
    with store.read() as connection:
        version = lists.read(connection, "topics").version
    save_list(store, "topics", version, items, By("Администратор", "admin"))


@pytest.fixture(autouse=True)
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(close, "SLICE", 3)
    monkeypatch.setattr(close, "SLICE_ON_AIR", 3)


def on_topic(show: Show, topic: str | None) -> int:
    return int(show.do("question.add", text="Вопрос с места", topic=topic)["number"])


def promised(show: Show, number: int, **fields: Any) -> None:
    show.do("question.promise", number, promise="Починим", **fields)


def kinds(show: Show) -> list[tuple[int, str, str | None]]:
    return sorted((row.question_id % 2**32, row.kind, row.department) for row in show.tickets())


def heard(store: Store, department: str | None, since: int) -> list[dict[str, Any]]:
    """What the tickets' screen hears after a number of their log."""
    with store.read() as connection:
        row = log.position(connection, TICKETS_LOG).broadcast
        events = log.events_since(connection, TICKETS_LOG, since, 500)
        return EventRenderer(connection, row, events).for_screen(SCREENS["tickets"], Reader(department))


def tickets_head(store: Store) -> int:
    with store.read() as connection:
        return log.position(connection, TICKETS_LOG).head


def test_the_department_is_the_one_that_answers_for_the_topic(show: Show) -> None:
    for topic in ("Дороги", "Вода", "Разное", None, "Такой темы нет"):
        on_topic(show, topic)
    show.wrapped()
    assert [department for *_, department in kinds(show)] == [ROADS, WATER, None, None, None]


def test_so_it_is_for_the_rest_of_what_was_answered_in_part(show: Show) -> None:
    number = on_topic(show, "Дороги")
    for verb in ("shortlist", "take"):
        show.do(f"question.{verb}", number)
    show.do("question.answer", number, fully=False)
    assert kinds(show) == [(number, "rest", ROADS)]


def test_a_department_that_a_moderator_names_comes_before_the_topics(show: Show) -> None:
    show.do("question.ticket", on_topic(show, "Дороги"), department="Приёмная")
    assert kinds(show) == [(1, "unanswered", "Приёмная")]


def test_a_promise_becomes_a_ticket_though_the_question_was_answered_in_full(show: Show) -> None:
    number = show.answered()
    promised(show, number, due="2026-12-01")
    show.wrapped()
    assert kinds(show) == [(number, "promise", None)]
    assert show.books().balances


def test_a_promise_is_due_when_that_days_work_ends(show: Show) -> None:
    number = show.answered()
    promised(show, number, due="2027-03-02")
    promised(show, number, due="2026-01-12")
    show.wrapped()
    late, passed = show.tickets()
    assert late.resolution_due == datetime(2027, 3, 2, 13, tzinfo=UTC)
    assert late.reaction_due < late.resolution_due
    # A day that had passed by then says nothing any more: the usual time holds.
    assert passed.created_at < passed.reaction_due < passed.resolution_due


def test_a_promise_without_a_date_has_the_usual_time(show: Show) -> None:
    promised(show, show.answered())
    show.asked()
    show.wrapped()
    made, other = show.tickets()
    assert (made.kind, other.kind) == ("promise", "unanswered")
    assert made.resolution_due.date() >= other.created_at.date()


def test_its_department_is_the_promises_own_or_the_topics(show: Show) -> None:
    number = on_topic(show, "Вода")
    show.do("question.shortlist", number)
    promised(show, number)
    promised(show, number, department=ROADS)
    show.wrapped()
    assert kinds(show) == [(number, "promise", WATER), (number, "promise", ROADS), (number, "unanswered", WATER)]


def test_many_promises_of_one_question_are_many_tickets_and_none_twice_when_resumed(store: Store, show: Show) -> None:
    number = show.answered()
    for _ in range(5):
        promised(show, number)
    show.do("broadcast.wrap")
    assert wrap_slice(store, show.id)
    assert len(show.tickets()) == 3
    while wrap_slice(store, show.id):
        pass
    with store.read() as connection:
        ids = connection.execute(select(promise.c.id).where(promise.c.question_id == show.row(number).id)).scalars()
        assert [row.promise_id for row in show.tickets()] == sorted(ids)


def test_the_promise_of_a_merged_question_is_its_roots(show: Show) -> None:
    root, child = show.shortlisted(), show.shortlisted()
    promised(show, child)
    show.do("question.merge", child, into=root)
    show.wrapped()
    assert kinds(show) == [(root, "promise", None), (root, "unanswered", None)]
    assert show.row(root).askers == 2


def test_merged_questions_share_the_ticket_of_their_root(show: Show) -> None:
    root, first, second = show.asked(), show.asked(), show.asked()
    show.do("question.merge", first, into=root)
    show.do("question.merge", second, into=first)
    show.wrapped()
    assert kinds(show) == [(root, "unanswered", None)]
    assert show.row(root).askers == 3


def test_the_books_miss_a_promise_without_its_ticket(store: Store, show: Show) -> None:
    promised(show, show.answered())
    show.wrapped()
    with store.write() as tx:
        [row] = show.tickets()
        tx.connection.execute(
            promise.insert().values(question_id=row.question_id, text="Ещё", by_name="Анна", at=tx.now)
        )
    with store.read() as connection:
        account = books(connection, broadcasts.by_id(connection, show.id))
    assert any("2 promises" in str(line) for line in account.wrong)


def test_a_department_hears_of_its_own_tickets_alone_and_counts_them(store: Store, show: Show) -> None:
    for topic in ("Дороги", "Вода", "Дороги"):
        on_topic(show, topic)
    since = tickets_head(store)
    show.wrapped()
    [opened] = heard(store, ROADS, since)
    assert opened["count"] == 2
    assert [view["topic"] for view in opened["views"]] == ["Дороги", "Дороги"]
    assert heard(store, "Приёмная", since) == []
    assert heard(store, None, since)[0]["count"] == 3


def test_how_far_the_wrap_has_come_is_told_to_every_screen(store: Store, show: Show) -> None:
    show.receive(*["Вопрос"] * 5)
    show.do("broadcast.wrap")
    since = show.head
    wrap_slice(store, show.id)
    with store.read() as connection:
        row = broadcasts.by_id(connection, show.id)
        renderer = EventRenderer(connection, row, log.events_since(connection, show.id, since, 10))
    for name in ("desk", "rundown", "head", "prompter", "overlay"):
        [slice_] = renderer.for_screen(SCREENS[name])
        assert slice_["broadcast"]["wrap"] == {"done": 3, "of": 5}
