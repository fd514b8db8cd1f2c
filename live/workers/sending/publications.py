"""Posts publications at their moment, corrects and withdraws what stands on the pages, and reads who has seen it."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import structlog

from live.channels import TYPES, Channel, Failed, http_of
from live.channels.capabilities import PageFigures, Publishes
from live.domain.official_pages.publication import whole_text
from live.domain.refused import Refused
from live.followup.publications.writing import release
from live.runtime.worker import UNTOLD, Worker, Written
from live.store.centre import channels
from live.store.leases import Leases
from live.store.official_pages import publications
from live.store.rows import Row
from live.store.transaction import Store
from live.workers.means import Means
from live.workers.sending.attempts import TRIES, next_at
from live.workers.set_aside import SetAside, database_is_away

log = structlog.get_logger()

PACE = 1.0
"""Seconds at least between two looks."""

READS = 60.0
"""Seconds between two looks for figures that are to be read."""

FRESH, YOUNG, OLD = timedelta(minutes=10), timedelta(days=1), timedelta(days=30)
"""The figures of a post are read every so often for its first day, then once a day until it is so old."""

AT_ONCE = 50
LEASE = "publications"


class Publications:
    """`networks` are TYPES, or what a test puts in their place. One process does it at a time."""

    def __init__(self, store: Store, leases: Leases, networks: Mapping[str, Channel] = TYPES) -> None:
        self._store, self._leases, self._networks = store, leases, networks
        self._reads_at = 0.0
        self.aside: SetAside[int] = SetAside("publication")

    def tick(self) -> None:
        now, reads = self._store.clock(), time.monotonic() >= self._reads_at
        with self._store.read() as connection:
            due, wanted = publications.due(connection, now), publications.wanted(connection, now)
            unread = publications.to_read(connection, now - FRESH, now - YOUNG, now - OLD, AT_ONCE) if reads else []
        if reads:
            self._reads_at = time.monotonic() + READS
        if not (due or wanted or unread) or not self._leases.take(LEASE):
            return
        try:
            for row in due:
                self._apart(row.id, row, self._release)
            for row in wanted:
                self._apart(row.publication_id, row, self._do)
            self._read(unread)
        finally:
            self._leases.free(LEASE)

    def _apart(self, number: int, row: Row[Any], act: Callable[[Row[Any]], None]) -> None:
        """What breaks of one is set aside, and the others go on."""
        if not self.aside.rests(number):
            with self.aside.attempt(number):
                act(row)

    def _release(self, row: Row[Any]) -> None:
        try:
            release(self._store, row.id, row.version, None)
        except Refused as refused:
            if refused.code not in ("conflict", "illegal"):
                raise
            log.info("a publication was changed at its moment", publication=row.id)

    # What stands on the pages

    def _do(self, row: Row[Any]) -> None:
        """Correct a post, or take it away: both may be done twice."""
        done = {"correct": "corrected_at", "withdraw": "withdrawn_at"}[row.wants]
        try:
            network, channel = self._network(row.channel_id)
            if row.name is None:
                raise Failed("never", "It is not known which post this is.")
            http = http_of(self._networks[channel.type], channel.settings)
            if row.wants == "correct":
                network.correct(row.name, whole_text(row.text, row.address), channel.settings, http)
            else:
                network.withdraw(row.name, channel.settings, http)
        except Failed as failed:
            log.info("a post was not changed", channel=row.channel_id, kind=failed.kind, reason=failed.reason)
            told = {"reason": failed.reason, "detail": failed.detail, "tries": row.tries + 1}
            gives_up = failed.kind == "never" or row.tries + 1 >= TRIES
            later = {"wants": None} if gives_up else {"next_at": next_at(row, failed, self._store.clock())}
            self._change(row, **told, **later)
        else:
            self._change(row, wants=None, reason=None, detail=None, **{done: self._store.clock()})

    # Who has seen it

    def _read(self, rows: Sequence[Row[Any]]) -> None:
        by_channel: defaultdict[int, list[Row[Any]]] = defaultdict(list)
        for row in rows:
            by_channel[row.channel_id].append(row)
        for channel_id, posts in by_channel.items():
            if not self.aside.rests(-channel_id):
                with self.aside.attempt(-channel_id):
                    self._read_some(channel_id, posts)

    def _read_some(self, channel_id: int, posts: Sequence[Row[Any]]) -> None:
        named = [row for row in posts if row.name]
        found: Mapping[str, PageFigures] = {}
        try:
            network, channel = self._network(channel_id)
            http = http_of(self._networks[channel.type], channel.settings)
            found = network.figures([row.name for row in named], channel.settings, http) if named else {}
        except Failed as failed:
            log.info("the figures of posts were not read", channel=channel_id, reason=failed.reason, code=failed.code)
        for row in posts:
            told = found.get(row.name or "")
            figures = (
                {"views": told.views, "likes": told.likes, "reposts": told.reposts, "comments": told.comments}
                if told is not None
                else {}
            )
            self._change(row, read_at=self._store.clock(), **figures)

    def _network(self, channel_id: int) -> tuple[Publishes, channels.Channel]:
        with self._store.read() as connection:
            channel = channels.by_id(connection, self._store.seal, channel_id)
        network = self._networks.get(channel.type)
        if not isinstance(network, Publishes):
            raise Failed("never", "This network takes no posts.")
        return network, channel

    def _change(self, row: Row[Any], **facts: Any) -> None:
        with self._store.write() as tx:
            publications.change_page(tx, row.publication_id, row.channel_id, **facts)


def worker(means: Means) -> Worker:
    task = Publications(means.store, means.leases)
    return Worker(
        "publications",
        task.tick,
        UNTOLD,
        pace=PACE,
        looks_for=Written.OTHER,
        away=database_is_away,
        set_aside=task.aside.count,
    )
