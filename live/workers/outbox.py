"""Sends what stands in the outbox. Any number of processes may run one: a channel is one's at a time, by a lease.

Before the request a reply is `sending`, committed; after it `sent`. What a worker that died has left in between is sent
again only where the network knows a repeated reply by its guard; elsewhere it is `unsure`, and a person decides.
"""

from __future__ import annotations

import random
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import structlog

from live.channels import TYPES, Channel, Failed, OutgoingMessage, http_of
from live.channels.capabilities import Replies
from live.domain.refused import Refused
from live.runtime.tasks import sleep, spawn
from live.store.centre import channels
from live.store.followup import outbox
from live.store.leases import Leases
from live.store.rows import Row
from live.store.transaction import Store

log = structlog.get_logger()

LOOK = 0.3
"""Seconds between two looks at what is due."""

PAUSES = (1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 1800.0, 3600.0)
"""Seconds before each further try; the last is kept to."""

TRIES = 30
"""After so many, about a day, a reply is given up."""

DIED = "The program was interrupted while it was sending."
BROKE = "Something broke on our side; it is logged."


class Outbox:
    """`networks` are TYPES, or what a test puts in their place."""

    def __init__(self, store: Store, leases: Leases, networks: Mapping[str, Channel] = TYPES) -> None:
        self._store = store
        self._leases = leases
        self._networks = networks
        self._busy: set[int] = set()
        self._quiet_until: dict[int, float] = {}

    def run(self) -> None:
        while True:
            try:
                self.look()
            except Refused:
                sleep(2.0)  # The database is away.
            except Exception:
                log.exception("the outbox failed")
                sleep(2.0)
            sleep(LOOK)

    def look(self) -> None:
        """Set to work at every channel that has something due and is nobody else's."""
        with self._store.read() as connection:
            waiting = outbox.channels_at_work(connection, self._store.clock())
        for channel_id in waiting:
            asked_for_quiet = time.monotonic() < self._quiet_until.get(channel_id, 0.0)
            if channel_id not in self._busy and not asked_for_quiet and self._leases.take(_lease(channel_id)):
                self._busy.add(channel_id)
                spawn(self._work, channel_id)

    def _work(self, channel_id: int) -> None:
        try:
            self.send_all(channel_id)
        except Refused:
            pass  # The database is away; whoever comes next finds it as it is.
        finally:
            self._busy.discard(channel_id)
            self._leases.free(_lease(channel_id))

    def send_all(self, channel_id: int) -> None:
        """Send what is due by one channel, which is this process's own meanwhile."""
        with self._store.read() as connection:
            channel = channels.by_id(connection, self._store.seal, channel_id)
        network = self._networks.get(channel.type)
        if channel.paused or not isinstance(network, Replies):
            return
        self._take_up(channel_id, network)
        while self._leases.holds(_lease(channel_id)) and time.monotonic() >= self._quiet_until.get(channel_id, 0.0):
            with self._store.read() as connection:
                row = outbox.due(connection, channel_id, self._store.clock())
            if row is None:
                return
            letter = OutgoingMessage(row.address or row.contact, row.text, row.guard, row.context)
            self._send(row, letter, channel, network)
            sleep(1.0 / network.rate(letter))

    def _take_up(self, channel_id: int, network: Replies) -> None:
        """What a worker that is gone has left half sent."""
        with self._store.read() as connection:
            left = outbox.half_sent(connection, channel_id)
        for row in left:
            self._not_known(row, row.unsure_since or row.moved_at, network, Failed("unsure", DIED))

    def _send(self, row: Row[Any], letter: OutgoingMessage, channel: channels.Channel, network: Any) -> None:
        if row.unsure_since and self._store.clock() - row.unsure_since > network.GUARD:
            self._note(row.id, "doubt")  # With the reason of the last try.
            return
        with self._store.write() as tx:
            if not outbox.move(tx, row.id, "send", tries=row.tries + 1):
                return  # Somebody has cancelled it.
            began = tx.now
        try:
            sent = network.reply(letter, channel.settings, http_of(network, channel.settings))
        except Failed as failed:
            self._failed(row, began, channel.id, network, failed)
        except Exception:
            log.exception("a reply failed", channel=channel.type, reply=row.id)
            self._not_known(row, row.unsure_since or began, network, Failed("unsure", BROKE))
        else:
            self._note(row.id, "deliver", link=sent.link, external_id=sent.id, reason=None, detail=None)

    def _failed(self, row: Row[Any], began: Any, channel_id: int, network: Replies, failed: Failed) -> None:
        log.info("a reply was not sent", reply=row.id, kind=failed.kind, reason=failed.reason, detail=failed.detail)
        if failed.wait:
            self._quiet_until[channel_id] = time.monotonic() + failed.wait
        if failed.kind == "unsure":
            self._not_known(row, row.unsure_since or began, network, failed)
        elif failed.kind == "never" or row.tries + 1 >= TRIES:
            # An earlier try may have arrived all the same.
            self._note(row.id, "doubt" if row.unsure_since else "fail", reason=failed.reason, detail=failed.detail)
        else:
            self._reschedule(row, failed)

    def _not_known(self, row: Row[Any], since: Any, network: Replies, failed: Failed) -> None:
        if timedelta(0) < network.GUARD and row.tries + 1 < TRIES:
            self._reschedule(row, failed, unsure_since=since)
        else:
            self._note(row.id, "doubt", reason=failed.reason, detail=failed.detail, unsure_since=since)

    def _reschedule(self, row: Row[Any], failed: Failed, **columns: Any) -> None:
        pause = max(PAUSES[min(row.tries, len(PAUSES) - 1)] * random.uniform(0.8, 1.2), failed.wait or 0.0)
        next_at = self._store.clock() + timedelta(seconds=pause)
        self._note(row.id, "put_off", next_at=next_at, reason=failed.reason, detail=failed.detail, **columns)

    def _note(self, reply_id: int, verb: str, **columns: Any) -> None:
        """What has become of a reply: noted at all costs, for nobody else knows it."""
        while True:
            try:
                with self._store.write() as tx:
                    outbox.move(tx, reply_id, verb, **columns)
                return
            except Refused:
                sleep(1.0)


def _lease(channel_id: int) -> str:
    return f"send:{channel_id}"
