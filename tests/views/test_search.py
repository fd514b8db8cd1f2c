"""Search in Russian word forms, alike on both databases, newest first, whatever the filter."""

from __future__ import annotations

from typing import Any

import pytest

from live.domain.refused import Refused
from live.store.transaction import Store
from live.views.questions import search
from live.views.questions.listing import Filter, numbers_page
from live.views.screens import SCREENS
from tests.support.rooms import Show


def found(show: Show, query: str, **filter_: Any) -> list[int]:
    with show.store.read() as connection:
        page = numbers_page(connection, show.broadcast, SCREENS["desk"], Filter(q=query, **filter_))
    return list(page["numbers"])


@pytest.mark.parametrize(
    "query", ["дорога", "дороги", "дорог", "дорогу", "ДОРОГОЙ", "разбитая дорога", "дорога разбита"]
)
def test_a_word_is_found_in_any_form(show: Show, query: str) -> None:
    number = show.asked("У нас нет нормальных дорог, все разбиты")
    show.asked("Нет воды")
    show.understood()
    assert found(show, query) == [number]


@pytest.mark.parametrize(("query", "hit"), [("водопро", True), ("водопр", True), ("водопро ", False), ("дом", False)])
def test_the_last_word_may_be_unfinished(show: Show, query: str, hit: bool) -> None:
    """But a whole word is itself, and a space ends one."""
    show.asked("Водопровод и домофон не работают")
    show.understood()
    assert bool(found(show, query)) is hit


def test_every_word_must_be_there(show: Show) -> None:
    show.asked("Нет воды в школе")
    both = show.asked("В школах холодно и нет света")
    show.understood()
    assert found(show, "свет школа") == [both]


def test_the_wording_for_air_the_topic_and_the_place_are_searched(show: Show) -> None:
    number = show.asked("ну када уже", locality="Сосновка", topic="Дороги")
    show.understood()
    assert found(show, "сосновки") == found(show, "дорога") == [number]
    show.do("question.edit", number, air_text="Когда отремонтируют мост?")
    show.do("question.classify", number, locality="Таволжанка")
    assert found(show, "мосты") == found(show, "таволжанке") == [number]
    assert found(show, "сосновка") == []


def test_a_bare_number_finds_the_question_of_that_number(show: Show) -> None:
    numbers = [show.asked("Маршрут 1 отменили"), show.asked("Без цифр"), show.asked("Тоже без")]
    show.understood()
    assert found(show, "1") == [numbers[0]]
    assert found(show, "2") == [numbers[1]]
    assert found(show, "2", states=("declined",)) == []


def test_what_has_not_been_read_yet_is_not_found(show: Show) -> None:
    show.understood()
    number = show.asked("Нет воды")
    assert found(show, "вода") == []
    show.understood()
    assert found(show, "вода") == [number]


def test_another_broadcasts_questions_are_not_found(store: Store, show: Show) -> None:
    Show(store).on_air().asked("Нет воды")
    show.understood()
    assert found(show, "вода") == []


@pytest.mark.parametrize("query", ["", "  ", "—", "!?"])
def test_a_query_without_a_word_is_invalid(show: Show, query: str) -> None:
    with pytest.raises(Refused) as refused:
        search.parse(query)
    assert refused.value.code == "invalid"


@pytest.mark.parametrize("query", ['вода"', "вода'", "вода*", "(вода", "вода & свет |", "вода:*", "-вода", "NOT вода"])
def test_what_an_index_would_take_for_its_own_signs_is_text(show: Show, query: str) -> None:
    number = show.asked("Нет воды")
    show.understood()
    assert found(show, query) in ([number], [])


FILTERS: list[dict[str, Any]] = [
    {},
    {"states": ("new",)},
    {"states": ("declined",)},
    {"states": ("new", "declined")},
    {"topic": "ЖКХ"},
    {"topic": "Связь"},
    {"locality": "Сосновка", "states": ("new",)},
    {"source": "vk"},
    {"only": (2, 3, 7)},
]


@pytest.mark.parametrize("few", [0, search.FEW], ids=["by the index", "row by row"])
@pytest.mark.parametrize("filter_", FILTERS, ids=str)
def test_whichever_way_is_quicker_finds_the_same(
    show: Show, filter_: dict[str, Any], few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A filter that leaves few questions is looked through; any other goes by the index."""
    monkeypatch.setattr(search, "FEW", few)
    expected = []
    for n in range(1, 13):
        topic, place, source = ("ЖКХ", None, "Дороги")[n % 3], ("Сосновка", None)[n % 2], ("vk", "form")[n % 2]
        text = ("Нет воды", "Когда дадут воду?", "Яма на дороге")[n % 3]
        show.asked(text, topic=topic, locality=place, source=source)
        if n % 4 == 0:
            show.do("question.decline", n, reason="spam")
        facts = {"topic": topic, "locality": place, "source": source}
        state = "declined" if n % 4 == 0 else "new"
        wanted = all(facts[name] == value for name, value in filter_.items() if name in facts)
        if n % 3 != 2 and wanted and state in filter_.get("states", (state,)) and n in filter_.get("only", (n,)):
            expected.append(n)
    show.understood()
    assert found(show, "вода", **filter_) == expected[::-1]


def test_pages_of_a_search_follow_one_another(show: Show) -> None:
    for _ in range(7):
        show.asked("Нет воды")
    show.understood()
    assert found(show, "вода", limit=3) == [7, 6, 5]
    assert found(show, "вода", limit=3, before=5) == [4, 3, 2]
    assert found(show, "вода", limit=3, before=2) == [1]
