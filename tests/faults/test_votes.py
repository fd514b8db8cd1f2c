"""Each vote is counted once, by the last word of whoever gave it, though the server is killed while they come."""

from __future__ import annotations

import json
import random
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial

import pytest
import requests

from tests.support.api import Api
from tests.support.exchange import signature
from tests.support.process import wait_until
from tests.support.scale import scaled
from tests.support.server import Installation, Server
from tests.support.stubs import telegram
from tests.support.worker import Worker

pytestmark = [pytest.mark.faults, pytest.mark.soak]

VOTES = scaled(2_000, 100_000)
KILLS = scaled(2, 10)
SENDERS = 32
OPTIONS = ["Дороги", "Школы", "Вода"]
PHONE = "telephone-secret"
AGAIN = 5
"""Of so many one has voted before, and changes the vote."""


class Crowd:
    """People of a group of Telegram and people at the telephone, who vote until they are heard."""

    def __init__(self, server: Server, hooks: dict[str, str], polled: str, dice: random.Random) -> None:
        self.server, self.hooks, self.polled = server, hooks, polled
        self.given: dict[tuple[str, int], int] = {}
        self.counted = 0
        self.repeated = 0
        self._lock = threading.Lock()
        self.people = [(("telegram", "phone")[n % 2], n, dice.randrange(3), dice.randrange(3)) for n in range(VOTES)]

    def vote(self, person: tuple[str, int, int, int]) -> None:
        way, number, first, last = person
        if number % AGAIN == 0:
            self._tell(way, number, first)
        self._tell(way, number, last)
        with self._lock:
            self.given[way, number] = last
            self.counted += 1

    def _tell(self, way: str, number: int, place: int) -> None:
        while True:
            try:
                response = self._post(way, number, place)
            except requests.RequestException:
                self._wait()
                continue
            if response.status_code == 200:
                return
            assert response.status_code == 503, response.text
            self._wait()

    def _wait(self) -> None:
        with self._lock:
            self.repeated += 1
        wait_until(self.server.ready, "the server is there again", 60)

    def _post(self, way: str, number: int, place: int) -> requests.Response:
        if way == "phone":
            body = json.dumps({"vote": place + 1, "from": f"+7901{number:07}"}).encode()
            signed = {"X-Signature": signature(body, PHONE)}
            return requests.post(self.hooks[way], data=body, headers=signed, timeout=30)
        user = {"id": 10_000_000 + number, "is_bot": False, "first_name": "Анна"}
        told = {"poll_answer": {"poll_id": self.polled, "user": user, "option_ids": [place]}}
        headers = {"X-Telegram-Bot-Api-Secret-Token": telegram.SECRET}
        update = {"update_id": 800_000_000 + number, **told}
        return requests.post(self.hooks[way], json=update, headers=headers, timeout=30)


def counted(api: Api, poll: int, ways: Counter[tuple[str, int]]) -> bool:
    [told] = [one for one in api.get("/polls")["polls"] if one["id"] == poll]
    by = Counter({(way, n): many for n, one in enumerate(told["options"]) for way, many in one["by"].items()})
    return by == ways and told["voters"] == sum(ways.values())


def test_each_vote_counts_once_though_the_server_is_killed(backend: Installation, tell: Callable[[str], None]) -> None:
    dice = random.Random(20261129)
    with ExitStack() as stack:
        group = stack.enter_context(telegram.Telegram())
        server = stack.enter_context(Server(backend).start())
        if backend.redis_url is not None:  # The embedded server is both.
            stack.enter_context(Worker(backend).start())
        show = backend.show("air", producer="producer moderator")
        chat = {"token": telegram.TOKEN, "secret": telegram.SECRET, "chat": "rayon_chat"}
        hooks = {
            "telegram": server.url + backend.channel("telegram", show.slug, host=group.url, **chat),
            "phone": server.url + backend.channel("phone", show.slug, secret=PHONE),
        }
        group.webhook = hooks["telegram"]
        api = server.api(show.slug, show.keys["producer"])
        poll = int(api.command("poll.open", question="Что чинить первым?", options=OPTIONS)["poll"])
        api.command("poll.post", poll=poll)
        wait_until(lambda: group.polls, "the poll stands in the group", 60)
        crowd = Crowd(server, hooks, next(iter(group.polls)), dice)
        with ThreadPoolExecutor(SENDERS) as senders:
            done = [senders.submit(crowd.vote, one) for one in crowd.people]
            for turn in range(1, KILLS + 1):
                wait_until(partial(lambda n: crowd.counted >= n, VOTES * turn // (KILLS + 1)), "enough have voted", 600)
                server.kill()
                server.start()
            for one in done:
                one.result()
        ways = Counter((way, place) for (way, _), place in crowd.given.items())
        wait_until(lambda: counted(api, poll, ways), f"counted as they were given: {ways}", 120)
        tell(f"{VOTES} votes, {KILLS} kills, {crowd.repeated} told again")
