"""Each thing that an alert is for, broken in a running house."""

from __future__ import annotations

import itertools
import sqlite3
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import insert

from live.domain.audit import Act, entry
from live.domain.refused import Refused
from live.feed.pubsub import NoLink
from live.feed.tail import Tail
from live.runtime.worker import Worker, Workers
from live.store import database, kept_copies
from live.store.centre import channels, upkeep
from live.store.centre.upkeep import Work
from live.store.show import broadcasts
from live.store.tables import outbox
from live.views.books import ON_AIR
from tests.support.process import wait_until
from tests.support.rooms import Clock
from tests.web.house import House


@dataclass(frozen=True)
class Scene:
    """A house in which something is broken; `stack` mends it."""

    house: House
    monkeypatch: pytest.MonkeyPatch
    stack: ExitStack

    @property
    def live(self) -> Any:
        return self.house.app.extensions["live"]

    def with_services(self, **services: Any) -> None:
        before = self.live
        self.house.app.extensions["live"] = replace(before, **services)
        self.stack.callback(self.house.app.extensions.__setitem__, "live", before)

    def slow(self, module: str, step: float) -> None:
        """Each look at this module's watch is so many seconds after the one before it."""
        turns = itertools.count()
        self.monkeypatch.setattr(f"{module}.monotonic", lambda: next(turns) * step)

    def later(self, **passed: float) -> None:
        """The store's clock goes on by so much."""
        before = self.house.store.clock
        self.house.store.clock = Clock(before() + timedelta(**passed))
        self.stack.callback(setattr, self.house.store, "clock", before)

    def with_task(self, tick: Callable[[], float | None] = lambda: None, set_aside: int = 0) -> Worker:
        worker = Worker("breaks", tick, 60.0, set_aside=lambda: set_aside)
        self.with_services(workers=Workers([worker]))
        return worker

    def channel(self, slug: str, **facts: Any) -> int:
        """A new channel that delivers to a broadcast."""
        with self.house.store.write() as tx:
            home = broadcasts.get(tx.connection, slug).id
            number = channels.add(tx, "telegram", f"key-of-{slug}", home, {"secret": "planted", "token": "planted"})
            if facts:
                channels.set_facts(tx, number, **facts)
        return number

    def replies(self, many: int, state: str, ago: timedelta = timedelta()) -> None:
        channel = self.channel(self.house.show("open"))
        with self.house.store.write() as tx:
            moments = dict.fromkeys(("next_at", "at", "moved_at"), tx.now - ago)
            row = {
                "channel_id": channel,
                "text": "Ответ",
                "final": True,
                "guard": 1,
                "state": state,
                "by_name": "Мария",
            }
            tx.connection.execute(insert(outbox), [{**row, **moments} for _ in range(many)])

    def ended(self, work: Work, **how: Any) -> None:
        with self.house.store.write() as tx:
            upkeep.end(tx, work, **how)


class Silent(NoLink):
    """Redis that does not answer."""

    def answers(self) -> bool | None:
        return False


def no_workers(scene: Scene) -> None:
    settings = replace(scene.live.settings, database_url="postgresql://live@127.0.0.1:1/live")
    scene.with_services(settings=settings)


def task_stuck(scene: Scene) -> None:
    scene.with_task()
    later = SimpleNamespace(monotonic=lambda: time.monotonic() + 400.0)
    scene.monkeypatch.setattr("live.runtime.worker.time", later)


def task_fails(scene: Scene) -> None:
    worker = scene.with_task(lambda: 1 / 0)
    for _ in range(3):
        worker._once()


def rows_set_aside(scene: Scene) -> None:
    scene.with_task(set_aside=2)


def database_reads_alone(scene: Scene) -> None:
    def only_reads(so: bool) -> None:
        with store.database._writer.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA query_only={so:d}")

    store = scene.house.store
    only_reads(True)
    scene.stack.callback(store.database.write_nothing)
    scene.stack.callback(only_reads, False)
    with pytest.raises(Refused, match="The database does not answer"):
        store.database.write_nothing()


def database_held(scene: Scene) -> None:
    own = scene.house.store.database
    scene.monkeypatch.setattr(database, "BUSY_LIMIT", 0.05)
    with closing(sqlite3.connect(own.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Refused, match="The database does not answer"):
            own.write_nothing()
        other.execute("ROLLBACK")


def database_waited_for(scene: Scene) -> None:
    scene.slow("live.runtime.measured.use", 1.0)
    scene.live.queries.answers()


def disk_full(scene: Scene) -> None:
    scene.monkeypatch.setattr(kept_copies, "free", lambda folder: 500_000_000)


def request_broken(scene: Scene) -> None:
    def broken(*_: Any) -> None:
        raise ValueError

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(type(scene.live.queries), "answers", broken)
        assert scene.house.client.get("/readyz").status_code == 500


def api_slow(scene: Scene) -> None:
    scene.slow("live.web.edge.measured", 2.0)
    scene.house.client.get("/api/v1/broadcasts/nowhere/questions")


def command_slow(scene: Scene) -> None:
    crew = scene.house.caller(scene.house.show(), "source", "moderator")
    crew.ask()
    scene.slow("live.web.edge.measured", 0.4)
    crew.obey("question.shortlist", question=1, version=1)


def intake_slow(scene: Scene) -> None:
    crew = scene.house.caller(scene.house.show(), "source")
    scene.slow("live.desk.intake.queue", 3.0)
    crew.ask()


def tail_of(scene: Scene, slug: str, wake: Callable[[Tail], None]) -> Tail:
    """Somebody who follows a broadcast's log."""
    hub = scene.live.hub
    with scene.house.store.read() as connection:
        log_id = broadcasts.get(connection, slug).id
    tail = hub._tails[log_id] = Tail(log_id, hub.presence, hub.broken, wake, hub.told_after)
    scene.stack.callback(hub._tails.pop, log_id)
    return tail


def feed_stands(scene: Scene) -> None:
    slug = scene.house.show()
    tail_of(scene, slug, lambda tail: None)  # Nobody comes to tell it.
    scene.house.caller(slug, "source").ask()
    later = SimpleNamespace(monotonic=lambda: time.monotonic() + 30.0)
    scene.monkeypatch.setattr("live.feed.hub.time", later)


def feed_slow(scene: Scene) -> None:
    slug, hub = scene.house.show(), scene.live.hub
    tail = tail_of(scene, slug, hub._follower.wake)
    tail.grown()
    wait_until(lambda: not tail.lags and tail.position >= 0, "it stands where the log does")
    scene.slow("live.feed.tail", 2.0)
    at = tail.position
    scene.house.caller(slug, "source").ask()
    wait_until(lambda: tail.position > at, "the question is told")


def loop_slow(scene: Scene) -> None:
    _loop(scene, 0.5)


def loop_stood(scene: Scene) -> None:
    _loop(scene, 3.0)


def _loop(scene: Scene, step: float) -> None:
    scene.slow("live.runtime.measured.loop", step)
    for _ in range(3):
        scene.live.measured.loop._tick()


def bell_silent(scene: Scene) -> None:
    scene.with_services(link=Silent())


def event_broken(scene: Scene) -> None:
    events: Any = SimpleNamespace(events=[SimpleNamespace(seq=1, type="odd")], broken={1: ValueError("odd")})
    scene.live.hub.broken.note(1, events)


def replies_wait(scene: Scene) -> None:
    scene.replies(101, "waiting")


def reply_old(scene: Scene) -> None:
    scene.replies(1, "waiting", timedelta(hours=2))


def reply_undecided(scene: Scene) -> None:
    scene.replies(1, "unsure")


def letter_dead(scene: Scene) -> None:
    channel = scene.channel(scene.house.show("open"))
    with scene.house.store.write() as tx:
        channels.keep_dead(tx, channel, "no text", "{}")


def channel_fails(scene: Scene) -> None:
    scene.channel(scene.house.show("open"), error="It does not take this.", error_at=scene.house.store.clock())


def channel_silent(scene: Scene) -> None:
    channel = scene.channel(scene.house.show("open"))
    with scene.house.store.write() as tx:
        channels.touch(tx, [channel])
    scene.later(days=2)


def backup_old(scene: Scene) -> None:
    folder = scene.live.settings.backups
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / kept_copies.name_at(scene.house.store.clock() - timedelta(days=3))
    file.write_text("a copy")
    scene.stack.callback(file.unlink)


def backup_failed(scene: Scene) -> None:
    scene.ended(Work.BACKUP, wrong={"message": "There is no such copy.", "params": {}})


def books_wrong(scene: Scene) -> None:
    slug = scene.house.show("open")
    counts = {"slug": slug, "received": 1, "states": {}, "tickets": 0, "events": 0}
    wrong = [{"sentence": ON_AIR, "figures": {}}]
    scene.ended(Work.BOOKS, good={"books": [{"title": "Прямая линия", **counts, "wrong": wrong}]})


def refusals_overflow(scene: Scene) -> None:
    scene.monkeypatch.setattr("live.admin.audit.MOST", 0)
    scene.live.audit.add(entry(Act.REFUSED, "nowhere", None))


BREAKS: dict[str, Callable[[Scene], None]] = {
    "LiveWorkersGone": no_workers,
    "LiveTaskStuck": task_stuck,
    "LiveTaskFails": task_fails,
    "LiveRowsSetAside": rows_set_aside,
    "LiveDatabaseReadOnly": database_reads_alone,
    "LiveDatabaseFails": database_held,
    "LiveDatabaseWaits": database_waited_for,
    "LiveDiskFull": disk_full,
    "LiveFailures": request_broken,
    "LiveApiSlow": api_slow,
    "LiveCommandsSlow": command_slow,
    "LiveIntakeSlow": intake_slow,
    "LiveFeedStands": feed_stands,
    "LiveFeedSlow": feed_slow,
    "LiveLoopSlow": loop_slow,
    "LiveLoopStood": loop_stood,
    "LiveBellSilent": bell_silent,
    "LiveBrokenEvents": event_broken,
    "LiveRepliesWait": replies_wait,
    "LiveRepliesOld": reply_old,
    "LiveRepliesUndecided": reply_undecided,
    "LiveDeadLetters": letter_dead,
    "LiveChannelFails": channel_fails,
    "LiveChannelSilent": channel_silent,
    "LiveBackupOld": backup_old,
    "LiveBackupFailed": backup_failed,
    "LiveBooksWrong": books_wrong,
    "LiveAuditOverflowed": refusals_overflow,
}
"""By the alert. A server that is gone has no house: LiveDown is the test's own."""
