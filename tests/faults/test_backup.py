"""Copies while servers run: one that is killed leaves the last good one, and none keeps anybody waiting."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from tests.support.load import Load
from tests.support.process import Program, wait_until
from tests.support.screen import Screen
from tests.support.server import ROOT, Installation, Server, Show

pytestmark = pytest.mark.faults

QUESTIONS = 10_000


@contextmanager
def under_way(installation: Installation, file: Path) -> Iterator[Program]:
    """A copy to `file` that stands still in the middle."""
    command = [sys.executable, str(ROOT / "app.py"), "backup", str(file)]
    program = Program(command, file.with_suffix(".log"), env=installation.environment(), cwd=ROOT)
    partial = file.with_name(file.name + ".part")
    program.start(lambda: partial.exists() and partial.stat().st_size, "the copy is under way")
    program.freeze()
    yield program
    program.kill()


def filled(backend: Installation, server: Server) -> Show:
    """A show with so many questions that a copy of them takes a while."""
    show = backend.show(source="source", desk="moderator")
    source = server.api(show.slug, show.keys["source"])
    for start in range(0, QUESTIONS, 500):
        source.ask_many([{"text": f"Когда починят мост номер {number}?"} for number in range(start, start + 500)])
    return show


def assert_nobody_waits_for_it(backend: Installation) -> None:
    if backend.redis_url is None:
        with closing(sqlite3.connect(make_url(backend.database_url).database or "")) as connection:
            # Busy where somebody still reads from a moment that has passed.
            assert connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
        return
    with psycopg.connect(backend.database_url.replace("+psycopg", "")) as connection:
        last = "SELECT query FROM pg_stat_activity WHERE state = 'idle in transaction' AND datname = current_database()"
        assert [query.split()[0] for (query,) in connection.execute(last)] == ["FETCH"]


def test_a_copy_that_is_killed_leaves_the_last_good_one(backend: Installation) -> None:
    file = backend.folder / f"{backend.name}-copies" / "one.backup"
    file.parent.mkdir()
    with Server(backend).start() as server:
        show = filled(backend, server)
        backend.cli("backup", str(file))
        good = file.read_bytes()
        server.stop()
        with under_way(backend, file) as program:
            assert_nobody_waits_for_it(backend)
            program.kill()
        assert file.read_bytes() == good
        backend.cli("backup", str(file))
        assert {one.name for one in file.parent.iterdir()} == {"one.backup", "one.log"}
        backend.cli("restore", str(file))
        server.start()
        assert server.api(show.slug, show.keys["desk"]).get("/questions", limit=1)["total"] == QUESTIONS


def test_a_copy_is_restored_onto_a_running_server(embedded: Installation, join: Callable[..., Screen]) -> None:
    file = embedded.folder / "running.backup"
    show = embedded.show(source="source", desk="moderator")
    with Server(embedded).start() as server:
        desk = join(server, show.slug, "desk", show.keys["desk"], keep=True)
        load = Load(server.url, show.slug, show.keys["source"], rate=50, threads=4)
        load.start()
        wait_until(lambda: load.has(50), "fifty are in")
        embedded.cli("backup", str(file))
        epoch = desk.mirror.epoch
        embedded.cli("restore", str(file))
        desk.wait_for(lambda s: s.mirror.epoch != epoch, "a new epoch")
        restored = len(load.acknowledged)
        wait_until(lambda: load.has(restored + 50), "it goes on")
        load.stop()
        assert not load.surprises
        desk.caught_up(server.api(show.slug, show.keys["desk"]).head_at_rest())
        fresh = join(server, show.slug, "desk", show.keys["desk"])
        assert not desk.differences(fresh)
    books = embedded.run("audit", show.slug)
    assert books.returncode == 0, books.stdout + books.stderr


def assert_refused(installation: Installation, file: Path, whom: str) -> None:
    """A restore changes nothing and says in one line who is in the way."""
    slug = installation.show().slug
    done = installation.run("restore", str(file))
    assert done.returncode == 1
    assert whom in done.stderr and "nothing was changed" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert slug in installation.run("audit").stdout


def test_a_server_on_postgresql_is_in_the_way_of_a_restore_and_goes_on(
    served: Installation, join: Callable[..., Screen]
) -> None:
    file = served.folder / "running.backup"
    served.cli("backup", str(file))
    show = served.show(source="source", desk="moderator")
    with Server(served).start() as server:
        desk = join(server, show.slug, "desk", show.keys["desk"], keep=True)
        load = Load(server.url, show.slug, show.keys["source"], rate=50, threads=4)
        load.start()
        assert_refused(served, file, "live (process")
        load.stop()
        assert not load.surprises
        desk.wait_for(lambda s: s.mirror.counts["new"] == len(load.acknowledged), "the desk has been told of all")
        assert desk.connections == 1


def test_whoever_holds_a_table_is_named(served: Installation) -> None:
    file = served.folder / "held.backup"
    served.cli("backup", str(file))
    with psycopg.connect(served.database_url.replace("+psycopg", ""), autocommit=True) as owner:
        owner.execute("CREATE ROLE reporter LOGIN")
        owner.execute("GRANT SELECT ON question TO reporter")
    theirs = make_url(served.database_url).set(drivername="postgresql", username="reporter")
    with psycopg.connect(theirs.render_as_string(), application_name="a report") as connection:
        connection.execute("SELECT count(*) FROM question")
        assert_refused(served, file, f"a report (process {connection.info.backend_pid}, from ")
