"""The administrator's lists: what a save takes, what it refuses, and who hears of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from live.admin.lists import MOST, MOST_WORDS, save_list
from live.commands import demo
from live.desk.invented import TEXTS, VILLAGES
from live.domain.people import By
from live.domain.question import REASONS
from live.domain.refused import Refused
from live.store.centre.lists import CentreList, own_reasons
from live.store.tables import centre_list
from live.store.transaction import Store
from live.views.admin.lists import centre_lists, whole_list
from tests.support.backends import Backends
from tests.support.rooms import Show, opened

Json = dict[str, Any]
BY = By("Анна", "admin")
BUILT_IN: list[Json] = [{"code": code, "label": None, "shown": True} for code in REASONS]


@pytest.fixture(autouse=True)
def unedited(store: Store) -> None:
    with store.write() as tx:
        tx.connection.execute(centre_list.delete())


def saved(store: Store, name: str, items: list[Any]) -> CentreList:
    return save_list(store, name, whole_list(store, name).version, items, BY)


def refused(store: Store, name: str, items: list[Any], version: int | None = None) -> Refused:
    """The refusal of a save that has changed nothing."""
    before = whole_list(store, name)
    with pytest.raises(Refused) as caught:
        save_list(store, name, before.version if version is None else version, items, BY)
    assert whole_list(store, name) == before
    return caught.value


def test_a_saved_list_is_what_every_screen_is_given(store: Store) -> None:
    saved(store, "topics", [{"name": " Вода  и трубы ", "words": ["труба", " ", "ТРУБА"], "department": ""}])
    saved(store, "localities", [{"name": "Ёлкино", "also": ["Елкино 1"]}, {"name": "Заречье"}])
    with store.read() as connection:
        given = centre_lists(connection)
    assert given["topics"] == [{"name": "Вода и трубы", "department": None}]
    assert given["localities"] == [{"name": "Ёлкино"}, {"name": "Заречье"}]
    assert whole_list(store, "topics").items == ({"name": "Вода и трубы", "words": ["ТРУБА"], "department": None},)


def test_before_anybody_edits_them_the_screens_are_given_the_defaults(store: Store) -> None:
    with store.read() as connection:
        given = centre_lists(connection)
        assert own_reasons(connection) == frozenset()
    assert len(given["topics"]) == 26 and given["localities"] == []
    assert given["reasons"] == [{"code": code, "label": None} for code in REASONS]


def test_every_broadcast_that_is_not_put_away_hears_of_it(store: Store, show: Show) -> None:
    away = Show(store).on_air().wrapped()
    away.do("broadcast.archive")
    before, heads = len(show.events()), away.head
    saved(store, "localities", [{"name": "Сосновка"}])
    [event] = show.events()[before:]
    assert (event.type, event.data, event.by_name, event.by_role) == (
        "lists.changed",
        {"list": "localities"},
        "Анна",
        "admin",
    )
    assert away.head == heads


def test_a_stale_save_is_refused_and_nobody_hears_of_it(store: Store, show: Show) -> None:
    saved(store, "localities", [{"name": "Сосновка"}])
    head = show.head
    stale = refused(store, "localities", [{"name": "Заречье"}], version=0)
    assert stale.code == "conflict"
    assert stale.current == {"version": 1, "items": [{"name": "Сосновка", "also": []}]}
    assert show.head == head


WRONG: dict[str, tuple[str, list[Any]]] = {
    "a topic without a name": ("topics", [{"name": " ", "words": ["вода"]}]),
    "the same name": ("topics", [{"name": "Ёлки"}, {"name": "ЕЛКИ"}]),
    "a name too long": ("topics", [{"name": "ж" * 201}]),
    "too many topics": ("topics", [{"name": str(n)} for n in range(MOST["topics"] + 1)]),
    "too many words": ("topics", [{"name": "Вода", "words": [f"слово {n}" for n in range(MOST_WORDS + 1)]}]),
    "an unknown field": ("topics", [{"name": "Вода", "colour": "red"}]),
    "no list of words": ("topics", [{"name": "Вода", "words": "вода"}]),
    "a text for a topic": ("topics", ["Вода"]),
    "a control character": ("localities", [{"name": "Сосновка\x00"}]),
    "half a surrogate pair": ("localities", [{"name": "Сосновка\ud800"}]),
    "too many settlements": ("localities", [{"name": str(n)} for n in range(MOST["localities"] + 1)]),
    "a settlement twice": ("localities", [{"name": "Заречье"}, {"name": "заречье"}]),
    "a built-in reason gone": ("reasons", BUILT_IN[1:]),
    "a reason twice": ("reasons", [*BUILT_IN, BUILT_IN[0]]),
    "“other” hidden": ("reasons", [*BUILT_IN[:-1], {"code": "other", "shown": False}]),
    "a reason without a label": ("reasons", [*BUILT_IN, {"label": ""}]),
    "a label twice": ("reasons", [*BUILT_IN, {"label": "Реклама"}, {"label": "реклама"}]),
    "a code that is none": ("reasons", [*BUILT_IN, {"code": "Спам!", "label": "Спам"}]),
    "too many reasons": ("reasons", [*BUILT_IN, *({"label": f"Причина {n}"} for n in range(MOST["reasons"]))]),
}


@pytest.mark.parametrize(("name", "items"), WRONG.values(), ids=WRONG)
def test_a_list_that_is_not_one_is_invalid(store: Store, name: str, items: list[Any]) -> None:
    assert refused(store, name, items).code == "invalid"


def test_there_are_three_lists(store: Store) -> None:
    with pytest.raises(Refused) as caught:
        save_list(store, "colours", 0, [], BY)
    assert caught.value.code == "not_found"


def test_a_built_in_reason_can_be_hidden(store: Store) -> None:
    saved(store, "reasons", [{**item, "shown": item["code"] != "spam"} for item in BUILT_IN])
    with store.read() as connection:
        assert [r["code"] for r in centre_lists(connection)["reasons"]] == [c for c in REASONS if c != "spam"]


def test_an_own_reason_gets_its_code_from_its_label_and_keeps_it(store: Store) -> None:
    saved(store, "reasons", [*BUILT_IN, {"label": "Чужой район, не наш"}, {"label": "Чужой район — не наш?"}])
    codes = [item["code"] for item in whole_list(store, "reasons").items[-2:]]
    assert codes == ["chuzhoy_rayon_ne_nash", "chuzhoy_rayon_ne_nash_2"]
    renamed = [{**item, "label": f"{item['label']} 2"} for item in whole_list(store, "reasons").items[-2:]]
    saved(store, "reasons", [*renamed, *BUILT_IN])
    with store.read() as connection:
        assert own_reasons(connection) == set(codes)
        assert centre_lists(connection)["reasons"][0] == {"code": codes[0], "label": "Чужой район, не наш 2"}


def test_an_own_reason_is_hidden_but_never_removed(store: Store) -> None:
    """Questions were declined by it: every screen can still name it, and its code is still taken."""
    saved(store, "reasons", [*BUILT_IN, {"label": "Реклама"}])
    assert "reklama" in str(refused(store, "reasons", BUILT_IN))
    saved(store, "reasons", [*BUILT_IN, {"code": "reklama", "label": "Реклама", "shown": False}])
    with store.read() as connection:
        assert own_reasons(connection) == {"reklama"}
        given = centre_lists(connection)
    assert "reklama" not in [reason["code"] for reason in given["reasons"]]
    assert given["hidden_reasons"] == [{"code": "reklama", "label": "Реклама"}]


def test_a_rehearsal_knows_the_villages_and_topics_of_its_questions(backends: Backends, folder: Path) -> None:
    with opened("sqlite", backends, folder) as new:
        demo.prepare(new)
        with new.read() as connection:
            given = centre_lists(connection)
    assert [place["name"] for place in given["localities"]] == [village[0] for village in VILLAGES]
    assert set(TEXTS) <= {topic["name"] for topic in given["topics"]}


def test_a_rehearsal_leaves_settlements_that_somebody_has_named(backends: Backends, folder: Path) -> None:
    with opened("sqlite", backends, folder) as new:
        save_list(new, "localities", 0, [{"name": "Сосновка"}], BY)
        demo.prepare(new)
        assert whole_list(new, "localities").version == 1
