"""A PostgreSQL that has become a standby, or takes over without the last commits of the one before it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from live.desk.receive import Arrival, receive_group
from live.domain.refused import Refused
from live.domain.submission import Submission
from live.store import log, schema
from live.store.database import Database
from live.store.show import broadcasts
from live.store.transaction import Store
from tests.support.process import wait_until
from tests.support.rooms import Show
from tests.support.screen import Screen
from tests.support.server import SECRET, Installation, Server
from tests.support.services import PrivatePostgres

pytestmark = pytest.mark.faults


class Cluster(PrivatePostgres):
    def demote(self) -> None:
        """It fails, and comes back as the standby of another one."""
        self.stop()
        self._start_as_standby()

    def stand_still(self) -> None:
        """From now on its standby is told nothing more."""
        self.stop()
        subprocess.run(["cp", "-a", self.folder / "data", self.folder / "standby"], check=True)
        self.start()

    def fail_over(self, database: str) -> None:
        """It is gone, and its standby takes over where it stood still."""
        self.stop()
        shutil.rmtree(self.folder / "data")
        (self.folder / "standby").rename(self.folder / "data")
        self._start_as_standby()
        self.promote(database)

    def _start_as_standby(self) -> None:
        mark = self.folder / "data" / "standby.signal"
        mark.touch()
        if self.owner:
            os.chown(mark, self.owner.pw_uid, self.owner.pw_gid)
        self.start()

    def promote(self, database: str) -> None:
        with psycopg.connect(self.url(database).replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute("SELECT pg_promote()")


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    started = Cluster()
    try:
        started.start()
        yield started
    finally:
        started.remove()


def test_on_a_standby_reading_goes_on_and_writing_is_unavailable_until_it_is_promoted(cluster: Cluster) -> None:
    name = cluster.create_database()
    database = Database(cluster.url(name))
    schema.migrate(database)
    show = Show(Store(database, "of-the-tests")).on_air()
    assert show.asked() == 1
    cluster.demote()
    database.close()
    for _ in range(3):
        # The connection that has just read is one that a write is tried by, too.
        assert show.broadcast.last_number == 1
        with pytest.raises(Refused) as caught:
            show.asked()
        assert caught.value.code == "unavailable"
    cluster.promote(name)
    assert show.asked() == 2
    database.close()


def test_after_a_failover_that_lost_commits_no_screen_keeps_what_never_was(
    cluster: Cluster, folder: Path, join: Callable[..., Screen]
) -> None:
    name = cluster.create_database()
    installation = Installation("standby", cluster.url(name), None, folder)
    installation.cli("migrate")
    planned = installation.show(source="source", desk="moderator")
    slug, source, token = planned.slug, planned.keys["source"], planned.keys["desk"]
    with Server(installation).start() as server:
        desk = join(server, slug, "desk", token, keep=True)
        api = server.api(slug, token)
        server.api(slug, source).ask_many([{"text": "Вопрос до копии"}])
        api.head_at_rest()
        cluster.stand_still()
        wait_until(server.ready, "the server is back in touch")
        server.api(slug, source).ask_many([{"text": f"Потерянный вопрос {number}"} for number in range(10)])
        lost = api.head_at_rest()
        desk.caught_up(lost)
        epoch = desk.mirror.epoch

        # The server does not look while the log falls back and grows past where it stood.
        server.freeze()
        cluster.fail_over(name)
        database = Database(installation.database_url)
        store = Store(database, SECRET)
        with store.read() as connection:
            origin = broadcasts.get(connection, slug)
        submissions = [Submission(f"Вопрос после потери {number}", source="api") for number in range(40)]
        receive_group(store, [Arrival(origin.id, "test", submission) for submission in submissions])
        with store.read() as connection:
            assert log.position(connection, origin.id).head > lost
        database.close()
        server.thaw()

        desk.wait_for(lambda s: s.mirror.epoch != epoch, "a new epoch")
        desk.caught_up(api.head_at_rest())
        fresh = join(server, slug, "desk", token)
        assert not desk.differences(fresh)
