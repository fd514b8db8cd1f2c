"""Puts polls on the pages of networks, and reads what is counted there. A channel is one process's, by a lease.

Before the request a post is `posting`, committed; after it `posted`. What a process that died has left in between is
posted again only where the network knows a repeated post by its guard; elsewhere it is `unsure`, and a person decides.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import structlog

from live.channels import TYPES, Channel, Failed, http_of
from live.channels.capabilities import Http, PostsPolls
from live.desk.polls.posting import count, moved, troubled
from live.domain.polls.posting import Asked
from live.runtime.worker import UNTOLD, Worker, Written
from live.store.centre import channels
from live.store.leases import Leases
from live.store.polls import polls, posts
from live.store.rows import Row
from live.store.transaction import Store
from live.workers.means import Means
from live.workers.one_each import Step
from live.workers.sending.attempts import BROKE, DIED, PAUSES, Notes, after_doubt, after_failure
from live.workers.sending.by_channel import ByChannel
from live.workers.set_aside import database_is_away

log = structlog.get_logger()

PACE = 1.0
"""Seconds at least between two ticks."""

READS = 1.0
"""Seconds between two looks at what is counted in one post while its poll is on air."""

SOON, LATE, SHARE = 5.0, 300.0, 100
"""Otherwise a hundredth of the time that it stands there: seconds at the least and at the most."""

LOOKS = 1.0
"""Seconds after which a channel at which nothing is due looks again, while polls stand on its page."""

BETWEEN = 0.3
"""Seconds between two calls by one channel."""


class PollPosts(ByChannel):
    def __init__(self, store: Store, leases: Leases, networks: Mapping[str, Channel] = TYPES) -> None:
        super().__init__("poll_posts", _lease, store, leases, networks, called="poll on a page")

    def tick(self) -> None:
        """Set to work at every channel that has something due and is nobody else's."""
        with self.store.read() as connection:
            waiting = posts.channels_at_work(connection, self.store.clock())
        self.begin(waiting, self.posting)

    def posting(self, channel_id: int) -> Step:
        return Posting(self, channel_id).step


class Posting:
    """Does what is due by one channel, a post a step, while this process has its lease."""

    def __init__(self, of: PollPosts, channel_id: int) -> None:
        self._of = of
        self._store = of.store
        self._channel_id = channel_id
        self._taken_up = False
        self._read_at: dict[int, float] = {}
        self._rests_until: dict[int, float] = {}
        self._failures: Counter[int] = Counter()
        self._notes: Notes[Row[Any]] = Notes(self._write)

    def step(self) -> float | None:
        """Do the next; seconds until there may be another, None where nothing is due."""
        self._notes.write()
        channel = self._of.at_work(self._channel_id)
        if channel is None:
            return None
        network = self._of.networks.get(channel.type)
        if not isinstance(network, PostsPolls):
            raise TypeError(f"no poll can be posted by a channel of the type {channel.type}")
        if not self._taken_up:
            self._take_up(network)
            self._taken_up = True
        return self._next(channel, network)

    def _take_up(self, network: PostsPolls) -> None:
        """What a process that is gone has left half done."""
        with self._store.read() as connection:
            left = posts.half_done(connection, self._channel_id)
        for row in (row for row in left if not self._of.rows.rests(row.id)):
            with self._of.rows.attempt(row.id):
                self._not_known(row, row.unsure_since or row.moved_at, network, Failed("unsure", DIED))

    def _next(self, channel: channels.Channel, network: PostsPolls) -> float | None:
        with self._store.read() as connection:
            waiting = posts.due(connection, channel.id, self._store.clock(), self._of.rows.resting())
            standing = posts.standing(connection, channel.id)
        http = http_of(self._of.networks[channel.type], channel.settings)
        if waiting is not None:
            with self._of.rows.attempt(waiting.id):
                self._post(waiting, channel.settings, network, http)
            return BETWEEN
        for row in standing:
            if self._is_to_be_read(row):
                with self._of.rows.attempt(row.id):
                    self._read(row, channel.settings, network, http)
                return BETWEEN
        return LOOKS if standing else None

    # To the page

    def _post(self, row: Row[Any], settings: Mapping[str, str], network: PostsPolls, http: Http) -> None:
        if posts.is_over(row, self._store.clock()):
            moved(self._store, row, "doubt" if row.unsure_since else "end")
            return
        if row.unsure_since and self._store.clock() - row.unsure_since > network.GUARD:
            moved(self._store, row, "doubt")  # With the reason of the last try.
            return
        asked, numbers = self._asked(row)
        facts = row.facts or self._made(row, asked, numbers, settings, network, http)
        if facts is None or not moved(self._store, row, "send", tries=row.tries + 1):
            return  # It cannot be made yet, or somebody has dropped it.
        began = self._store.clock()
        try:
            posted = network.post_poll(asked, facts, settings, http)
        except Failed as failed:
            self._failed(row, began, network, failed)
        except Exception:
            log.exception("a poll was not posted", post=row.id)
            self._not_known(row, row.unsure_since or began, network, Failed("unsure", BROKE))
        else:
            told = {"link": posted.link, "name": posted.name, "facts": {**facts, **posted.facts}}
            self._notes.add(row, "deliver", {"reason": None, "detail": None, **told})

    def _asked(self, row: Row[Any]) -> tuple[Asked, list[int]]:
        """What is posted, and the numbers of its options: at a further try those of the first, else those left."""
        with self._store.read() as connection:
            options = polls.options_of(connection, [row.poll_id])[row.poll_id]
        first = (row.facts or {}).get("numbers")
        posted = [one for one in options if (one.number in first if first else not one.gone)]
        texts = tuple(one.text for one in posted)
        return Asked(row.question, texts, bool(row.many), row.until, row.guard), [one.number for one in posted]

    def _made(
        self,
        row: Row[Any],
        asked: Asked,
        numbers: Sequence[int],
        settings: Mapping[str, str],
        network: PostsPolls,
        http: Http,
    ) -> Mapping[str, Any] | None:
        """What has to be there first. It is kept, so that a further try is one of the same post."""
        try:
            facts = {**network.make_poll(asked, settings, http), "numbers": list(numbers)}
        except Failed as failed:
            log.info("a poll was not made", post=row.id, kind=failed.kind, reason=failed.reason, code=failed.code)
            if moved(self._store, row, "send", tries=row.tries + 1):
                kind = "later" if failed.kind == "unsure" else failed.kind  # Nobody sees anything of it.
                self._failed(row, None, network, Failed(kind, failed.reason, failed.wait, failed.detail))
            return None
        with self._store.write() as tx:
            posts.save(tx, row.id, facts=facts)
        return facts

    def _failed(self, row: Row[Any], began: datetime | None, network: PostsPolls, failed: Failed) -> None:
        log.info("a poll was not posted", post=row.id, kind=failed.kind, reason=failed.reason, code=failed.code)
        self._of.keep_quiet(self._channel_id, failed)
        self._notes.add(row, *after_failure(row, failed, began, network.GUARD, self._store.clock()))

    def _not_known(self, row: Row[Any], since: datetime, network: PostsPolls, failed: Failed) -> None:
        self._notes.add(row, *after_doubt(row, failed, since, network.GUARD, self._store.clock()))

    def _write(self, row: Row[Any], verb: str, columns: dict[str, Any]) -> None:
        moved(self._store, row, verb, **columns)

    # From the page

    def _read(self, row: Row[Any], settings: Mapping[str, str], network: PostsPolls, http: Http) -> None:
        """Count what is counted there; of a closed poll it is ended there, where its network lets a program do so."""
        began = time.monotonic()
        over = posts.is_over(row, self._store.clock())
        try:
            if over:
                network.end_poll(row.name, row.facts, settings, http)
            elif tally := network.read_poll(row.name, row.facts, settings, http):
                count(self._store, row, tally)
        except Failed as failed:
            log.info("a poll was not read", post=row.id, kind=failed.kind, reason=failed.reason, code=failed.code)
            self._of.keep_quiet(self._channel_id, failed)
            if not over:
                self._rests_until[row.id] = time.monotonic() + PAUSES[min(self._failures[row.id], len(PAUSES) - 1)]
                self._failures[row.id] += 1
                troubled(self._store, row, failed.reason, failed.detail)
                return
        if over:
            moved(self._store, row, "end")
            return
        self._failures[row.id] = 0
        self._read_at[row.id] = began
        self._rests_until[row.id] = began + 2 * (time.monotonic() - began)  # A slow network is not asked all the time.
        troubled(self._store, row, None, None)

    def _is_to_be_read(self, row: Row[Any]) -> bool:
        """As of now: a poll that has just come on air is read at once."""
        now = time.monotonic()
        if now < self._rests_until.get(row.id, 0.0) or self._of.rows.rests(row.id):
            return False
        last = self._read_at.get(row.id)
        return last is None or posts.is_over(row, self._store.clock()) or now >= last + self._pause(row)

    def _pause(self, row: Row[Any]) -> float:
        stands = (self._store.clock() - row.moved_at).total_seconds()
        return READS if row.shown else min(max(SOON, stands / SHARE), LATE)


def _lease(channel_id: int) -> str:
    return f"poll_post:{channel_id}"


def worker(means: Means) -> Worker:
    task = PollPosts(means.store, means.leases)
    return Worker(
        "poll_posts",
        task.tick,
        UNTOLD,
        pace=PACE,
        looks_for=Written.OTHER,
        away=database_is_away,
        set_aside=task.set_aside,
    )
