"""Reads what stands on the official pages, by whichever channel its network tells it to, and tells of long silence."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import structlog

from live.channels import TYPES, Channel, Failed, http_of
from live.channels.capabilities import PostOnPage, ShowsPosts
from live.domain.official_pages.address import CHANNELS_OF
from live.domain.official_pages.score import READ_EVERY
from live.followup.publications.silence import tell_of_silence
from live.runtime.worker import UNHEARD, Worker, Written
from live.store.centre import channels
from live.store.leases import Leases
from live.store.official_pages import posts
from live.store.rows import Row
from live.store.transaction import Store
from live.workers.means import Means
from live.workers.set_aside import SetAside, database_is_away

log = structlog.get_logger()

PACE = 5.0
"""Seconds at least between two looks."""

AT_ONCE = 5
"""Pages that are read in one of them: a register of two thousand is read in half an hour."""

LOOKS = 600.0
"""Seconds between two looks for pages on which nothing was posted for long."""

LEASE = "official_pages"
NOBODY = Failed("never", "No channel is told what stands on this page: give one a key that may read it.").reason

Known = Sequence[tuple[Row[Any], Mapping[str, str]]]
"""Channels with their settings."""


class Reading:
    """`networks` are TYPES, or what a test puts in their place. One process does it at a time."""

    def __init__(self, store: Store, leases: Leases, networks: Mapping[str, Channel] = TYPES) -> None:
        self._store, self._leases, self._networks = store, leases, networks
        self._looks_at = 0.0
        self.aside: SetAside[int] = SetAside("official page")

    def tick(self) -> None:
        looks = time.monotonic() >= self._looks_at
        with self._store.read() as connection:
            before = self._store.clock() - READ_EVERY
            waiting = posts.to_read(connection, before, AT_ONCE, self.aside.resting())
            known = list(channels.readable(connection, self._store.seal)) if waiting else []
        if not (waiting or looks) or not self._leases.take(LEASE):
            return
        try:
            for page in waiting:
                with self.aside.attempt(page.id):
                    self._read(page, known)
            if looks:
                self._looks_at = time.monotonic() + LOOKS
                tell_of_silence(self._store)
        finally:
            self._leases.free(LEASE)

    def _read(self, page: Row[Any], known: Known) -> None:
        trouble: str | None = NOBODY
        for row, settings in self._able(page, known):
            network: Any = self._networks[row.type]
            try:
                told = network.newest_posts(
                    page.address, row.id == page.channel_id, settings, http_of(network, settings)
                )
            except Failed as failed:
                log.info("an official page was not read", page=page.id, reason=failed.reason, code=failed.code)
                trouble = failed.reason
                continue
            return self._keep(page, told)
        self._keep_ours(page, trouble)

    def _able(self, page: Row[Any], known: Known) -> Iterator[tuple[Row[Any], Mapping[str, str]]]:
        """The channels that are told of it, its own first."""
        for row, settings in sorted(known, key=lambda one: one[0].id != page.channel_id):
            network: Any = self._networks.get(row.type)
            of_network = row.type in CHANNELS_OF[page.network] and isinstance(network, ShowsPosts)
            if of_network and not row.paused and network.shows_posts(page.address, row.id == page.channel_id, settings):
                yield row, settings

    def _keep(self, page: Row[Any], told: Sequence[PostOnPage]) -> None:
        with self._store.write() as tx:
            rows = [_row(one) for one in {one.name: one for one in told}.values()]
            posts.keep(tx, page.id, rows, _whole_from(told))
            posts.note(tx, page.id, None)

    def _keep_ours(self, page: Row[Any], trouble: str | None) -> None:
        """Where its network tells nothing, what the centre has posted there itself is what is known."""
        with self._store.write() as tx:
            ours = posts.ours(tx.connection, page.channel_id) if page.channel_id is not None else []
            figures = ("views", "likes", "reposts", "comments")
            rows = [
                {"name": one.name, "at": one.at, "own": True, "video": False, **{n: getattr(one, n) for n in figures}}
                for one in ours
            ]
            posts.keep(tx, page.id, rows, min((one.at for one in ours), default=None))
            posts.note(tx, page.id, trouble)


def _row(post: PostOnPage) -> dict[str, Any]:
    told = post.figures
    figures = {"views": told.views, "likes": told.likes, "reposts": told.reposts, "comments": told.comments}
    return {"name": post.name, "at": post.at, "own": post.own, "video": post.video, **figures}


def _whole_from(told: Sequence[PostOnPage]) -> datetime | None:
    """The moment of the oldest but one that is pinned above the others: from it on everything was told."""
    moments = sorted((one.at for one in told), reverse=True)
    return moments[-2] if len(moments) > 2 else moments[-1] if moments else None


def worker(means: Means) -> Worker:
    task = Reading(means.store, means.leases)
    return Worker(
        "official_pages",
        task.tick,
        UNHEARD,
        pace=PACE,
        looks_for=Written.OTHER,
        away=database_is_away,
        set_aside=task.aside.count,
    )
