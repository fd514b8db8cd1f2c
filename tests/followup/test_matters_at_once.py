"""Several people at one matter at one moment, while questions come in: one of them wins, and nobody waits for ever."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from live.domain.broadcast import Kind
from live.store.transaction import Store
from tests.desk.together import at_once
from tests.followup.mattering import Mattering
from tests.support.rooms import Show


@pytest.fixture
def town(store: Store) -> Mattering:
    return Mattering(store)


def count(outcomes: list[Any]) -> dict[str, int]:
    """How many were done, and how many were refused by each code."""
    codes = [one if isinstance(one, str) else "done" for one in outcomes]
    return {code: codes.count(code) for code in sorted(set(codes))}


def test_of_two_who_tell_all_at_once_one_does(town: Mattering) -> None:
    number = town.matter(town.by_vk())
    seen = town.row(number).version
    told = at_once(*(partial(town.say, "tell", number, version=seen, text=text) for text in ("Чиним.", "Копаем.")))
    assert count(told) == {"conflict": 1, "done": 1}
    assert len(town.told(number)) == 1


def test_a_question_that_two_join_at_once_stands_in_one(town: Mattering) -> None:
    asked = town.by_vk()
    numbers = [town.matter(), town.matter()]
    joined = at_once(*(partial(town.say, "join", number, questions=[asked]) for number in numbers))
    assert count(joined) == {"done": 1, "illegal": 1}
    assert sorted(len(town.standing(number)) for number in numbers) == [0, 1]


def test_matters_opened_at_once_have_numbers_of_their_own(town: Mattering) -> None:
    asked = [town.by_vk() for _ in range(4)]
    opened = at_once(*(partial(town.matter, one) for one in asked))
    assert len({int(number) for number in opened}) == 4


def test_the_background_and_a_join_tell_nobody_twice(town: Mattering) -> None:
    root, late = town.by_vk(), town.by_vk()
    number = town.matter(root, text="Копаем.")
    town.merged(root, town.by_vk())
    at_once(town.tick, town.tick, partial(town.say, "join", number, questions=[late]))
    assert sorted(count for _, count in town.texts(number).items()) == [3]
    assert len({asked for _, asked in town.told(number)}) == 3


def test_questions_come_in_while_matters_are_told_and_nobody_waits_for_ever(town: Mattering) -> None:
    """Intake holds a show and its standing broadcast at once, the lower first, as a matter's verbs hold all."""
    standing = Show(town.store, Kind.STANDING)
    show = Show(town.store, standing_id=standing.id).on_air()
    number = town.matter(town.by_vk())
    acts: list[Callable[[], Any]] = []
    for n in range(6):
        acts += [partial(show.receive, f"Нет воды {n}"), partial(standing.receive, f"Нет света {n}")]
        acts.append(partial(town.say, "join", number, questions=[town.by_vk()]))
    assert count([one for one in at_once(*acts) if not isinstance(one, list)]) == {"done": 6}
    assert town.row(number).questions == 7
    assert (show.books().received, standing.books().received) == (6, 6)
