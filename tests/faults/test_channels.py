"""Whatever the networks and the worker do: every message is one question, and no reply is posted twice.

A network joins by one line of NETWORKS.
"""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from sqlalchemy import select

from live.domain.people import By
from live.store import broadcasts, channels, outbox
from live.store.database import Database
from live.store.tables import outbox as outbox_table
from live.store.tables import question
from live.store.transaction import Store
from tests.support import exercise
from tests.support.backends import SERVED, Backends
from tests.support.exercise import Postcards
from tests.support.process import wait_until
from tests.support.scale import scaled
from tests.support.server import Installation, Server
from tests.support.stub import Fault, Stub, reset, slow
from tests.support.stubs import max as max_
from tests.support.stubs import ok, telegram
from tests.support.stubs.max import Max
from tests.support.stubs.ok import Ok
from tests.support.stubs.telegram import Telegram
from tests.support.stubs.vk import GROUP, TOKEN, USER_TOKEN, Vk, error
from tests.support.worker import Worker

pytestmark = pytest.mark.faults

MESSAGES = scaled(40, 2000)
KILLS = scaled(1, 5)
SHARE = 0.1
"""Of all calls to a network go wrong."""

BROKEN = [Fault(status=503), Fault(status=502, late=True), reset(), reset(late=True), slow(0.2)]
BY = By("Мария", "moderator")
SECRET = "callback-secret"


@dataclass
class Network:
    """A network with a channel: how its people write, what stands there of our replies, whether it has a guard."""

    type: str
    stub: Stub
    settings: dict[str, str]
    write: Callable[[str, int], object]
    """(our server's hook, n): message n is written."""
    posted: Callable[[], list[str]]
    guarded: bool


def vk_by_callback() -> Network:
    vk = Vk()

    def write(hook: str, n: int) -> None:
        comment = {"id": n, "post_id": 7, "post_owner_id": -GROUP, "from_id": n, "date": 1785571200, "text": text(n)}
        body = {"type": "wall_reply_new", "object": comment, "group_id": GROUP, "secret": SECRET}
        for _ in range(1 + n % 2):  # VK repeats every second one.
            assert requests.post(hook, data=json.dumps(body), timeout=30).text == "ok"

    return Network("vk", vk, vk_settings(vk), write, lambda: messages(vk), True)


def vk_by_long_poll() -> Network:
    vk = Vk()

    def write(hook: str, n: int) -> None:
        told = {"id": n, "from_id": n, "peer_id": n, "date": 1785571200, "text": text(n)}
        vk.happen("message_new", {"message": told, "client_info": {}})

    return Network("vk", vk, {**vk_settings(vk), "longpoll": "yes"}, write, lambda: messages(vk), True)


def vk_under_a_video() -> Network:
    vk = Vk()
    settings = {**vk_settings(vk), "video": f"-{GROUP}_9", "user_token": USER_TOKEN}
    return Network(
        "vk", vk, settings, lambda hook, n: vk.comment(f"-{GROUP}_9", n, text(n)), lambda: messages(vk), True
    )


def postcards() -> Network:
    stub = Postcards()
    settings = {"secret": exercise.SECRET, "token": exercise.TOKEN, "host": stub.url}

    def write(hook: str, n: int) -> None:
        stub.write(n, text(n))

    return Network("postcard", stub, settings, write, lambda: [told["text"] for told in stub.answers], False)


def telegram_by_webhook() -> Network:
    bot = Telegram()
    settings = {"secret": telegram.SECRET, "token": telegram.TOKEN, "host": bot.url}
    return Network("telegram", bot, settings, told_to_hook(bot), lambda: words(bot.sent), False)


def telegram_by_asking() -> Network:
    bot = Telegram()
    settings = {"secret": telegram.SECRET, "token": telegram.TOKEN, "host": bot.url, "longpoll": "yes"}
    return Network("telegram", bot, settings, lambda hook, n: bot.write(n, text(n)), lambda: words(bot.sent), False)


def max_by_webhook() -> Network:
    bot = Max()
    settings = {"secret": max_.SECRET, "token": max_.TOKEN, "host": bot.url}
    return Network("max", bot, settings, told_to_hook(bot), lambda: words(bot.sent), False)


def max_by_asking() -> Network:
    bot = Max()
    settings = {"secret": max_.SECRET, "token": max_.TOKEN, "host": bot.url, "longpoll": "yes"}
    return Network("max", bot, settings, lambda hook, n: bot.write(n, text(n)), lambda: words(bot.sent), False)


def ok_by_webhook() -> Network:
    group = Ok()

    def write(hook: str, n: int) -> None:
        assert group.tell(hook, group.notice(n, text(n))).ok

    settings = {"token": ok.TOKEN, "host": group.url}
    return Network("ok", group, settings, write, lambda: [told["message"]["text"] for told in group.sent], False)


def ok_under_a_topic() -> Network:
    group = Ok()
    application = {"application_key": ok.KEY, "application_secret": ok.APPLICATION_SECRET, "user_token": ok.USER_TOKEN}
    settings = {**application, "group_id": ok.GROUP, "discussions": ok.TOPIC, "host": group.url}

    def posted() -> list[str]:
        return words([comment for comment in group.comments[ok.TOPIC] if comment["author_id"] == ok.GROUP])

    return Network("ok", group, settings, lambda hook, n: group.comment(n, text(n)), posted, False)


NETWORKS: list[Callable[[], Network]] = [
    vk_by_callback,
    vk_by_long_poll,
    vk_under_a_video,
    telegram_by_webhook,
    telegram_by_asking,
    max_by_webhook,
    max_by_asking,
    ok_by_webhook,
    ok_under_a_topic,
    postcards,
]


def told_to_hook(bot: Telegram | Max) -> Callable[[str, int], None]:
    """What is written there comes by its webhook, every second message twice."""

    def write(hook: str, n: int) -> None:
        update = bot.write(n, text(n))
        for _ in range(1 + n % 2):
            assert bot.tell(hook, update).ok

    return write


def words(sent: list[dict[str, Any]]) -> list[str]:
    return [str(told["text"]) for told in sent]


def vk_settings(vk: Vk) -> dict[str, str]:
    return {"secret": SECRET, "confirmation": "c", "group_id": str(GROUP), "token": TOKEN, "host": vk.url}


def messages(vk: Vk) -> list[str]:
    return [given["message"] for given in vk.posted.values()]


def text(n: int) -> str:
    return f"Вопрос {n}"


def answer(to: str) -> str:
    return f"Ответ: {to}"


class Shift:
    """The networks with their channels in one show, and those who answer what comes."""

    def __init__(self, installation: Installation, server: Server, networks: list[Network]) -> None:
        self.networks = networks
        self.channels: list[int] = []
        self.slug = installation.show("air").slug
        key = installation.environment()["LIVE_SECRET_KEY"]
        self.store = Store(Database(installation.database_url), key)
        self.hooks = [self._channel(network) for network in networks]
        self.server = server

    def _channel(self, network: Network) -> str:
        with self.store.write() as tx:
            broadcast_id = broadcasts.get(tx.connection, self.slug).id
            key = f"hook-{random.getrandbits(64)}"
            self.channels.append(channels.add(tx, network.type, key, broadcast_id, network.settings))
        return f"/hooks/{network.type}/{key}"

    def listening(self) -> bool:
        """Whether VK and MAX were asked once: they tell what happens from then on."""
        with self.store.read() as connection:
            states = {channel.id: channel.state for channel in channels.all_of(connection, self.store.seal)}
        asked = [one.type in ("vk", "max") and one.settings.keys() & {"longpoll", "video"} for one in self.networks]
        return all(states[one] for one, polled in zip(self.channels, asked, strict=True) if polled)

    def write(self, n: int) -> None:
        place = n % len(self.networks)
        self.networks[place].write(self.server.url + self.hooks[place], n)

    def answer_all(self) -> None:
        """A reply to every question that has none."""
        with self.store.read() as connection:
            bare = connection.execute(select(question).where(~question.c.replied)).all()
        for row in bare:
            with self.store.write() as tx:
                tx.lock(row.broadcast_id)
                outbox.queue(tx, row, int(row.origin.split(":")[1]), answer(row.text), BY)

    def states(self) -> Counter[str]:
        with self.store.read() as connection:
            return Counter(connection.execute(select(outbox_table.c.state)).scalars())

    def sent(self) -> int:
        states = self.states()
        return states["sent"] + states["unsure"]

    def over(self) -> bool:
        self.answer_all()
        states = self.states()
        return states.total() >= MESSAGES and not states["waiting"] + states["sending"]


@pytest.fixture
def installation(backends: Backends, folder: object) -> Iterator[Installation]:
    with backends.installation(SERVED, folder) as installation:  # type: ignore[arg-type]
        yield installation


def test_every_message_is_one_question_and_no_reply_is_posted_twice(installation: Installation) -> None:
    dice = random.Random(20261124)
    with ExitStack() as stack:
        networks = [make() for make in NETWORKS]
        for network in networks:
            stack.enter_context(network.stub)
            busy = [error(6)] if isinstance(network.stub, Vk) else [Fault(status=429, headers={"Retry-After": "1"})]
            network.stub.fail_often(SHARE, *BROKEN, *busy, seed=len(network.type))
        server = stack.enter_context(Server(installation).start())
        worker = stack.enter_context(Worker(installation).start())
        shift = Shift(installation, server, networks)
        stack.callback(shift.store.database.close)

        wait_until(shift.listening, "the worker asks every network")
        written = 0
        for kill in range(KILLS + 1):
            for _ in range(MESSAGES // (KILLS + 1) if kill < KILLS else MESSAGES - written):
                shift.write(written)
                written += 1
            if kill < KILLS:
                enough = shift.sent() + dice.randrange(3, 9)
                wait_until(lambda enough=enough: shift.answer_all() or shift.sent() >= enough, f"{enough} replies", 120)
                time.sleep(dice.random() * 0.1)  # the moment itself is left to chance
                worker.kill()
                worker.start()
        wait_until(shift.over, "every reply has come to its end", scaled(90, 600))
        print(f"\n{written} messages, {KILLS} kills: {dict(shift.states())}")

        with shift.store.read() as connection:
            asked = connection.execute(select(question.c.id, question.c.origin, question.c.text)).all()
            told = connection.execute(select(outbox_table.c.question_id, outbox_table.c.state)).all()
        state_of = {row.question_id: row.state for row in told}
        assert len(told) == len(state_of) == MESSAGES
        for place, network in enumerate(networks):
            origin = f"channel:{shift.channels[place]}"
            mine = [row for row in asked if row.origin == origin]
            assert sorted(row.text for row in mine) == sorted(
                text(n) for n in range(MESSAGES) if n % len(networks) == place
            )
            posted = Counter(network.posted())
            assert not [doubled for doubled, times in posted.items() if times > 1]
            for row in mine:
                state, arrived = state_of[row.id], answer(row.text) in posted
                assert state == "sent" or (state == "unsure" and not network.guarded), (network.type, state)
                assert arrived or state == "unsure"
