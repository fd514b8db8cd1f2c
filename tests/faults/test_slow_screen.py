"""A screen that stops reading costs the others nothing: it is cut off, and catches up when it is back."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.proxy import StallingLine
from tests.support.screen import Screen
from tests.support.server import Installation, Server

pytestmark = pytest.mark.faults

BIG = "Очень длинный вопрос. " * 180
MOST = 6000
"""Questions after which a server that still holds the stuck screen has no bound at all."""


@pytest.fixture(scope="module")
def server(embedded: Installation) -> object:
    with Server(embedded).start() as running:
        yield running


def test_a_screen_that_stops_reading_is_cut_off_and_catches_up(
    embedded: Installation, server: Server, join: Callable[..., Screen]
) -> None:
    show = embedded.show(source="source", watching="moderator", stuck="moderator")
    slug, source = show.slug, show.keys["source"]
    control = join(server, slug, "desk", show.keys["watching"])
    with (
        StallingLine(server.port) as line,
        Screen(line.url, slug, "desk", show.keys["stuck"], keep=True).connect() as stuck,
    ):

        def present() -> set[str]:
            return {each["name"] for each in control.presence.get("screens", [])}

        control.wait_for(lambda _: present() == {"watching", "stuck"}, "both are present")
        line.stall()
        asked = 0
        with ThreadPoolExecutor(8) as people:
            apis = [server.api(slug, source) for _ in range(8)]
            while "stuck" in present():
                assert asked < MOST, "the server goes on queueing for a screen that reads nothing"
                list(people.map(lambda api: [api.ask(BIG) for _ in range(10)], apis))
                asked += 80
        print(f"\ncut off after {asked} questions of {len(BIG.encode())} bytes")
        control.wait_for(lambda s: s.mirror.counts.get("new") == asked, "the control has been told of all")

        line.resume()
        stuck.wait_for(lambda s: s.connections == 2, "it is back")
        head = server.api(slug, show.keys["watching"]).head_at_rest()
        control.caught_up(head)
        stuck.caught_up(head)
        assert not stuck.differences(control)
        told = [event["seq"] for event in stuck.mirror.applied]
        assert told == sorted(set(told))
        assert control.connections == 1 and control.mirror.snapshots == 1
