"""Whole shows, each made by a seed, while everything goes wrong; a seed that fails plays the same show again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.simulation.whole_show import WholeShow
from tests.support.backends import Backends
from tests.support.rooms import Clock, opened
from tests.support.scale import scaled
from tests.views.browser_mirror import Node
from tests.views.small import IN_THE_BROWSER, small

__all__ = ["small"]

pytestmark = pytest.mark.faults

SEEDS = scaled(20, 2000)
HAPPENED: Counter[str] = Counter()


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    with Node(**IN_THE_BROWSER) as node:
        yield node


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_show_ends_well_whatever_goes_wrong(seed: int, node: Node, backends: Backends, folder: Path) -> None:
    with opened("sqlite", backends, folder) as store:
        store.clock = Clock(store.clock())
        show = type("Here", (WholeShow,), {"store": store, "node": node})(seed)
        show.play()
        show.end()
        HAPPENED.update(show.nemesis.done + show.network.done + Counter(restarts=show.restarts))


def test_everything_that_can_go_wrong_went_wrong() -> None:
    expected = {"death", "the database is away", "death before the answer", "the clock goes back", "we die after it"}
    print(f"\n{SEEDS} shows: {dict(sorted(HAPPENED.items()))}")
    assert expected <= HAPPENED.keys()
