"""A running server: packets of OSC come in by its port, and lamps are told over its own HTTP, event by event."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from pythonosc.udp_client import SimpleUDPClient

from tests.support.process import free_port
from tests.support.rooms import Clock
from tests.support.server import Installation, Server
from tests.web.house import Caller, House


class Lamps:
    """A listener; what it is told last."""

    def __init__(self, url: str, slug: str, token: str) -> None:
        address = f"{url}/api/v1/broadcasts/{slug}/on-air/stream"
        self._answer = requests.get(address, params={"token": token}, stream=True, timeout=60)
        assert self._answer.status_code == 200, self._answer.text
        self._lines = self._answer.iter_lines(chunk_size=1, decode_unicode=True)

    def next(self) -> dict[str, Any]:
        for line in self._lines:
            if line.startswith("data: ") and "intake_open" in line:
                told: dict[str, Any] = json.loads(line.removeprefix("data: "))
                return told
        raise AssertionError("the answer has ended")

    def close(self) -> None:
        self._answer.close()


@pytest.fixture(
    scope="module", params=["eventlet", pytest.param("gevent", marks=pytest.mark.faults)], ids=lambda mode: str(mode)
)
def running(request: pytest.FixtureRequest, embedded: Installation, house: House) -> Iterator[tuple[Server, int]]:
    port = free_port()
    chosen = {} if request.param == "eventlet" else {"LIVE_ASYNC": request.param}
    told = {"LIVE_OSC": f"127.0.0.1:{port}", "LIVE_OSC_FROM": "127.0.0.0/8", **chosen}
    with Server(embedded, **told).start() as server:
        yield server, port


@pytest.fixture
def crew(house: House, clock: Clock) -> Caller:
    """A show that has been on air for a while, with three questions in its list; the server's own time goes on."""
    clock.pass_(seconds=-60)
    crew = house.caller(house.show("open", "air"), "source", "moderator", "producer")
    for number in (1, 2, 3):
        crew.ask(f"Вопрос {number}?")
        crew.obey("question.shortlist", question=number, version=1)
    return crew


def test_a_press_by_osc_lights_the_lamps(running: tuple[Server, int], house: House, crew: Caller) -> None:
    server, port = running
    slug = crew.base.rsplit("/", 1)[1]
    lamps = Lamps(server.url, slug, house.key(slug, "control"))
    assert lamps.next()["now"] is None
    panel = SimpleUDPClient("127.0.0.1", port)
    panel.send_message(f"/live/{slug}/take/2", 1.0)
    assert lamps.next()["now"]["number"] == 2
    for _ in range(3):
        panel.send_message(f"/live/{slug}/graphic-clear", 1)
        panel.send_message(b"not OSC".decode(), 1)
    headers = {"Authorization": f"Bearer {house.key(slug, 'control')}"}
    answer = requests.post(f"{server.url}/api/v1/broadcasts/{slug}/control/intake-close", headers=headers, timeout=60)
    assert answer.status_code == 200
    told = lamps.next()
    while told["intake_open"]:
        told = lamps.next()
    assert told["now"]["number"] == 2
    lamps.close()


def test_a_server_ends_though_somebody_listens(embedded: Installation, house: House, crew: Caller) -> None:
    slug = crew.base.rsplit("/", 1)[1]
    with Server(embedded).start() as server:
        lamps = Lamps(server.url, slug, house.key(slug, "control"))
        lamps.next()
        server.stop()
        with pytest.raises(AssertionError, match="ended"):
            while True:
                lamps.next()
