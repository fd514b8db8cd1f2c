"""A whole show made by a seed: who asks, what the crew does and what goes wrong, on the real verbs, store and feed."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar, cast

from sqlalchemy import select
from sqlalchemy.exc import PendingRollbackError

from live.admin.lists import save_list
from live.desk.askers.adding import ADDED
from live.desk.receive import Result, receive_group
from live.domain import broadcast as broadcast_rules
from live.domain.people import By
from live.domain.refused import Refused
from live.domain.submission import Author
from live.protocol.commands import COMMANDS
from live.store.centre import lists
from live.store.leases import TERM, Leases
from live.store.tables import outbox as letters
from live.store.tables import ticket
from live.workers.escalate import find, tell
from live.workers.recalculate_deadlines import recompute_slice
from live.workers.sending.outbox import Outbox
from tests.simulation.nemesis import Killed, LyingNetwork, Nemesis
from tests.support.rooms import Json, Show, Tickets, clock_of
from tests.support.sending import send_all
from tests.views.beyond import TEXTS
from tests.views.machine import ACTS, Law

T = TypeVar("T")
DEAD = (Killed, PendingRollbackError)
"""The second where whoever died was half way through a part of a transaction: what is left of it cannot go on."""

STEPS = 60
WEIGHED = [name for name, weight in ACTS.items() if name not in ("quiet", "lists") for _ in range(weight)]
WEIGHED += ["receive"] * 4 + ["reply"] * 8  # Letters are where most can go wrong.
GUARDS = (timedelta(0), timedelta(hours=1))
LISTENING = 9
"""How many screens look on from the start."""


class Persistent(Show):
    """A show whose crew presses again, with the same command, until it is told what became of it."""

    whole: WholeShow

    def do(self, type_: str, question: int | str | None = None, **fields: Any) -> Json:
        fields.setdefault("id", str(uuid.UUID(int=self.whole.dice.getrandbits(128), version=4)))
        if question is not None and "version" not in fields and "version" in COMMANDS[type_].body.model_fields:
            fields["version"] = self.row(int(question)).version
        ask = super().do
        return self.whole.until_told(lambda: ask(type_, question, **fields))


class WholeShow(Law):
    """`play()` it, then `end()` it: that asserts what must hold whatever happened."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.dice = random.Random(seed)
        self.acknowledged: dict[str, int] = {}
        self.texts: dict[str, str] = {}
        self.restarts = 0

    def play(self) -> None:
        self.nemesis = Nemesis(self.dice, self.store)
        self.network = LyingNetwork(self.dice, self.dice.choice(GUARDS), clock_of(self.store))
        try:
            self.begin(air=self.dice.random() < 0.5, arrivals=self.dice.randrange(10))
            for _ in range(LISTENING):
                self._look(self.dice.randrange(1000), self.dice.randrange(1000))
            for _ in range(STEPS):
                self.step()
        finally:
            self.nemesis.close()

    def begin(self, air: bool, arrivals: int) -> None:
        standing = Show(self.store, broadcast_rules.Kind.STANDING)
        self.show = Persistent(self.store, standing_id=standing.id, head_sees_contacts=air)
        self.show.whole = self
        self.channel = self.show.channel()
        self.tickets = Tickets(self.store)
        self.start_process()
        self.show.do("broadcast.open")
        if air:
            self.show.do("broadcast.air")
        for _ in range(arrivals):
            self._receive(self.dice.randrange(1000), self.dice.randrange(1000))

    def start_process(self) -> None:
        """What a process holds in memory is made anew; its predecessor's leases have run out by then."""
        self.restarts += 1
        clock_of(self.store).pass_(seconds=2 * TERM.total_seconds())
        self.outbox = Outbox(self.store, Leases(self.store), {"vk": cast(Any, self.network)})

    def step(self) -> None:
        self.nemesis.turn(clock_of(self.store))
        self.nemesis.perhaps_arm()
        name, n, m = self.dice.choice(WEIGHED), self.dice.randrange(1000), self.dice.randrange(1000)
        try:
            getattr(self, f"_{name}")(n, m)
            if n % 2:
                self.send()
        except DEAD:
            self.start_process()
        except Refused as refused:
            assert refused.code in ("unavailable", "conflict", "illegal"), (name, refused)
        finally:
            self.nemesis.rest()

    def until_told(self, ask: Callable[[], T]) -> T:
        """Asked again and again with the same words, as a client does that was cut off or told `unavailable`."""
        while True:
            try:
                return ask()
            except DEAD:
                self.start_process()
            except Refused as refused:
                if refused.code != "unavailable":
                    raise

    def attempt(self, deed: Callable[[], Any]) -> None:
        """What is no command of the show's own is not asked again: it is done, refused, or broken off."""
        try:
            super().attempt(deed)
        except AssertionError as error:
            if not isinstance(error.__context__, Refused) or error.__context__.code != "unavailable":
                raise

    # What differs from the law's own acts

    def _receive(self, n: int, m: int) -> None:
        """People ask, each under a name of its own, and send again until they are told a number; some ask twice."""
        names = [f"m-{self.dice.randrange(400)}" for _ in range(1 + n % 4)]
        for name in names:
            self.texts.setdefault(name, TEXTS[(n + len(self.texts)) % len(TEXTS)])
        origin = f"channel:{self.channel}" if m % 2 else self.show.origin
        arrivals = [
            self.show.arrival(
                self.texts[name],
                external_id=name,
                origin=origin,
                channel_id=self.channel if m % 2 else None,
                author=Author(contact=f"vk:{name[2:]}"),
                source="vk" if m % 2 else "api",
            )
            for name in names
        ]
        results: list[Result] = self.until_told(lambda: receive_group(self.store, arrivals))
        for name, result in zip(names, results, strict=True):
            if isinstance(result, Refused):
                assert result.code == "closed", result
                continue
            if result.broadcast != self.show.slug or result.number is None:
                continue
            key = f"{origin} {name}"
            assert self.acknowledged.setdefault(key, result.number) == result.number, "a repeat has the same number"

    def _escalate(self, n: int, m: int) -> None:
        """What is due some hours on is told then."""
        clock_of(self.store).pass_(hours=n % 10)
        tell(self.store, find(self.store))

    def _reply(self, n: int, m: int) -> None:
        """Somebody who asked by the network is answered."""
        origin = f"channel:{self.channel} "
        asked = [number for key, number in self.acknowledged.items() if key.startswith(origin)]
        if asked:
            self.command("question.reply", asked[n % len(asked)], text="Починят в мае", final=bool(n % 2))

    def send(self) -> None:
        """The worker sends what is due, by a network that lies."""
        self.outbox.quiet_until.clear()
        send_all(self.outbox, self.channel)

    # The end

    def end(self) -> None:
        """Nothing goes wrong any more: all is done that waits, and the oracle looks."""
        self.network.honest = True
        self.start_process()
        self.wrap_up()
        self.everybody_is_answered_once()
        self.settle()
        self.everything_has_ended()
        self.nothing_acknowledged_is_lost()
        self.every_deadline_is_right()

    def nothing_acknowledged_is_lost(self) -> None:
        assert len(set(self.acknowledged.values())) == len(self.acknowledged), "no two messages share a number"
        for key, number in self.acknowledged.items():
            first = self.first_words(number)
            assert first == self.texts[key.split()[1]], (key, number, first)

    def first_words(self, number: int) -> str:
        """As the question came, without what its asker added; later it may have been edited."""
        return str(self.show.row(number).text).split(ADDED.format(words=""))[0].rstrip()

    def everybody_is_answered_once(self) -> None:
        """The worker goes on for as long as it would try; then each letter has an end, and nobody has two."""
        clock = clock_of(self.store)
        for _ in range(40):
            clock.pass_(hours=1)
            self.send()
        with self.store.read() as connection:
            rows = connection.execute(
                select(letters.c.guard, letters.c.state).where(letters.c.channel_id == self.channel)
            ).all()
        for row in rows:
            arrived = self.network.arrived[row.guard]
            assert row.state in ("sent", "unsure", "failed", "cancelled"), row
            assert arrived <= 1, f"somebody was answered {arrived} times"
            assert arrived == 1 or row.state != "sent", "what is said to be sent has arrived"

    def every_deadline_is_right(self) -> None:
        """Reckoned anew from nothing, by the terms as they are, every open ticket is due when it was."""
        while recompute_slice(self.store):
            pass
        before = self.dues()
        with self.store.read() as connection:
            terms = lists.read(connection, "deadlines")
        save_list(self.store, "deadlines", terms.version, terms.items, By("Администратор", "admin"))
        while recompute_slice(self.store):
            pass
        assert self.dues() == before

    def dues(self) -> dict[str, Any]:
        with self.store.read() as connection:
            return {row.number: row for row in connection.execute(select(ticket).order_by(ticket.c.id)).all()}
