"""Sends what stands in the outbox. Any number of processes may run one: a channel is one's at a time, by a lease.

Before the request a reply is `sending`, committed; after it `sent`. What a worker that died has left in between is sent
again only where the network knows a repeated reply by its guard; elsewhere it is `unsure`, and a person decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import structlog

from live.channels import TYPES, Channel, Failed, OutgoingMessage, http_of
from live.channels.capabilities import Replies
from live.runtime import traces
from live.runtime.worker import UNTOLD, Worker, Written
from live.store.centre import channels
from live.store.followup import outbox
from live.store.leases import Leases
from live.store.rows import Row
from live.store.storage import Storage
from live.store.transaction import Store
from live.workers.files.handing import Handing
from live.workers.means import Means
from live.workers.one_each import Step
from live.workers.sending.attempts import BROKE, DIED, TRIES, Move, Notes, after_doubt, after_failure, next_at
from live.workers.sending.by_channel import ByChannel
from live.workers.set_aside import database_is_away

log = structlog.get_logger()

PACE = 0.3
"""Seconds at least between two ticks."""


class Outbox(ByChannel):
    """`files`: where what answers carry stands; `address`: how the centre is reached, for what a network does not
    carry."""

    def __init__(
        self,
        store: Store,
        leases: Leases,
        networks: Mapping[str, Channel] = TYPES,
        files: Storage | None = None,
        address: str = "",
    ) -> None:
        super().__init__("outbox", _lease, store, leases, networks, called="reply")
        self.files, self.address = files, address

    def tick(self) -> None:
        """Set to work at every channel that has something due and is nobody else's."""
        with self.store.read() as connection:
            waiting = outbox.channels_at_work(connection, self.store.clock(), self.rows.resting())
        self.begin(waiting, self.sending)

    def sending(self, channel_id: int) -> Step:
        return Sending(self, channel_id).step


class Sending:
    """Sends what is due by one channel, a reply a step, while this process has its lease."""

    def __init__(self, of: Outbox, channel_id: int) -> None:
        self._of = of
        self._store = of.store
        self._channel_id = channel_id
        self._handing = Handing(of.store, of.files, of.address)
        self._taken_up = False
        self._notes = Notes(self._write)

    def step(self) -> float | None:
        """Send the next; the pause that the network's rate asks for, or None where nothing is due."""
        self._notes.write()
        channel = self._of.at_work(self._channel_id)
        if channel is None:
            return None
        network = self._of.networks.get(channel.type)
        if not isinstance(network, Replies):
            raise TypeError(f"nothing can be sent by a channel of the type {channel.type}")
        if not self._taken_up:
            self._take_up(network)
            self._taken_up = True
        return self._send_next(channel, network)

    def _take_up(self, network: Replies) -> None:
        """What a worker that is gone has left half sent."""
        with self._store.read() as connection:
            left = outbox.half_sent(connection, self._channel_id)
        for row in (row for row in left if not self._of.rows.rests(row.id)):
            with self._of.rows.attempt(row.id):
                self._not_known(row, row.unsure_since or row.moved_at, network, Failed("unsure", DIED))

    def _send_next(self, channel: channels.Channel, network: Replies) -> float | None:
        with self._store.read() as connection:
            row = outbox.due(connection, channel.id, self._store.clock(), self._of.rows.resting())
        if row is None:
            return None
        pause = 0.0
        with self._of.rows.attempt(row.id):
            letter = OutgoingMessage(row.address or row.contact, row.text, row.guard, row.context)
            pause = 1.0 / network.rate(letter)
            with traces.work("reply", {"live.channel": channel.type, "live.try": row.tries + 1}):
                self._send(row, letter, channel, network)
        return pause

    def _send(self, row: Row[Any], letter: OutgoingMessage, channel: channels.Channel, network: Any) -> None:
        if row.unsure_since and self._store.clock() - row.unsure_since > network.GUARD:
            self._move(row.id, ("doubt", {}))  # With the reason of the last try.
            return
        try:
            parts = self._handing.messages(row, letter, channel, network)
        except Failed as failed:
            self._not_ready(row, failed)
            return
        if not parts:
            return  # Somebody has cancelled it.
        self._send_part(row, parts, channel, network)

    def _send_part(
        self, row: Row[Any], parts: Sequence[OutgoingMessage], channel: channels.Channel, network: Any
    ) -> None:
        """The first of the messages that have not gone yet; the reply has arrived with the last of them."""
        with self._store.write() as tx:
            if not outbox.move(tx, row.id, "send", tries=row.tries + 1):
                return  # Somebody has cancelled it.
            began = tx.now
        if row.part >= len(parts):  # The rest of it has been erased meanwhile.
            self._move(row.id, ("deliver", {}))
            return
        part = parts[row.part]
        try:
            sent = network.reply(part, channel.settings, http_of(network, channel.settings))
        except Failed as failed:
            self._failed(row, began, network, failed)
            if failed.kind == "never":
                self._handing.refused(channel.id, network, part)
        except Exception:
            log.exception("a reply failed", channel=channel.type, reply=row.id)
            self._not_known(row, row.unsure_since or began, network, Failed("unsure", BROKE))
        else:
            where = {} if row.part else {"link": sent.link, "external_id": sent.id}
            if row.part + 1 < len(parts):
                going_on = {"part": row.part + 1, "tries": 0, "next_at": row.next_at, "unsure_since": None}
                self._move(row.id, ("put_off", {"reason": None, "detail": None, **going_on, **where}))
            else:
                self._move(row.id, ("deliver", {"reason": None, "detail": None, **where}))
            self._handing.sent(channel.id, network, part, dict(sent.tokens))

    def _not_ready(self, row: Row[Any], failed: Failed) -> None:
        """A file could not be handed over: nothing was sent at this try, and it waits."""
        log.info("a file was not handed over", reply=row.id, reason=failed.reason, code=failed.code)
        self._of.keep_quiet(self._channel_id, failed)
        told = {"tries": row.tries + 1, "reason": failed.reason, "detail": failed.detail}
        if failed.kind == "never" or row.tries + 1 >= TRIES:
            has_gone = row.part or row.unsure_since  # Its text, or all of it, and a file cannot.
            self._move(row.id, ("doubt" if has_gone else "fail", told))
            return
        with self._store.write() as tx:
            outbox.put_off_unsent(tx, row.id, next_at=next_at(row, failed, self._store.clock()), **told)

    def _failed(self, row: Row[Any], began: datetime, network: Replies, failed: Failed) -> None:
        log.info("a reply was not sent", reply=row.id, kind=failed.kind, reason=failed.reason, code=failed.code)
        self._of.keep_quiet(self._channel_id, failed)
        self._move(row.id, after_failure(row, failed, began, network.GUARD, self._store.clock()))

    def _not_known(self, row: Row[Any], since: datetime, network: Replies, failed: Failed) -> None:
        self._move(row.id, after_doubt(row, failed, since, network.GUARD, self._store.clock()))

    def _move(self, reply_id: int, move: Move) -> None:
        self._notes.add(reply_id, *move)

    def _write(self, reply_id: int, verb: str, columns: dict[str, Any]) -> None:
        with self._store.write() as tx:
            outbox.move(tx, reply_id, verb, **columns)


def _lease(channel_id: int) -> str:
    return f"send:{channel_id}"


def worker(means: Means) -> Worker:
    task = Outbox(means.store, means.leases, files=means.files, address=means.address)
    return Worker(
        "outbox", task.tick, UNTOLD, pace=PACE, looks_for=Written.OTHER, away=database_is_away, set_aside=task.set_aside
    )
