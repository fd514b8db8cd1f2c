"""Vectors are made by a process of their own and kept with what is near; what breaks there costs nothing but that."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from live.admin.language.switching import switch
from live.admin.subjects import take_away
from live.desk.language.stacks import about_otherwise
from live.domain.language.suggestions import Kind
from live.domain.people import By
from live.domain.retention import Ground
from live.domain.submission import Author
from live.language.meaning import essence
from live.store.ids import question_id
from live.store.language import vectors as kept
from live.store.leases import Leases
from live.store.show import rehearsal
from live.store.tables import question_near, question_vector
from live.store.transaction import Store
from live.views.upkeep.health import MeaningView, health_of
from live.workers.language import vectors
from live.workers.language.vectors import Vectors
from tests.support.meaning import Here, model
from tests.support.rooms import Show
from tests.workers.language.meant import BUS, TAPS, WATER, Reader

OLGA = By("Ольга", "admin")


@pytest.fixture
def apart(own: Store, tmp_path: Path) -> Iterator[Reader]:
    """The same with the model in a process of its own."""
    found = Reader(own, tmp_path / "models")
    try:
        yield found
    finally:
        found.task.end()


def test_what_is_near_in_meaning_is_offered_though_no_word_is_shared(reader: Reader) -> None:
    first, other, bus = reader.asked(WATER, TAPS, BUS)
    assert reader.doubles(other) == []
    reader.made()
    assert reader.doubles(other) == [first] and reader.doubles(first) == [other] and reader.doubles(bus) == []
    assert set(reader.near(first)) == {other} and 0 < reader.near(first)[other] <= 1
    assert [one["found_by"] for one in reader.similar(other)] == ["meaning"]


def test_where_time_is_short_what_says_most_of_a_long_question_is_read(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(essence, "SOON", 0.0)
    asides = "Мы вам уже не раз писали о ней. " * 4, "А ещё автобус, маршрутка, о чём мы тоже говорили."
    long = f"Здравствуйте! {asides[0]}{WATER} {asides[1]} Спасибо!"
    first, bus, other = reader.asked(TAPS, "Автобус, маршрутка", long)
    reader.made()
    assert set(reader.near(other)) == {first}


def test_one_that_comes_later_is_near_to_what_was_there(reader: Reader) -> None:
    [first] = reader.asked(WATER)
    reader.made()
    [later] = reader.asked(TAPS)
    reader.made()
    assert set(reader.near(later)) == {first}


def test_what_was_made_before_is_known_to_a_process_that_is_begun_anew(reader: Reader) -> None:
    [first] = reader.asked(WATER)
    reader.made()
    reader.task.end()
    [later] = reader.asked(TAPS)
    reader.made()
    assert set(reader.near(later)) == {first}


def test_a_question_that_names_another_house_is_not_offered(reader: Reader) -> None:
    here, there = (f"Улица Мира, дом {house}: {what}" for house, what in ((5, "нет воды"), (7, "сухие краны")))
    first, other, third = reader.asked(here, there, WATER)
    assert reader.doubles(other) == [first]
    reader.made()
    assert set(reader.near(other)) == {first, third} and reader.doubles(other) == [third]


def test_of_one_house_words_and_time_say_how_alike_two_are_as_without_a_model(reader: Reader) -> None:
    first, other = reader.asked("Улица Мира, дом 5: темно в подъезде", "В доме 5 по улице Мира нет воды")
    reader.show.stacked()
    alike = reader.scores(other)
    reader.made()
    assert alike == reader.scores(other) and set(alike) == {first}


def test_words_alone_count_for_less_once_the_model_has_looked(reader: Reader) -> None:
    first, other = reader.asked("Горит ли фонарь на столбе", "Горит ли фонарь")
    before = reader.scores(other)
    reader.made()
    assert set(before) == {first} and reader.scores(other).get(first, 0.0) < before[first]


def test_only_open_questions_of_the_same_broadcast_are_near(reader: Reader) -> None:
    other = Show(reader.store).on_air()
    other.asked(WATER)
    declined, first = reader.asked(WATER, WATER)
    reader.show.do("question.decline", declined, reason="spam")
    other.understood()
    reader.made()
    [later] = reader.asked(TAPS)
    reader.made()
    assert set(reader.near(later)) == {first}


def test_whoever_waits_for_longest_comes_first(reader: Reader) -> None:
    numbers = reader.asked(WATER, TAPS, BUS)
    assert reader.waits() == numbers


def test_in_a_flood_none_of_the_newest_waits_for_what_was_before(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "FRESH", 2)
    first, second, third, fourth = reader.asked(WATER, TAPS, BUS, WATER)
    assert reader.waits() == [third, fourth, second, first]


def test_another_model_has_all_made_anew(reader: Reader) -> None:
    numbers = reader.asked(WATER, TAPS)
    reader.made()
    reader.task.end()
    model(reader.folder, version="2")
    reader.begin()
    assert reader.waits("Проба 2") == sorted(numbers, reverse=True)
    reader.until(lambda: not reader.waits("Проба 2"), "all are made anew")
    assert set(reader.vectors().values()) == {"Проба 2"} and reader.health.model == "Проба 2"


def test_a_question_that_its_author_has_put_otherwise_is_made_anew(reader: Reader) -> None:
    first, other = reader.asked(WATER, BUS)
    reader.made()
    with reader.store.write() as tx:
        tx.lock(reader.show.id)
        about_otherwise(tx, reader.show.row(other), text=TAPS)
    assert reader.waits() == [other]


def test_a_vector_of_what_a_question_no_longer_says_is_not_kept(reader: Reader) -> None:
    [number] = reader.asked(WATER)
    made = kept.Made(question_id(reader.show.id, number), kept.checksum(TAPS), "", [])
    with reader.store.write() as tx:
        kept.keep(tx, "Проба 1", [made])
    assert reader.vectors() == {} and reader.waits() == [number]


def test_nothing_is_begun_where_nothing_waits(reader: Reader) -> None:
    reader.task.tick()
    assert reader.task._helper is None and not reader.leases.holds("vectors")


def test_nothing_is_made_or_offered_while_that_is_switched_off(reader: Reader) -> None:
    _, other = reader.asked(WATER, TAPS)
    reader.made()
    switch(reader.store, {Kind.MEANING: False}, OLGA)
    assert reader.doubles(other) == []
    reader.task.end()
    reader.asked(BUS)
    reader.task.tick()
    assert reader.task._helper is None


# What breaks


def test_a_model_that_dies_is_seen_and_begun_again_after_a_pause(apart: Reader) -> None:
    first, other = apart.asked(WATER, TAPS)
    apart.task.tick()
    helper = apart.task._helper
    assert helper is not None
    helper._process.kill()
    apart.until(lambda: apart.task._helper is None, "its end is seen")
    assert apart.health.wrong == {"message": vectors.BROKEN_OFF.message, "params": {}}
    apart.task.tick()
    assert apart.task._helper is None  # The pause.
    apart.task._again_at = 0.0
    apart.made()
    assert apart.health.wrong is None and apart.doubles(other) == [first]


def test_a_question_that_ends_the_model_is_set_aside_and_those_beside_it_go_on(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, poison, other = reader.asked(WATER, TAPS, BUS)
    monkeypatch.setattr(Here, "fatal", question_id(reader.show.id, poison))
    monkeypatch.setattr(vectors, "PAUSES", (0.0,))
    reader.until(lambda: len(reader.vectors()) == 2, "the others are made")
    assert set(reader.vectors()) == {first, other} and reader.task.aside.count() == 1


def test_a_model_that_had_ended_before_it_was_asked_sets_no_question_aside(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.asked(WATER)
    reader.made()
    [later] = reader.asked(TAPS)
    monkeypatch.setattr(reader.task._helper, "gone", True)
    monkeypatch.setattr(vectors, "PAUSES", (0.0,))
    reader.made()
    assert later in reader.vectors() and reader.task.aside.count() == 0


def test_a_vector_that_cannot_be_written_keeps_none_of_the_others_back(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, broken = reader.asked(WATER, TAPS)
    real = kept._keep

    def keep(tx: Any, name: str, made: Any, *others: Any) -> list[int]:
        if any(one.id == question_id(reader.show.id, broken) for one in made):
            raise ValueError("this row is broken")
        return real(tx, name, made, *others)

    monkeypatch.setattr(kept, "_keep", keep)
    reader.until(lambda: reader.vectors(), "one is kept")
    assert set(reader.vectors()) == {first} and reader.task.aside.count() == 1


def test_a_folder_that_is_half_there_is_one_line_of_health_and_costs_nothing_else(reader: Reader) -> None:
    (reader.folder / "vectors.npy").unlink()
    first, other = reader.asked("Нет воды третью неделю", "Третью неделю нет воды")
    reader.until(lambda: reader.health.wrong, "it is told")
    assert reader.health.wrong and reader.health.wrong["params"]["file"] == "vectors.npy"
    assert reader.doubles(other) == [first] and reader.vectors() == {}


def test_without_a_model_nothing_is_begun_and_nothing_is_written(own: Store) -> None:
    show = Show(own).on_air()
    show.asked(WATER)
    show.understood()
    task, before = Vectors(own, Leases(own), "none"), show.head
    task.tick()
    task.tick()
    assert (task._helper, show.head, health_of(own).meaning) == (None, before, MeaningView("", None, 0))


# What goes


def count(store: Store) -> tuple[int, int]:
    with store.read() as connection:
        found = [
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (question_vector, question_near)
        ]
    return found[0], found[1]


def test_a_rehearsals_vectors_go_with_its_questions(reader: Reader) -> None:
    numbers = reader.asked(WATER, TAPS)
    reader.made()
    assert count(reader.store) == (2, 2)
    with reader.store.write() as tx:
        tx.lock(reader.show.id)
        rehearsal.remove(tx, reader.show.id, numbers)
    assert count(reader.store) == (0, 0)


def test_of_a_person_whose_data_are_taken_away_the_vector_is_made_anew(reader: Reader) -> None:
    number = reader.show.asked(WATER, author=Author("Анна", "tel:+79000000001"))
    reader.show.understood()
    reader.made()
    with reader.store.write() as tx:
        tx.lock(reader.show.id)
        take_away(tx, [reader.show.row(number).person_id], Ground.ASKED, OLGA)
    assert count(reader.store) == (0, 0) and reader.waits() == [number]
