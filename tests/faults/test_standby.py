"""A PostgreSQL that has become a standby: reading goes on, writing waits for the moment that it is promoted."""

from __future__ import annotations

import os
from collections.abc import Iterator

import psycopg
import pytest

from live.domain.refused import Refused
from live.store import schema
from live.store.database import Database
from live.store.transaction import Store
from tests.support.rooms import Show
from tests.support.services import PrivatePostgres

pytestmark = pytest.mark.faults


class Cluster(PrivatePostgres):
    def demote(self) -> None:
        """It fails, and comes back as the standby of another one."""
        self.stop()
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
