"""Asks the networks for what is new, where they cannot reach us or have no webhook for it.

Any number of processes may run it: a channel is one's at a time, by a lease. How far a network has been read stands in
the database and moves only once what came before is stored, so that nothing is lost by a restart; and what comes twice
is one question, as from a webhook.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog

from live.channels import TYPES, Channel, Failed, http_of
from live.channels.capabilities import Polls, Setup
from live.desk.inbound import Receive, store_outcomes
from live.domain.refused import Refused
from live.runtime.tasks import sleep, spawn
from live.store.centre import channels
from live.store.leases import Leases
from live.store.transaction import Store

log = structlog.get_logger()

LOOK = 2.0
"""Seconds between two looks at which channels there are."""

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
        self._busy: set[int] = set()

    def run(self) -> None:
        while True:
            try:
                self.look()
            except Refused:
                pass  # The database is away.
            except Exception:
                log.exception("polling failed")
            sleep(LOOK)

    def look(self) -> None:
        """Set to work at every channel that is to be polled and is nobody else's."""
        with self._store.read() as connection:
            known = channels.all_of(connection, self._store.seal)
        for channel in known:
            if channel.id not in self._busy and self._wanted(channel) and self._leases.take(_lease(channel.id)):
                self._busy.add(channel.id)
                spawn(self._work, channel.id)

    def _wanted(self, channel: channels.Channel) -> bool:
        network = self._networks.get(channel.type)
        if channel.paused:
            return False
        lacking = isinstance(network, Setup) and network.needs_setup(channel.settings)
        return lacking or (isinstance(network, Polls) and network.polls(channel.settings))

    def _work(self, channel_id: int) -> None:
        failures = 0
        try:
            while self._leases.holds(_lease(channel_id)):
                channel = self._channel(channel_id)
                if not self._wanted(channel):
                    return
                try:
                    pause = self.step(channel)
                    failures = 0
                except Failed as failed:
                    self._blame(channel, failed)
                    pause = max(failed.wait or 0.0, PAUSES[min(failures, len(PAUSES) - 1)])
                    failures += 1
                sleep(pause)
        except Refused:
            pass  # The database is away; whoever comes next goes on from what is stored.
        finally:
            self._busy.discard(channel_id)
            self._leases.free(_lease(channel_id))

    def step(self, channel: channels.Channel) -> float:
        """Ask once and store what came; seconds until there is any sense in asking again."""
        network: Any = self._networks[channel.type]
        http = http_of(network, channel.settings)
        try:
            if isinstance(network, Setup) and network.needs_setup(channel.settings):
                told = network.setup(channel.settings, http)
                with self._store.write() as tx:
                    channels.learn(tx, channel.id, told)
                return 0.0
            polled = network.poll(channel.state, channel.settings, http)
        except Failed:
            raise
        except Exception as error:
            log.exception("a network could not be read", channel=channel.type, id=channel.id)
            raise Failed("later", BROKE) from error
        store_outcomes(self._store, self._receive, channel, polled.outcomes)
        if polled.state != channel.state or channel.error:
            with self._store.write() as tx:
                channels.remember(tx, channel.id, polled.state)
        return float(polled.pause)

    def _channel(self, channel_id: int) -> channels.Channel:
        with self._store.read() as connection:
            return channels.by_id(connection, self._store.seal, channel_id)

    def _blame(self, channel: channels.Channel, failed: Failed) -> None:
        """What is wrong stands at the channel until it works again."""
        log.info("a network was not read", channel=channel.type, id=channel.id, reason=failed.reason)
        if channel.error != failed.reason:
            with self._store.write() as tx:
                channels.set_facts(tx, channel.id, error=failed.reason, error_at=tx.now)


def _lease(channel_id: int) -> str:
    return f"poll:{channel_id}"
