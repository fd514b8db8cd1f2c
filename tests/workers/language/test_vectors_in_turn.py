"""The model is asked and what it made is kept in turn: who is asked about when, and how much is kept at once."""

from __future__ import annotations

import pytest

from live.store.ids import question_id
from live.store.leases import Leases
from live.workers.language import meaning_child, vectors
from live.workers.language.vectors import Vectors
from tests.workers.language.meant import BUS, TAPS, WATER, Reader


def test_the_last_are_kept_while_the_model_is_at_work_on_the_next(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "AT_ONCE", 1)
    first, other = reader.asked(WATER, TAPS)
    reader.until(reader.vectors, "one is kept")
    assert set(reader.vectors()) == {first} and reader.task._asked == [question_id(reader.show.id, other)]


def test_what_comes_soon_after_the_last_is_gathered(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    [first] = reader.asked(WATER)
    reader.until(reader.vectors, "the first is kept")
    monkeypatch.setattr(vectors, "GATHER", 3600.0)
    later = reader.asked(TAPS, BUS)
    pause = reader.task.tick()
    assert pause is not None and 3000 < pause <= 3600 and set(reader.vectors()) == {first}
    monkeypatch.setattr(vectors, "GATHER", 0.0)
    reader.task.tick()
    assert reader.task._asked == [question_id(reader.show.id, number) for number in later]


def test_of_what_is_kept_a_few_at_a_time_each_has_what_was_near_to_it(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "TOGETHER", 1)
    monkeypatch.setattr(meaning_child, "KEPT", 1)
    first, second, _ = reader.asked(TAPS, WATER, WATER)
    reader.made()
    assert set(reader.near(first)) == {second}


def test_what_a_model_made_is_kept_though_it_has_ended_since(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "AT_ONCE", 1)
    first, _ = reader.asked(WATER, TAPS)
    reader.until(lambda: reader.task._asked, "it is asked about the first")
    monkeypatch.setattr(reader.task._helper, "gone", True)
    reader.task.tick()
    assert set(reader.vectors()) == {first} and reader.task._helper is None


def test_two_processes_never_have_one_each(reader: Reader) -> None:
    reader.asked(WATER)
    second = Vectors(reader.store, Leases(reader.store), str(reader.folder))
    reader.task.tick()
    second.tick()
    assert reader.task._helper is not None and second._helper is None
