"""Asks the networks for what is new, where they cannot reach us or have no webhook for it.

Any number of processes may run it: a channel is one's at a time, by a lease. How far a network has been read stands in
the database and moves only once what came before is stored, so that nothing is lost by a restart; and what comes twice
is one question, as from a webhook.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import Any

import structlog

from live.channels import TYPES, Channel, Failed, http_of
from live.channels.capabilities import Polls, Setup
from live.desk.inbound import Receive, store_outcomes
from live.runtime.worker import Worker
from live.store.centre import channels
from live.store.leases import Leases
from live.store.rows import Row
from live.store.transaction import Store
from live.workers.means import Means
from live.workers.one_each import OneEach, Step
from live.workers.set_aside import database_is_away

log = structlog.get_logger()

INTERVAL = 2.0
"""Seconds between two ticks."""

PAUSES = (1.0, 2.0, 5.0, 15.0, 30.0, 60.0)
"""Seconds after each further failure; the last is kept to."""

BROKE = "Something broke on our side; it is logged."


class Polling:
    """`networks` are TYPES, or what a test puts in their place."""

    def __init__(self, store: Store, leases: Leases, receive: Receive, networks: Mapping[str, Channel] = TYPES) -> None:
        self._store = store
        self._leases = leases
        self._receive = receive
        self._networks = networks
        # What was not read to its end is asked for again, and a network may be silent for half a minute.
        self.channels = OneEach("polling", leases, _lease, awaited=False)
        self._failures: Counter[int] = Counter()

    def tick(self) -> None:
        """Set to work at every channel that is to be polled and is nobody else's."""
        with self._store.read() as connection:
            known = channels.sealed(connection)
        for row in known:
            if not self.channels.aside.rests(row.id) and self._is_to_be_polled(row):
                self.channels.begin(row.id, self.reading)

    def reading(self, channel_id: int) -> Step:
        self._failures.pop(channel_id, None)
        return partial(self._read, channel_id)

    def _is_to_be_polled(self, row: Row[Any]) -> bool:
        try:
            return self._wanted(channels.opened(self._store.seal, row))
        except Exception as error:
            self.channels.aside.add(row.id, error)
            return False

    def _wanted(self, channel: channels.Channel) -> bool:
        network = self._networks.get(channel.type)
        if channel.paused:
            return False
        lacking = isinstance(network, Setup) and network.needs_setup(channel.settings)
        return lacking or (isinstance(network, Polls) and network.polls(channel.settings))

    def _read(self, channel_id: int) -> float | None:
        """Ask once; seconds until the next time, None where it is not to be asked any more, or not by us."""
        if not self._leases.holds(_lease(channel_id)):
            return None
        channel = self._channel(channel_id)
        if not self._wanted(channel):
            return None
        try:
            pause = self.step(channel)
        except Failed as failed:
            self._record_error(channel, failed)
            pause = max(failed.wait or 0.0, PAUSES[min(self._failures[channel_id], len(PAUSES) - 1)])
            self._failures[channel_id] += 1
        else:
            self._failures[channel_id] = 0
        return pause

    def step(self, channel: channels.Channel) -> float:
        """Ask once and store what came; seconds until there is any sense in asking again."""
        network: Any = self._networks[channel.type]
        http = http_of(network, channel.settings)
        try:
            if isinstance(network, Setup) and network.needs_setup(channel.settings):
                learned = network.setup(channel.settings, http)
                with self._store.write() as tx:
                    channels.learn(tx, channel.id, learned)
                return 0.0
            polled = network.poll(channel.state, channel.settings, http)
        except Failed:
            raise
        except Exception as error:
            log.exception("a network could not be read", channel=channel.type, id=channel.id)
            raise Failed("later", BROKE) from error
        store_outcomes(self._store, self._receive, channel, polled.outcomes)
        if polled.state != channel.state or channel.error != polled.trouble:
            since = channel.error_at if channel.error == polled.trouble else self._store.clock()
            with self._store.write() as tx:
                channels.remember(tx, channel.id, polled.state, polled.trouble, since)
        return float(polled.pause)

    def _channel(self, channel_id: int) -> channels.Channel:
        with self._store.read() as connection:
            return channels.by_id(connection, self._store.seal, channel_id)

    def _record_error(self, channel: channels.Channel, failed: Failed) -> None:
        """What is wrong stands at the channel until it works again."""
        log.info("a network was not read", channel=channel.type, id=channel.id, reason=failed.reason)
        if channel.error != failed.reason:
            with self._store.write() as tx:
                channels.set_facts(tx, channel.id, error=failed.reason, error_at=tx.now)


def _lease(channel_id: int) -> str:
    return f"poll:{channel_id}"


def worker(means: Means) -> Worker:
    task = Polling(means.store, means.leases, means.intake.receive)
    return Worker("polling", task.tick, INTERVAL, away=database_is_away, set_aside=task.channels.aside.count)
