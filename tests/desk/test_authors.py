"""An author changes or deletes what they asked."""

from __future__ import annotations

import pytest

from live.desk.author_changes import author_changed
from live.store.transaction import Store
from live.views.questions.listing import Filter, question_now, questions_page
from live.views.screens import BROADCAST_SCREENS, SCREENS
from tests.support.rooms import Show


def test_a_question_still_new_takes_the_new_wording(store: Store, show: Show) -> None:
    number = show.asked("Нет воды", external_id="m-1")
    author_changed(store, show.origin, "m-1", "Нет света")
    view = show.view(number)
    assert (view["text"], view["version"]) == ("Нет света", 2)
    assert view["author_change"]["text"] is None
    assert show.types()[-1] == "question.changed_by_author"


@pytest.mark.parametrize("read_before", [True, False], ids=["read before", "read after"])
def test_the_new_wording_is_found_by_search(store: Store, show: Show, read_before: bool) -> None:
    show.asked("Нет воды", external_id="m-1")
    if read_before:
        show.understood()
    author_changed(store, show.origin, "m-1", "Нет электричества")
    show.understood()
    with store.read() as connection:
        for word, found in (("электричества", 1), ("воды", 0)):
            page = questions_page(connection, show.broadcast, SCREENS["desk"], Filter(q=word))
            assert page["total"] == found


def test_a_question_further_on_keeps_its_text_and_its_version(store: Store, show: Show) -> None:
    number = show.shortlisted("Нет воды", external_id="m-1")
    author_changed(store, show.origin, "m-1", "Нет света")
    view = show.view(number)
    assert (view["text"], view["version"]) == ("Нет воды", 2)
    assert view["author_change"]["text"] == "Нет света"
    show.do("question.take", number, version=2)


def test_a_deletion_is_noted_and_takes_nothing_away(store: Store, show: Show) -> None:
    number = show.asked("Нет воды", external_id="m-1")
    author_changed(store, show.origin, "m-1", None)
    view = show.view(number)
    assert (view["text"], view["version"], view["state"]) == ("Нет воды", 1, "new")
    assert view["author_change"]["deleted"] is True
    assert show.types()[-1] == "question.deleted_by_author"


def test_a_message_that_we_do_not_have_changes_nothing(store: Store, show: Show) -> None:
    before = show.head
    author_changed(store, show.origin, "m-404", "Нет света")
    assert show.head == before


def test_a_ticket_tells_the_new_wording(store: Store, show: Show) -> None:
    number = show.taken("Нет воды", external_id="m-1")
    show.do("question.answer", number, fully=False)
    show.do("question.reopen", number)
    show.do("question.return", number)
    author_changed(store, show.origin, "m-1", "Нет света")
    assert len(show.retold()) == 1


def test_while_a_question_is_on_air_only_the_producer_sees_that_its_author_changed_it(store: Store, show: Show) -> None:
    number = show.taken("Нет воды", external_id="m-1")
    author_changed(store, show.origin, "m-1", "Нет света")

    def seen_by(screen: str) -> object:
        with store.read() as connection:
            view = question_now(connection, show.broadcast, SCREENS[screen], number)
        return view.get("author_change") if view is not None else None

    assert [screen.name for screen in BROADCAST_SCREENS if seen_by(screen.name)] == ["rundown"]
    show.do("question.return", number)
    assert [screen.name for screen in BROADCAST_SCREENS if seen_by(screen.name)] == ["desk", "rundown", "head"]
