"""The centre's lists as rows: defaults until somebody edits one, and one writer at a time."""

from __future__ import annotations

import pytest

from live.domain.question import REASONS
from live.domain.refused import Refused
from live.language.default_topics import TOPICS
from live.store.centre import lists
from live.store.ids import TICKETS_LOG
from live.store.tables import centre_list
from live.store.transaction import Store


@pytest.fixture(autouse=True)
def unedited(store: Store) -> None:
    with store.write() as tx:
        tx.connection.execute(centre_list.delete())


def test_a_list_that_nobody_edited_is_the_default(store: Store) -> None:
    with store.read() as connection:
        topics, localities, reasons, *_ = (lists.read(connection, name) for name in lists.NAMES)
    assert [item["name"] for item in topics.items] == [name for name, _ in TOPICS]
    assert localities.items == ()
    assert [item["code"] for item in reasons.items] == list(REASONS)
    assert {(entry.version, entry.by_name) for entry in (topics, localities, reasons)} == {(0, None)}


def test_a_saved_list_comes_back_whole_with_who_saved_it(store: Store) -> None:
    items = [{"name": "Ёлкино, «Новое»", "also": ["Елкино"]}]
    with store.write() as tx:
        tx.lock(TICKETS_LOG)
        lists.save(tx, "localities", 0, items, "Анна")
        lists.save(tx, "localities", 1, [*items, {"name": "Заречье", "also": []}], "Пётр")
    with store.read() as connection:
        saved = lists.read(connection, "localities")
        assert lists.items_of_all(connection)["localities"] == list(saved.items)
    assert (saved.version, saved.by_name) == (2, "Пётр") and saved.at is not None
    assert saved.items == (*items, {"name": "Заречье", "also": []})


@pytest.mark.parametrize("version", [0, 2])
def test_a_stale_save_is_told_what_is_there_now(store: Store, version: int) -> None:
    with store.write() as tx:
        lists.save(tx, "localities", 0, [{"name": "Сосновка", "also": []}], "Анна")
    with pytest.raises(Refused) as refused, store.write() as tx:
        lists.save(tx, "localities", version, [], "Пётр")
    assert refused.value.code == "conflict" and "Анна" in str(refused.value)
    assert refused.value.current == {"version": 1, "items": [{"name": "Сосновка", "also": []}]}
