"""Of two servers behind nginx, or behind Caddy, one is killed and one is told to end while a show is on."""

from __future__ import annotations

import itertools
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests

from tests.deploy.conftest import Behind, two_servers
from tests.faults.lossy_bells import assert_all_are_told, line, redis
from tests.support.backends import SERVED, Backends
from tests.support.front import Certificate, Front
from tests.support.process import wait_until
from tests.support.proxy import LossyRedis
from tests.support.screen import Screen
from tests.support.server import Installation, Server, Show
from tests.support.services import PrivateRedis

__all__ = ["line", "redis"]  # the fixtures

pytestmark = pytest.mark.faults

SCREENS = {"desk": "moderator", "rundown": "producer", "prompter": "presenter", "head": "head", "overlay": "gallery"}

PAUSE = 0.1
"""Seconds between two questions that come in; the screens are looked at four times as often."""


class Network(threading.Thread):
    """Questions that come in one after another, each again until it is acknowledged, as networks send them."""

    def __init__(self, front: Front, show: Show) -> None:
        super().__init__(daemon=True)
        self._api = front.api(show.slug, show.keys["source"])
        self._over = threading.Event()
        self.numbers: list[int] = []
        self.again: Counter[str] = Counter()
        """How often it had to come again, by the status or the failure that it met."""

    def run(self) -> None:
        for count in itertools.count(1):
            if self._over.wait(PAUSE):
                return
            while (number := self._acknowledged(f"question-{count}")) is None:
                pass
            self.numbers.append(number)

    def _acknowledged(self, external_id: str) -> int | None:
        try:
            answer = self._api.post("/questions", {"text": "Когда починят мост?", "external_id": external_id})
        except requests.RequestException as failure:
            self.again[type(failure).__name__] += 1
            return None
        if answer.status_code in (200, 201):
            return int(answer.json()["number"])
        self.again[str(answer.status_code)] += 1
        return None

    def wait_for_more(self) -> None:
        enough = len(self.numbers) + 20
        wait_until(lambda: len(self.numbers) >= enough, "questions come in")

    def end(self) -> None:
        self._over.set()
        self.join(60)
        assert not self.is_alive()


class Pauses(threading.Thread):
    """The longest time between two frames of each of some screens, seconds."""

    def __init__(self, screens: list[Screen]) -> None:
        super().__init__(daemon=True)
        self._screens = screens
        self._over = threading.Event()
        self.longest = 0.0

    def run(self) -> None:
        heard = {screen: (len(screen.frames), time.monotonic()) for screen in self._screens}
        while not self._over.wait(PAUSE / 4):
            for screen, (frames, since) in heard.items():
                self.longest = max(self.longest, time.monotonic() - since)
                if len(screen.frames) > frames:
                    heard[screen] = len(screen.frames), time.monotonic()

    def end(self) -> float:
        self._over.set()
        self.join()
        return self.longest


@pytest.fixture
def screens(behind: Behind) -> Iterator[tuple[Show, list[Screen]]]:
    """A show's screens, two of each: some at one server and some at the other."""
    show = behind.installation.show("air", source="source", **SCREENS)
    with ExitStack() as stack:
        all_screens = [
            stack.enter_context(behind.front.screen(show.slug, name, show.keys[name], keep=True))
            for name in SCREENS
            for _ in range(2)
        ]
        wait_until(lambda: all(has_screens(server) for server in behind.servers), "each server has some of them")
        yield show, all_screens


def has_screens(server: Server) -> bool:
    return "live_sockets{" in requests.get(f"{server.url}/metrics", timeout=10).text


def killed(server: Server) -> None:
    server.kill()


def drained(server: Server) -> None:
    server.program.send(signal.SIGTERM)
    wait_until(lambda: not server.program.running, "it has ended")
    assert "are cut at the end" not in server.program.log_end()


@pytest.mark.parametrize("gone", [killed, drained])
def test_screens_go_on_at_the_other_server_and_every_question_is_there_once(
    behind: Behind, screens: tuple[Show, list[Screen]], gone: Callable[[Server], None], tell: Callable[[str], None]
) -> None:
    show, everybody = screens
    desk = behind.front.api(show.slug, show.keys["desk"])
    network = Network(behind.front, show)
    pauses = Pauses([screen for screen in everybody if screen.screen == "desk"])
    network.start()
    try:
        for server in behind.servers:  # One after the other, as at an upgrade.
            network.wait_for_more()
            if not pauses.is_alive():
                pauses.start()
            gone(server)
            network.wait_for_more()
            head = desk.get("/events", since=0, limit=1)["head"]
            for screen in everybody:
                screen.caught_up(head)
            server.start()
    finally:
        network.end()
    longest = pauses.end()
    tell(f"{behind.front.program.command[0]}, {gone.__name__}: the longest time without a frame {longest:.1f} s")
    tell(f"{len(network.numbers)} questions, sent again {dict(network.again)}")

    head = desk.head_at_rest()
    for screen in everybody:
        screen.caught_up(head)
        assert screen.connections > 1, "each server was gone once"
        with behind.front.screen(show.slug, screen.screen, show.keys[screen.screen]) as fresh:
            assert not screen.differences(fresh), screen.screen
    assert len(set(network.numbers)) == len(network.numbers) == desk.get("/questions", limit=1)["total"]


def lives(front: Front) -> bool:
    try:
        return requests.get(f"{front.url}/healthz", timeout=3, verify=front.verify).status_code == 200
    except requests.RequestException:
        return False


def test_caddy_sends_nobody_to_a_server_that_hangs(
    served: Installation, folder: Path, certificate: Certificate
) -> None:
    with two_servers("caddy", served, folder, certificate) as behind:
        behind.servers[0].freeze()
        try:
            wait_until(lambda: all(lives(behind.front) for _ in range(10)), "each is answered by the other")
        finally:
            behind.servers[0].thaw()


@pytest.fixture
def on_lossy_bells(
    name: str, backends: Backends, folder: Path, line: LossyRedis, certificate: Certificate
) -> Iterator[Behind]:
    with (
        backends.installation(SERVED, folder, redis_url=line.url) as installation,
        two_servers(name, installation, folder, certificate) as behind,
    ):
        yield behind


def test_ten_screens_behind_it_are_told_everything_whatever_redis_does(
    on_lossy_bells: Behind, redis: PrivateRedis, line: LossyRedis
) -> None:
    entrances = [on_lossy_bells.front, on_lossy_bells.front]
    assert_all_are_told(on_lossy_bells.installation, entrances, redis, line)
