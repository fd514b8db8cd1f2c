"""Themes that no topic fits, as the administrator is offered them."""

from __future__ import annotations

from live.admin.lists import save_list
from live.domain.people import By
from live.store.centre import lists
from live.store.tables import centre_list
from live.views.admin.new_topics import NewTopic, new_topics
from tests.support.gathering import FOUNTAIN, ROAD, gathered, names
from tests.support.rooms import Show, show, store

__all__ = ["show", "store"]


def offered(show: Show) -> list[NewTopic]:
    return [one for one in new_topics(show.store) if one.slug == show.slug]


def begun(show: Show) -> None:
    for text in (*FOUNTAIN, *ROAD):
        show.asked(text)
    gathered(show)


def test_a_theme_without_a_topic_is_offered_with_how_many_asked(show: Show) -> None:
    begun(show)
    [one] = offered(show)
    assert (one.name, one.asked, one.cluster) == (names(show)[1], len(FOUNTAIN), 1)
    assert "фонтан" in one.name


def test_once_a_topic_has_its_words_it_is_offered_no_more(show: Show) -> None:
    begun(show)
    with show.store.read() as connection:
        present = lists.read(connection, "topics")
    added = {"name": "Фонтаны", "words": ["фонтан"], "department": None}
    save_list(show.store, "topics", present.version, [*present.items, added], By("Ольга", "admin"))
    try:
        assert offered(show) == []
    finally:
        with show.store.write() as tx:
            tx.connection.execute(centre_list.delete().where(centre_list.c.name == "topics"))
