"""Whoever is erased, rehearsed or practised leaves the clusters, and takes along what nobody else has said."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from live.admin import subjects
from live.admin.residents import own_data
from live.desk.practice.begin import begin
from live.domain.broadcast import Practice
from live.domain.people import Actor, Role
from live.domain.retention import Ground
from live.domain.submission import Author
from live.store.ids import NUMBERS
from live.store.show import broadcasts, practices
from live.store.tables import cluster, cluster_question, cluster_reader
from live.store.transaction import Store
from live.views.questions.clusters import Counting
from live.workers.language import clusters as task
from live.workers.language.clusters import Memory, tell
from tests.support.gathering import BUS, WATER, counts, gathered, names, placed, shown
from tests.support.rooms import Show, show, store

__all__ = ["show", "store"]

ADMIN = Actor("Ольга", frozenset({Role.ADMIN}))


def ask(show: Show, text: str, who: int) -> int:
    return show.asked(text, author=Author("Житель", f"tel:+7900000000{who}"))


def test_a_name_keeps_no_word_that_only_an_erased_person_had(show: Show) -> None:
    for who, text in enumerate(("ржавая вода в кранах", "ржавая вода в кранах", "холодная вода")):
        ask(show, text, who)
    gathered(show)
    assert names(show) == {1: "Ржавая вода в кранах"}
    for contact in ("+79000000000", "+79000000001"):
        subjects.erase(show.store, subjects.find(show.store, contact), Ground.ASKED, ADMIN)
    assert names(show) == {1: "Вода"}
    assert placed(show) == {1: None, 2: None, 3: 1}
    assert show.types().count("cluster.grown") == 2


def test_a_cluster_whose_name_has_lost_all_its_words_is_not_shown_until_it_has_another(show: Show) -> None:
    asked = ("горячая вода", "горячая вода", "горячая вода", "чистый двор весной", "чистый двор весной")
    for who, text in enumerate((*asked, "чистый двор летом")):
        ask(show, text, who)
    with show.store.write() as tx:
        rows = [{"id": show.id * NUMBERS + 4, "broadcast_id": show.id, "name": "весной"}]
        tx.connection.execute(cluster.insert(), rows)
    gathered(show)
    assert names(show)[4] == "Весной"
    for who in (3, 4):
        subjects.erase(show.store, subjects.find(show.store, f"+7900000000{who}"), Ground.ASKED, ADMIN)
    assert 4 not in names(show)


def test_one_question_that_its_asker_erases_leaves_its_cluster(show: Show) -> None:
    numbers = [ask(show, text, 7) for text in WATER]
    gathered(show)
    own_data.erase_question(show.store, show.row(numbers[2]).code)
    assert placed(show) == {1: 1, 2: 1, 3: None}
    gathered(show)
    assert counts(show) == []


def test_an_erased_question_is_not_placed_again(show: Show) -> None:
    ask(show, WATER[0], 8)
    show.receive(*WATER)
    gathered(show)
    subjects.erase(show.store, subjects.find(show.store, "+79000000008"), Ground.ASKED, ADMIN)
    show.asked(WATER[1])
    gathered(show)
    assert placed(show) == {1: None, 2: 1, 3: 1, 4: 1, 5: 1}


def test_after_a_reset_of_the_rehearsal_nothing_of_it_is_left(store: Store) -> None:
    show = Show(store)
    show.do("broadcast.open")
    show.do("rehearsal.start")
    show.receive(*WATER, origin="rehearsal")
    gathered(show)
    assert counts(show) == [(1, 3, 3)]
    show.do("rehearsal.reset")
    assert (placed(show), counts(show)) == ({}, [])
    show.receive(*BUS)
    gathered(show)
    assert counts(show) == [(4, 3, 3)]


def test_a_practice_is_removed_with_its_clusters(store: Store) -> None:
    slug = begin(store, Practice(Role.MODERATOR, "user77"))
    with store.read() as connection:
        broadcast = broadcasts.get(connection, slug)
    practice = Show.__new__(Show)
    practice.store, practice.slug, practice.id, practice.origin = store, slug, broadcast.id, practices.ORIGIN
    practice.receive(*WATER)
    gathered(practice)
    with store.write() as tx:
        tx.lock(broadcast.id)
        practices.remove(tx, broadcast.id)
    with store.read() as connection:
        for table in (cluster, cluster_question, cluster_reader):
            mine = select(func.count()).select_from(table).where(table.c.broadcast_id == broadcast.id)
            assert connection.execute(mine).scalar_one() == 0


def test_what_was_counted_before_somebody_left_is_not_shown(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    for who, text in enumerate(WATER):
        ask(show, text, who + 3)
    memories: dict[int, Memory] = {}
    gathered(show, memories)
    show.asked(WATER[0])
    show.understood()
    while task.place_slice(show.store, show.id, memories):
        pass
    largest = Counting.largest

    def late(counting: Counting) -> Any:
        subjects.erase(show.store, subjects.find(show.store, "+79000000003"), Ground.ASKED, ADMIN)
        return largest(counting)

    monkeypatch.setattr(Counting, "largest", late)
    before = shown(show)
    tell(show.store, show.id, memories, show.head)
    assert shown(show) == before
