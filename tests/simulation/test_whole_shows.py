"""Whole shows, each made by a seed, while everything goes wrong; a seed that fails plays the same show again."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.simulation.whole_show import WholeShow
from tests.support.backends import Backends
from tests.support.rooms import Clock, opened
from tests.support.scale import SOAK, turns
from tests.views.browser_mirror import Node
from tests.views.small import IN_THE_BROWSER, small

__all__ = ["small"]

pytestmark = pytest.mark.faults

SEEDS = [int(os.environ["LIVE_SEED"])] if "LIVE_SEED" in os.environ else list(range(20))
"""LIVE_SEED plays that show alone."""

MANY = 5000
HAPPENED: Counter[str] = Counter()


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    with Node(**IN_THE_BROWSER) as node:
        yield node


@pytest.fixture
def play(node: Node, backends: Backends, folder: Path, small: None) -> Callable[[int], None]:
    """`play(seed)`: that show, from its beginning to its end."""

    def played(seed: int) -> None:
        with opened("sqlite", backends, folder) as store:
            store.clock = Clock(store.clock())
            show = type("Here", (WholeShow,), {"store": store, "node": node})(seed)
            show.play()
            show.end()
            HAPPENED.update(show.nemesis.done + show.network.done + Counter(restarts=show.restarts))

    return played


@pytest.mark.parametrize("seed", SEEDS)
def test_a_show_ends_well_whatever_goes_wrong(seed: int, play: Callable[[int], None]) -> None:
    play(seed)


@pytest.mark.soak
@pytest.mark.skipif(not SOAK, reason="goes on for long: make soak")
def test_thousands_of_shows_end_well(play: Callable[[int], None], tell: Callable[[str], None]) -> None:
    shows = 0
    for turn in turns(0.4, MANY):
        try:
            play(seed := len(SEEDS) + turn)
        except Exception as failed:
            failed.add_note(f"Once more: LIVE_SEED={seed} pytest tests/simulation")
            raise
        shows += 1
    tell(f"{shows} shows")


@pytest.mark.soak
@pytest.mark.skipif("LIVE_SEED" in os.environ, reason="not everything happens in one show")
def test_everything_that_can_go_wrong_went_wrong(tell: Callable[[str], None]) -> None:
    expected = {"death", "the database is away", "death before the answer", "the clock goes back", "we die after it"}
    tell(str(dict(sorted(HAPPENED.items()))))
    assert expected <= HAPPENED.keys()
