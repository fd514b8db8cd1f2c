"""What is believed for a moment: for how long, until when, and by whom it is looked up."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from live.desk.receive import receive_group
from live.views.fresh import BELIEVED, Fresh
from tests.support.rooms import Show


class Looked:
    """What is there now, and how often somebody has looked."""

    def __init__(self) -> None:
        self.there, self.times = "first", 0
        self.meanwhile: Callable[[], None] = lambda: None

    def __call__(self, key: str) -> str:
        self.times += 1
        found = f"{key} {self.there}"
        self.meanwhile()
        return found


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def looked() -> Looked:
    return Looked()


@pytest.fixture
def fresh(show: Show, looked: Looked) -> Fresh[str, str]:
    made = Fresh(show.store, looked)
    made.clock = Clock()
    return made


def write(show: Show) -> None:
    """Something that is no question."""
    with show.store.write():
        pass


def test_it_is_looked_up_once_for_each_key(fresh: Fresh[str, str], looked: Looked) -> None:
    assert [fresh.now(key) for key in "aabb"] == ["a first", "a first", "b first", "b first"]
    assert looked.times == 2


def test_after_a_while_it_is_looked_up_again(fresh: Fresh[str, str], looked: Looked) -> None:
    fresh.now("a")
    looked.there = "second"
    assert isinstance(fresh.clock, Clock)
    fresh.clock.now += BELIEVED - 0.001
    assert fresh.now("a") == "a first"
    fresh.clock.now += 0.001
    assert fresh.now("a") == "a second"


def test_after_a_write_it_is_looked_up_again(show: Show, fresh: Fresh[str, str], looked: Looked) -> None:
    fresh.now("a")
    looked.there = "second"
    write(show)
    assert fresh.now("a") == "a second"


def test_questions_from_outside_change_nothing_of_it(show: Show, fresh: Fresh[str, str], looked: Looked) -> None:
    fresh.now("a")
    receive_group(show.store, [show.arrival("Когда починят мост?")])
    fresh.now("a")
    assert looked.times == 1


def test_of_what_is_written_while_it_is_looked_up_the_next_one_hears(
    show: Show, fresh: Fresh[str, str], looked: Looked
) -> None:
    looked.meanwhile = lambda: write(show)
    assert fresh.now("a") == "a first"
    looked.there, looked.meanwhile = "second", lambda: None
    assert fresh.now("a") == "a second"


def test_while_one_looks_the_others_are_given_what_was_there(
    show: Show, fresh: Fresh[str, str], looked: Looked
) -> None:
    fresh.now("a")
    looked.there = "second"
    write(show)
    told: list[str] = []
    looked.meanwhile = lambda: told.append(fresh.now("a"))
    assert fresh.now("a") == "a second"
    assert (told, looked.times) == (["a first"], 2)


def test_what_cannot_be_looked_up_is_not_kept(show: Show, fresh: Fresh[str, str], looked: Looked) -> None:
    fresh.now("a")
    write(show)

    def fail() -> None:
        raise LookupError

    looked.meanwhile = fail
    for _ in range(2):
        with pytest.raises(LookupError):
            fresh.now("a")
    assert looked.times == 3
