"""An installation whose background a test starts task by task, with rows that the database itself refuses to change."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from typing import Any

import pytest
import redis
from flask.testing import FlaskClient
from sqlalchemy import update

from live import settings as environment
from live.admin.audit import AuditQueue
from live.desk.control.heard import Heard
from live.desk.control.osc_in import OscIn
from live.desk.intake.queue import Intake
from live.desk.polls.ballot_box import BallotBox
from live.feed.hub import Hub
from live.feed.presence import Presence
from live.feed.pubsub import Link, NoLink, RedisLink
from live.runtime.worker import Worker, Workers
from live.settings import Osc
from live.store.leases import Leases
from live.store.sealing import Seal
from live.store.storage.folder import Folder
from live.store.tables import channel
from live.store.transaction import Store
from live.views.admin.credentials import Credentials
from live.views.questions.suggestions import Guessing
from live.workers.all import Task
from live.workers.means import Means
from tests.support.meaning import model
from tests.support.rooms import Clock, Show
from tests.support.server import SECRET
from tests.web.house import joined

LONG = 30.0
"""Seconds after which a test gives up."""

_names = itertools.count(1)


def wait_for(condition: Callable[[], object], what: str = "it") -> None:
    """Until it is so."""
    end = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < end, f"{what} never came to be so"
        time.sleep(0.02)


def every_worker_that_starts(monkeypatch: pytest.MonkeyPatch) -> Workers:
    """Those too that a task starts for one row each: none goes on beside the next test."""
    started, start = Workers(), Worker.start

    def remembered(worker: Worker) -> None:
        started.add(worker)
        start(worker)

    monkeypatch.setattr(Worker, "start", remembered)
    return started


class Site:
    """A store whose time is moved by hand, on SQLite, and a web server in front of it."""

    def __init__(self, store: Store, redis_url: str | None = None) -> None:
        store.clock = Clock(store.clock())
        self.store, self.intake, self.ballots = store, Intake(store), BallotBox(store)
        self.link: Link = RedisLink(redis_url) if redis_url else NoLink()
        self._settings = environment.read({"LIVE_DATABASE_URL": store.database.url, "LIVE_SECRET_KEY": SECRET})
        self.backups = store.database.file.parent / "backups"
        self.files = Folder(store.database.file.parent / "files")
        self.models = str(model(store.database.file.parent / "models"))
        self._workers: list[Worker] = []

    def worker(self, task: Task) -> Worker:
        guessing, hub = Guessing(self.store), Hub(self.store, Presence(self.link), lambda members: [])
        leases, audit, credentials = Leases(self.store), AuditQueue(self.store), Credentials(self.store)
        known = (self.store, self.intake, leases, guessing, hub, self.link, audit, credentials, self.backups)
        osc = OscIn(self.store, credentials, Osc("127.0.0.1", 0, ()), Heard())
        means = Means(*known, files=self.files, ballots=self.ballots, models=self.models, osc=osc)
        made = task.worker(means)
        assert made is not None
        if made is not self.intake.worker:
            self.intake.start()
        self._workers.append(made)
        return made

    @property
    def redis_client(self) -> redis.Redis:
        assert isinstance(self.link, RedisLink)
        return self.link._client

    def web(self) -> FlaskClient:
        return joined(self.store, self._settings, Workers(self._workers))[0].test_client()

    def close(self) -> None:
        for worker in (*self._workers, self.intake.worker):
            worker.stop()

    # Broken rows

    def refuse(self, when: str, row: str) -> None:
        """The database refuses this statement for a row, such as `INSERT ON ticket`, `new.id = 7`."""
        with self.store.write() as tx:
            tx.connection.exec_driver_sql(
                f"CREATE TRIGGER refused_{next(_names)} BEFORE {when} WHEN {row} "
                "BEGIN SELECT RAISE(ABORT, 'this row is broken'); END"
            )

    def seal_by_another_key(self, table: Any, column: str, row_id: int) -> None:
        """What is sealed there does not open, as after a restore with another key."""
        sealed = Seal("another key").close({"secret": "x"})
        with self.store.write() as tx:
            tx.connection.execute(update(table).where(table.c.id == row_id).values({column: sealed}))

    def broken_channel(self, show: Show, type_: str = "vk") -> int:
        channel_id = show.channel(type_, token="x")
        self.seal_by_another_key(channel, "settings", channel_id)
        return channel_id

    def pass_(self, **time: float) -> None:
        assert isinstance(self.store.clock, Clock)
        self.store.clock.pass_(**time)
