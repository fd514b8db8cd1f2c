"""A show of fifteen takes by one panel alone: by OSC, by Companion's module, by addresses with lamps fed by events."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from itertools import pairwise

import pytest

from live.domain.control.verbs import QUIET
from tests.integrations.panels import WAYS, Lights, Panel, Place
from tests.integrations.stage import Stage
from tests.support.process import free_port, wait_until
from tests.support.server import Installation, Server
from tests.web.house import House

TAKES = 15
LISTED = 20
ROUNDED = timedelta(milliseconds=2)
"""By how much two moments may be nearer than they were: each is kept to the millisecond."""

BETWEEN: list[tuple[str, Callable[[Lights], bool]]] = [
    ("graphic-clear", lambda now: not now.graphic),
    ("graphic-show", lambda now: now.graphic),
    ("poll-show", lambda now: now.poll),
    ("poll-hide", lambda now: not now.poll),
    ("message/1", lambda now: now.messages > 0),
    ("intake-close", lambda now: not now.intake),
    ("intake-open", lambda now: now.intake),
]
"""What else is pressed, after one take each, and what is so then."""


def reached(number: int) -> Callable[[Lights], bool]:
    """The show has come to this question."""
    return lambda now: (now.air or 0) >= number


@pytest.fixture(scope="module")
def running(embedded: Installation, house: House) -> Iterator[tuple[Server, int]]:
    port = free_port()
    with Server(embedded, LIVE_OSC=f"127.0.0.1:{port}").start() as server:
        yield server, port


@pytest.mark.faults
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_one_panel_alone_plays_a_show_and_its_lights_equal_the_state(
    running: tuple[Server, int], house: House, way: Callable[[Place], AbstractContextManager[Panel]]
) -> None:
    server, port = running
    stage = Stage(house, LISTED)
    with way(Place(server.url, port, stage.slug, house.key(stage.slug, "control"))) as panel:

        def press(word: str, so: Callable[[Lights], bool]) -> None:
            """Twice at once, as a finger that trembles does."""
            panel.press(word, word)
            wait_until(lambda: so(stage.lights()), f"{word} is done")
            shows_what_is_so()
            stage.quiet()
            assert so(stage.lights()), f"{word}: the second press has undone the first"

        def shows_what_is_so() -> None:
            wait_until(lambda: panel.lights() == stage.lights(), "the lights equal the state")

        shows_what_is_so()
        stage.quiet()
        for turn in range(TAKES):
            coming = stage.lights().next
            assert coming is not None
            press("next" if turn else "take", reached(coming))
            if turn < len(BETWEEN):
                press(*BETWEEN[turn])
            panel.late(coming)
            shows_what_is_so()
    taken = stage.taken()
    assert [number for number, _ in taken] == list(range(1, len(taken) + 1)) and len(taken) >= TAKES
    moments = [at for _, at in taken]
    assert min(after - before for before, after in pairwise(moments)) >= QUIET - ROUNDED
