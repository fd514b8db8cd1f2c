"""Whatever the networks and the worker do: every message is one question, and no reply is posted twice.

The ways in stand in ways_in.py, a line each.
"""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from live.domain.people import By
from live.store.centre import channels
from live.store.database import Database
from live.store.followup import outbox
from live.store.show import broadcasts
from live.store.tables import call, question
from live.store.tables import outbox as outbox_table
from live.store.transaction import Store
from live.views.queries import Queries
from tests.faults.ways_in import DOORS, NETWORKS, Door, Network, Place, text
from tests.support.backends import SERVED, Backends
from tests.support.process import wait_until
from tests.support.scale import scaled
from tests.support.server import Installation, Server
from tests.support.stub import Fault, reset, slow
from tests.support.stubs.vk import Vk, error
from tests.support.worker import Worker

pytestmark = [pytest.mark.faults, pytest.mark.soak]

MESSAGES = scaled(3 * (len(NETWORKS) + len(DOORS)), 2000)
KILLS = scaled(1, 5)
SHARE = 0.1
"""Of all calls to a network go wrong."""

BROKEN = [Fault(status=503), Fault(status=502, late=True), reset(), reset(late=True), slow(0.2)]
BY = By("Мария", "moderator")


def answer(to: str) -> str:
    return f"Ответ: {to}"


class Shift:
    """The networks with their channels in one show, the doors beside them, and those who answer what comes."""

    def __init__(self, installation: Installation, server: Server, networks: list[Network]) -> None:
        show = installation.show("air", source="source")
        self.slug = show.slug
        self.store = Store(Database(installation.database_url), installation.environment()["LIVE_SECRET_KEY"])
        with self.store.read() as connection:
            broadcast_id = int(broadcasts.get(connection, show.slug).id)
        place = Place(server.url, show.slug, show.keys["source"], self.store, broadcast_id)
        self.networks: dict[str, Network] = {}
        """By the origin of what comes through them."""
        self.doors: list[Door] = [make(place) for make in DOORS]
        for network in networks:
            key = f"hook-{random.getrandbits(64)}"
            with self.store.write() as tx:
                channel_id = channels.add(tx, network.type, key, broadcast_id, network.settings)
            self.networks[f"channel:{channel_id}"] = network
            hook = f"{server.url}/hooks/{network.type}/{key}"
            self.doors.append(Door(f"channel:{channel_id}", partial(network.write, hook)))
        self.written: dict[str, list[str]] = defaultdict(list)
        """What was written by each way."""

    def listening(self) -> bool:
        """Whether VK and MAX were asked once: they tell what happens from then on."""
        with self.store.read() as connection:
            states = {channel.origin: channel.state for channel in channels.all_of(connection, self.store.seal)}
        return all(
            states[origin]
            for origin, network in self.networks.items()
            if network.type in ("vk", "max") and network.settings.keys() & {"longpoll", "video"}
        )

    def write(self, n: int) -> None:
        door = self.doors[n % len(self.doors)]
        door.write(n)
        self.written[door.origin].append(text(n))

    def arrived(self) -> dict[str, list[str]]:
        """What came by each way: the questions' texts, the calls' names at their exchange."""
        came: dict[str, list[str]] = defaultdict(list)
        with self.store.read() as connection:
            rows = connection.execute(
                select(question.c.origin, question.c.text).union_all(select(call.c.origin, call.c.external_id))
            ).all()
        for origin, named in rows:
            came[origin if origin in self.networks else f"{origin.split(':')[0]}:"].append(named)
        return came

    def missing(self) -> list[str]:
        """What was written and has not arrived."""
        came = self.arrived()
        return [f"{way} {one}" for way, sent in self.written.items() for one in sent if one not in came[way]]

    def answer_all(self) -> None:
        """A reply to every question that has none and can be answered."""
        answered = [origin for origin, network in self.networks.items() if network.posted]
        with self.store.read() as connection:
            bare = connection.execute(
                select(question).where(~question.c.replied, question.c.origin.in_(answered))
            ).all()
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

    def has_sent(self, enough: int) -> bool:
        """Whether so many replies are out; whoever can be answered is, meanwhile."""
        self.answer_all()
        return self.sent() >= enough

    def answerable(self) -> int:
        return sum(len(self.written[origin]) for origin, network in self.networks.items() if network.posted)

    def over(self) -> bool:
        self.answer_all()
        states = self.states()
        return states.total() >= self.answerable() and not states["waiting"] + states["sending"]


@pytest.fixture
def installation(backends: Backends, folder: Path) -> Iterator[Installation]:
    with backends.installation(SERVED, folder) as installation:
        yield installation


def test_every_message_is_one_question_and_no_reply_is_posted_twice(
    installation: Installation, tell: Callable[[str], None]
) -> None:
    dice = random.Random(20261124)
    with ExitStack() as stack:
        networks = [make() for make in NETWORKS]
        for network in networks:
            if network.stub:
                stack.enter_context(network.stub)
                busy = [error(6)] if isinstance(network.stub, Vk) else [Fault(status=429, headers={"Retry-After": "1"})]
                network.stub.fail_often(SHARE, *BROKEN, *busy, seed=len(network.type))
        server = stack.enter_context(Server(installation, LIVE_ASK_LIMIT="1000 per second").start())
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
                wait_until(partial(shift.has_sent, enough), f"{enough} replies", 120)
                time.sleep(dice.random() * 0.1)  # the moment itself is left to chance
                worker.kill()
                worker.start()
        try:
            wait_until(shift.over, "every reply has come to its end", scaled(90, 600))
        finally:
            tell(f"{written} messages, {KILLS} kills: {dict(shift.states())}, missing: {shift.missing()}")

        arrived = shift.arrived()
        assert {way: sorted(came) for way, came in arrived.items()} == {
            way: sorted(sent) for way, sent in shift.written.items()
        }
        queries = Queries(shift.store)
        [book] = queries.books(shift.slug)
        assert book.balances, book.wrong
        assert queries.dead_letters()[0] == 0
        with shift.store.read() as connection:
            assert set(connection.execute(select(call.c.state)).scalars()) == {"ended"}
            told = connection.execute(
                select(question.c.origin, question.c.text, outbox_table.c.state).join(
                    outbox_table, outbox_table.c.question_id == question.c.id
                )
            ).all()
        assert len(told) == len({asked for _, asked, _ in told}) == shift.answerable()
        for origin, network in shift.networks.items():
            posted = Counter(network.posted() if network.posted else [])
            assert not [doubled for doubled, times in posted.items() if times > 1]
            for _, asked, state in (row for row in told if row.origin == origin):
                assert state == "sent" or (state == "unsure" and not network.guarded), (network.type, state)
                assert answer(asked) in posted or state == "unsure"
