"""What is asked about now: placed, named, counted and told, after a restart too, and without those who are erased."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from live.desk.receive import receive_group
from live.domain.broadcast import Kind
from live.domain.submission import Author
from live.store import leases as all_leases
from live.store.ids import NUMBERS
from live.store.language import clusters
from live.store.leases import Leases
from live.store.transaction import Store
from live.views.questions.listing import Filter, numbers_page
from live.views.screens import SCREENS
from live.workers.language import clusters as task
from live.workers.language.clusters import Gathering, Memory
from tests.support.gathering import BUS, FOUNTAIN, ROAD, WATER, counts, gathered, names, placed
from tests.support.rooms import Show, clocked, show, store

__all__ = ["clocked", "show", "store"]


def test_questions_about_the_same_are_one_cluster_and_the_largest_stands_first(show: Show) -> None:
    show.receive(*BUS, *WATER, "Горячую воду дадут?")
    view = gathered(show)
    assert counts(show) == [(4, 4, 4), (1, 3, 3)]
    assert [one["name"] for one in view["listed"]] == ["Горячая вода", "Вечерний автобус"]


def test_two_about_the_same_are_not_shown_yet(show: Show) -> None:
    show.receive(*WATER[:2])
    assert gathered(show)["listed"] == []


def test_a_text_of_signs_alone_is_in_no_cluster(show: Show) -> None:
    show.receive("🙏", *WATER)
    gathered(show)
    assert placed(show) == {1: None, 2: 2, 3: 2, 4: 2}


def test_the_newest_of_an_old_broadcast_are_read(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "NEWEST", 3)
    show.receive("Где автобус?", *WATER)
    gathered(show)
    assert list(placed(show)) == [2, 3, 4]


def test_neither_number_nor_name_changes_while_more_is_asked(show: Show) -> None:
    show.receive(*WATER, *BUS)
    memories: dict[int, Memory] = {}
    gathered(show, memories)
    before, were = names(show), placed(show)
    for text in (*ROAD, "Вода ржавая, горячей воды не дождаться", "Горячая вода холодная, трубы старые"):
        show.asked(text)
        gathered(show, memories)
    assert before.items() <= names(show).items()
    assert were.items() <= placed(show).items()


@pytest.mark.parametrize("block", [3, 5000])
def test_whoever_starts_in_the_middle_goes_on_as_the_first_would_have(
    store: Store, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(task, "BLOCK", block)
    texts = [text for three in zip(WATER, BUS, ROAD, strict=True) for text in three] * 3
    one, other = Show(store).on_air(), Show(store).on_air()
    memories: dict[int, Memory] = {}
    for text in texts:
        one.asked(text)
        other.asked(text)
        gathered(one, memories)
        gathered(other)
    assert placed(one) == placed(other)
    assert names(one) == names(other)


def test_what_somebody_else_placed_meanwhile_is_not_placed_twice(show: Show) -> None:
    show.receive(*WATER)
    memories: dict[int, Memory] = {}
    gathered(show, memories)
    show.receive(*BUS)
    gathered(show)
    show.receive(*ROAD)
    gathered(show, memories)
    assert list(placed(show).values()) == [1, 1, 1, 4, 4, 4, 7, 7, 7]


def test_what_was_placed_by_a_late_holder_of_the_lease_is_thrown_away(show: Show) -> None:
    show.receive(*WATER)
    gathered(show)
    with show.store.read() as connection:
        before = clusters.reader(connection, show.id)
    assert before is not None
    show.receive(*BUS)
    gathered(show)
    with show.store.write() as tx:
        assert not clusters.place(tx, before, [(show.id * NUMBERS + 4, None)], 4)


def test_a_question_that_is_read_late_is_placed_late(show: Show) -> None:
    show.receive(*WATER, "Где автобус?")
    gathered(show)
    show.do("question.block", show.asked(WATER[0], author=Author("Гость", "vk:9")), reason="Спам")
    show.asked(WATER[1])
    gathered(show)
    assert list(placed(show)) == [1, 2, 3, 4, 6]
    show.do("question.unblock", 5, lift=True)
    gathered(show)
    assert list(placed(show)) == [1, 2, 3, 4, 6, 5]


def test_merged_questions_count_with_their_root_and_wait_as_it_does(show: Show) -> None:
    show.receive(*WATER)
    show.do("question.merge", 2, into=1)
    gathered(show)
    assert counts(show) == [(1, 3, 3)]
    show.do("question.shortlist", 1)
    show.do("question.take", 1)
    show.do("question.answer", 1)
    gathered(show)
    assert counts(show) == [(1, 3, 1)]


def test_after_the_wrap_nobody_waits(show: Show) -> None:
    show.receive(*WATER)
    show.wrapped()
    gathered(show)
    assert counts(show) == [(1, 3, 0)]


def test_further_words_of_an_asker_ask_nothing_more(show: Show) -> None:
    author = Author("Анна", "vk:1")
    for external, text in enumerate((*WATER, "Горячей воды всё нет")):
        arrival = show.arrival(text, author=author, external_id=f"m-{external}")
        same = replace(arrival, conversation="wall:1", joins=timedelta(hours=1)) if external in (2, 3) else arrival
        receive_group(show.store, [same])
    gathered(show)
    assert placed(show)[4] is None
    assert counts(show) == [(1, 3, 3)]


def test_the_last_ten_minutes_and_the_last_hour_are_told_apart(clocked: Store) -> None:
    show = Show(clocked).on_air()
    show.receive(*WATER)
    show.clock.pass_(minutes=20)
    show.asked(WATER[0])
    [one] = gathered(show)["listed"]
    assert (one["asked"], one["recent"], sum(one["curve"]), one["curve"][-1], len(one["curve"])) == (4, 1, 4, 1, 30)
    show.clock.pass_(hours=2)
    [later] = gathered(show)["listed"]
    assert (later["asked"], later["recent"], sum(later["curve"])) == (4, 0, 0)


def test_the_three_commonest_places_stand_beside_it(show: Show) -> None:
    for place in ("Сосновка", "Заречье", "Сосновка", "Ключи", "Ключи", "Ключи", "Бор", "Заречье", None):
        show.asked(WATER[0], locality=place)
    assert gathered(show)["listed"][0]["places"] == ["Ключи", "Заречье", "Сосновка"]


def test_a_cluster_most_of_which_no_topic_fits_says_so(show: Show) -> None:
    show.receive(*FOUNTAIN)
    assert gathered(show)["listed"][0]["topicless"]
    for number in (1, 2):
        show.do("question.classify", number, topic="Благоустройство")
    assert not gathered(show)["listed"][0]["topicless"]


def test_no_more_are_shown_than_the_limit_the_largest_ones(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("live.views.questions.clusters.MOST", 1)
    show.receive(*BUS, *WATER, WATER[0])
    assert [one["cluster"] for one in gathered(show)["listed"]] == [4]


def test_nothing_is_told_where_nothing_has_changed(show: Show) -> None:
    show.receive(*WATER)
    gathered(show)
    before = show.types().count("cluster.grown")
    show.do("presenter.message", text="Минута")
    gathered(show)
    assert (before, show.types().count("cluster.grown")) == (1, 1)


def test_the_log_holds_no_name(show: Show) -> None:
    show.receive(*WATER)
    gathered(show)
    [event] = [one for one in show.events() if one.type == "cluster.grown"]
    assert event.data == {"version": 1, "clusters": 1}
    assert (event.question, event.by_name) == (None, None)


# The list


def listed(show: Show, cluster: int, **narrowed: Any) -> Any:
    with show.store.read() as connection:
        wanted = Filter(cluster=cluster, **narrowed)
        return numbers_page(connection, show.broadcast, SCREENS["desk"], wanted)


def test_the_list_is_narrowed_to_a_cluster_and_counted(show: Show) -> None:
    show.receive(*WATER, *BUS)
    show.do("question.decline", 2, reason="spam")
    gathered(show)
    assert listed(show, 1) == {"numbers": [3, 2, 1], "next": None, "total": 3}
    assert listed(show, 1, states=("new",)) == {"numbers": [3, 1], "next": None, "total": 2}
    assert listed(show, 1, limit=2) == {"numbers": [3, 2], "next": 2, "total": 3}
    assert listed(show, 1, q="предупреждения")["numbers"] == [3]
    assert listed(show, 2)["numbers"] == []


# The task


@pytest.fixture
def gathering(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gathering]:
    """A task that waits for nothing, whose lease ends with the test."""
    monkeypatch.setattr(task, "PACE", 0.0)
    leases = Leases(store)
    yield Gathering(store, leases)
    leases.finish(0.0)


def test_a_task_places_names_and_tells(gathering: Gathering, show: Show) -> None:
    show.receive(*WATER)
    show.understood()
    while gathering.tick() is not None:
        pass
    assert counts(show) == [(1, 3, 3)]


def test_a_task_that_nobody_needs_writes_nothing(
    gathering: Gathering, store: Store, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    show.receive(*WATER)
    show.understood()
    while gathering.tick() is not None:
        pass
    with monkeypatch.context() as patch:
        patch.setattr(store, "write", lambda: pytest.fail("it wrote"))
        assert gathering.tick() is None


def test_a_process_without_the_lease_leaves_it_to_the_other(store: Store, show: Show) -> None:
    first = Leases(store)
    assert first.take("clusters")
    show.receive(*WATER)
    show.understood()
    assert Gathering(store, Leases(store)).tick() is None
    assert placed(show) == {}
    first.free("clusters")


def test_the_lease_is_let_go_of_after_a_while_without_work(
    gathering: Gathering, store: Store, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    show.asked()
    show.understood()
    while gathering.tick() is not None:
        pass
    monkeypatch.setattr(task, "IDLE", 0.0)
    gathering.tick()
    with store.read() as connection:
        assert "clusters" not in all_leases.held(connection, store.clock())


def test_a_line_between_shows_has_clusters_too(store: Store) -> None:
    line = Show(store, Kind.STANDING)
    line.receive(*WATER)
    assert [one["cluster"] for one in gathered(line)["listed"]] == [1]


def test_thousands_are_placed_in_slices(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(task, "BLOCK", 500)
    show = Show(store).on_air()
    texts = [(WATER, BUS, ROAD)[n % 3][n // 3 % 3] for n in range(1200)]
    for start in range(0, len(texts), 300):
        show.receive(*texts[start : start + 300])
    gathered(show)
    assert len(placed(show)) == 1200
    assert sum(asked for _, asked, _ in counts(show)) == 500, "the newest are counted"
