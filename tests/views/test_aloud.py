"""What is read aloud: with the stresses of the centre's list, on prompter and head alone, and never saved."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from live.admin.lists import save_list
from live.domain.people import By
from live.store.centre import lists
from live.store.tables import centre_list
from live.views.feed.sections.questions import NOTHING
from live.views.questions.view import question_views
from live.views.screens import SCREENS
from tests.support.rooms import Json, Show, show, store

__all__ = ["show", "store"]

OLGA = By("Ольга", "admin")
TEXT = "Когда в Сосновке дадут воду?"


def stress(show: Show, *names: str) -> None:
    with show.store.read() as connection:
        version = lists.read(connection, "stresses").version
    save_list(show.store, "stresses", version, [{"name": name} for name in names], OLGA)


@pytest.fixture
def listed(show: Show) -> Iterator[Show]:
    stress(show, "Сосн+овка", "Лесн+ая")
    yield show
    with show.store.write() as tx:
        tx.connection.execute(centre_list.delete().where(centre_list.c.name == "stresses"))


def on(screen: str, show: Show, number: int) -> Json:
    with show.store.read() as connection:
        view = question_views(connection, show.id, [number])[number]
    return dict(SCREENS[screen].questions.shown(view, NOTHING))


def test_prompter_and_head_read_it_with_its_stresses_and_the_wording_stays(listed: Show) -> None:
    number = listed.shortlisted(TEXT)
    for screen in ("prompter", "head"):
        shown = on(screen, listed, number)
        assert shown["aloud"] == {"text": "Когда в Сосно́вке дадут воду?", "locality": None}
        assert shown["text"] == TEXT
    assert on("rundown", listed, number)["aloud"] is None
    assert on("desk", listed, number)["aloud"] is None
    assert "aloud" not in on("overlay", listed, number)


def test_the_wording_for_air_is_what_is_read(listed: Show) -> None:
    number = listed.shortlisted(TEXT)
    listed.do("question.edit", number, air_text="Сосновка: когда будет вода?")
    assert on("prompter", listed, number)["aloud"]["text"] == "Сосно́вка: когда будет вода?"


def test_the_place_is_read_aloud_too(listed: Show) -> None:
    number = listed.shortlisted("Когда дадут воду?")
    listed.do("question.classify", number, locality="Сосновка")
    shown = on("prompter", listed, number)
    assert shown["aloud"] == {"text": "Когда дадут воду?", "locality": "Сосно́вка"}
    assert shown["locality"] == "Сосновка"


def test_where_no_name_stands_nothing_is_told(listed: Show) -> None:
    assert on("prompter", listed, listed.shortlisted("Когда починят мост?"))["aloud"] is None


def test_what_is_new_has_none(listed: Show) -> None:
    assert on("desk", listed, listed.asked(TEXT))["aloud"] is None


def test_a_stress_hides_nothing_from_the_masks(listed: Show) -> None:
    number = listed.shortlisted("В Сосновке на ул. Лесная, д. 5, кв. 7 нет воды, звоните 8 900 000-00-12")
    listed.do("question.classify", number, locality="Сосновка, 8 900 000-00-12")
    aloud = on("prompter", listed, number)["aloud"]
    assert "Сосно́вке" in aloud["text"]
    assert "кв. 7" not in aloud["text"] and "000-00-12" not in aloud["text"]
    assert aloud["locality"] == "Сосно́вка, [телефон]"


def test_what_was_let_through_to_the_air_is_read_aloud(listed: Show) -> None:
    number = listed.shortlisted("В Сосновке звоните 8 900 000-00-12")
    listed.do("question.unmask", number, words="8 900 000-00-12")
    assert on("prompter", listed, number)["aloud"]["text"] == "В Сосно́вке звоните 8 900 000-00-12"


def test_what_is_read_aloud_already_is_told_anew_once_the_list_is_saved(listed: Show) -> None:
    new, waiting, aired = listed.asked(TEXT), listed.shortlisted(TEXT), listed.shortlisted(TEXT)
    listed.do("question.take", aired)
    before = listed.head
    stress(listed, "Сосновк+а")
    told = [(event.type, event.question) for event in listed.events() if event.seq > before]
    assert told == [("question.stressed", aired), ("question.stressed", waiting)]
    assert on("prompter", listed, waiting)["aloud"] is None
    assert new not in {number for _, number in told}
