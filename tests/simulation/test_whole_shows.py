"""Whole shows, each made by a seed, while everything goes wrong; a seed that fails plays the same show again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from live.desk import close
from live.views.feed.sections.calls import Calls
from live.views.feed.sections.links import Links
from live.views.feed.sections.messages import Messages
from live.views.feed.sections.prompters import Prompters
from live.views.feed.sections.questions import Questions
from live.views.feed.sections.tickets import Tickets
from live.workers import recalculate_deadlines
from tests.simulation.whole_show import WholeShow
from tests.support import reducer
from tests.support.backends import Backends
from tests.support.rooms import Clock, opened
from tests.support.scale import scaled
from tests.views.browser_mirror import Node

pytestmark = pytest.mark.faults

SEEDS = scaled(20, 2000)
HAPPENED: Counter[str] = Counter()


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    with Node(newest=5, messages=3, revoked=2, handed=2) as node:
        yield node


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a short show trims its screens, and wraps in several slices."""
    for module, name, size in (
        (Questions, "limit", 5),
        (Tickets, "limit", 5),
        (reducer, "NEWEST", 5),
        (Messages, "limit", 3),
        (reducer, "MESSAGES", 3),
        (Prompters, "limit", 3),
        (Links, "limit", 2),
        (reducer, "REVOKED", 2),
        (Calls, "limit", 2),
        (reducer, "HANDED", 2),
        (close, "SLICE", 3),
        (recalculate_deadlines, "SLICE", 20),
    ):
        monkeypatch.setattr(module, name, size)


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
