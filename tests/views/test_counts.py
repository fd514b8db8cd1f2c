"""How many asked about what and from where, over everything that a broadcast has received."""

from __future__ import annotations

from live.store.transaction import Store
from live.views.queries import Queries
from tests.support.rooms import Json, Show


def counts(show: Show) -> Json:
    """What is counted now, without the log's number."""
    counted = Queries(show.store).counts(show.slug)
    assert counted["to"] == show.head
    return {name: value for name, value in counted.items() if name != "to"}


def told(show: Show, of: str) -> dict[str, int]:
    return {one["name"]: one["askers"] for one in counts(show)[of]}


def test_every_question_counts_in_whatever_state(show: Show) -> None:
    show.asked(topic="Дороги", locality="Сосновка")
    show.answered()
    show.do("question.classify", 2, topic="Дороги")
    show.do("question.decline", show.asked(topic="ЖКХ"), reason="spam")
    show.do("question.ticket", show.asked(topic="ЖКХ", locality="Сосновка"))
    assert counts(show)["received"] == 4
    assert told(show, "topics") == {"Дороги": 2, "ЖКХ": 2}
    assert told(show, "localities") == {"Сосновка": 2}


def test_whoever_was_merged_counts_where_the_root_stands(show: Show) -> None:
    root, double, deeper = (show.asked(topic=topic) for topic in ("Дороги", "ЖКХ", None))
    show.do("question.merge", deeper, into=double)
    show.do("question.merge", double, into=root)
    assert told(show, "topics") == {"Дороги": 3}
    show.do("question.split", double)
    assert told(show, "topics") == {"Дороги": 1, "ЖКХ": 2}


def test_what_has_no_topic_or_place_is_only_received(show: Show) -> None:
    show.do("question.merge", show.asked(), into=show.asked())
    assert counts(show) == {"received": 2, "topics": [], "localities": []}


def test_the_most_asked_about_come_first(show: Show) -> None:
    for topic in ("ЖКХ", "Дороги", "Дороги", "Авиация"):
        show.asked(topic=topic)
    assert [one["name"] for one in counts(show)["topics"]] == ["Дороги", "Авиация", "ЖКХ"]


def test_another_broadcasts_questions_do_not_count(store: Store, show: Show) -> None:
    other = Show(store).on_air()
    other.do("question.merge", other.asked(topic="ЖКХ"), into=other.asked(topic="ЖКХ"))
    assert counts(show) == {"received": 0, "topics": [], "localities": []}


def test_it_is_not_counted_for_each_who_asks(show: Show) -> None:
    queries = Queries(show.store)
    before = show.head
    assert queries.counts(show.slug)["received"] == 0
    show.asked()
    again = queries.counts(show.slug)
    assert (again["received"], again["to"]) == (0, before)
    assert counts(show)["received"] == 1
