"""A schema changes while a show is on: the older program serves beside the newer one, or says that it may not."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import requests
from sqlalchemy import text

from live.store import schema
from live.store.database import Database
from tests.adding.recipes import Project
from tests.support.backends import EMBEDDED, SERVED, Backends
from tests.support.load import Load
from tests.support.process import wait_until
from tests.support.server import Installation, Server

pytestmark = pytest.mark.faults

OURS = schema.newest()


def script(revision: str, after: str, *upgrade: str, only_adds: bool = True) -> str:
    """A migration of tomorrow."""
    head = f'''"""What comes next"""

import sqlalchemy as sa
from alembic import op

from live.store.schema import create_index_beside

revision = "{revision}"
down_revision = "{after}"
branch_labels = None
depends_on = None
'''
    floor = f'oldest = "{OURS[:4]}"\n' if only_adds else ""
    return head + floor + "\n\ndef upgrade() -> None:\n" + "".join(f"    {line}\n" for line in upgrade)


EXPANDING = script("9001_more", OURS, 'op.add_column("question", sa.Column("weight", sa.Integer()))')
INDEX = script("9002_index", "9001_more", 'create_index_beside("ix_question_source_beside", "question", ["source"])')
CONTRACTING = script(
    *("9003_less", "9002_index"),
    """op.execute("ALTER TABLE question DROP COLUMN weight")""",
    only_adds=False,
)
SLOW = script(
    *("9003_slow", "9002_index"),
    """op.execute("UPDATE meta SET value = 'half done' WHERE name = 'epoch'")""",
    'op.execute("SELECT pg_sleep(600)")',
    only_adds=False,
)


@pytest.fixture(scope="module")
def newer(folder: Path) -> Project:
    """The program of tomorrow: this one, and two migrations that only add."""
    project = Project(folder / "newer")
    migration(project, "9001_more", EXPANDING)
    migration(project, "9002_index", INDEX)
    return project


def migration(project: Project, revision: str, text: str) -> Path:
    path = project.root / "live" / "store" / "migrations" / "versions" / f"{revision}.py"
    path.write_text(text, "utf-8")
    return path


def of_tomorrow(installation: Installation, project: Project) -> Installation:
    return replace(installation, root=project.root)


def ready(server: Server) -> tuple[int, bool]:
    answer = requests.get(f"{server.url}/readyz", timeout=10)
    return answer.status_code, answer.json()["schema"]


def test_the_older_program_goes_on_while_the_schema_grows_and_the_newer_one_takes_over(
    backend: Installation, newer: Project
) -> None:
    show = backend.show(source="source", desk="moderator")
    tomorrow = of_tomorrow(backend, newer)
    with Server(backend).start() as old:
        desk = old.screen(show.slug, "desk", show.keys["desk"])
        load = Load(old.url, show.slug, show.keys["source"], rate=30)
        load.start()
        wait_until(lambda: load.has(30), "questions come in")
        assert "newest" in tomorrow.cli("migrate")
        seen = len(load.acknowledged)
        wait_until(lambda: load.has(seen + 30), "questions come in on the new schema")
        assert ready(old) == (200, True)
        with Server(tomorrow).start() as new:
            beside = new.screen(show.slug, "desk", show.keys["desk"])
            number = new.api(show.slug, show.keys["source"]).ask("Кто ответит?")["number"]
            wait_until(lambda: load.has(seen + 60), "both take questions")
            load.stop()
            total = len(load.acknowledged) + 1
            for screen in (desk, beside):
                screen.wait_for(lambda s: sum(s.mirror.counts.values()) == total, "every question")
            assert not load.surprises and load.retries == 0
            assert number in desk.mirror.questions
            for screen in (desk, beside):
                screen.close()
    assert "balances" in tomorrow.cli("audit", show.slug)


def contracting(folder: Path) -> Project:
    """The program of the day after tomorrow, beside whose schema ours may not run."""
    project = Project(folder)
    for name, script in (("9001_more", EXPANDING), ("9002_index", INDEX), ("9003_less", CONTRACTING)):
        migration(project, name, script)
    return project


def test_the_older_program_says_that_it_may_no_longer_serve(backend: Installation, folder: Path) -> None:
    project = contracting(folder / f"contracting-{backend.name}")
    with Server(backend).start() as old:
        of_tomorrow(backend, project).cli("migrate")
        wait_until(lambda: ready(old) == (503, False), "the older program is not ready")
    again = backend.run("serve", "--port", "8099")
    assert (again.returncode, "is of a newer program" in again.stderr) == (1, True), again.stderr


def test_the_older_programs_copy_comes_back_into_an_empty_database_alone(backends: Backends, folder: Path) -> None:
    """As docs/upgrade.md has it for an embedded database."""
    project, copy, aside = contracting(folder / "upgraded"), folder / "before.backup", folder / "aside"
    with backends.installation(EMBEDDED, folder) as old:
        slug = old.show().slug
        old.cli("backup", str(copy))
        of_tomorrow(old, project).cli("migrate")
        refused = old.run("restore", str(copy))
        assert (refused.returncode, "is of a newer program" in refused.stderr) == (1, True), refused.stderr
        aside.mkdir()
        file = Path(old.database_url.removeprefix("sqlite:///"))
        for part in file.parent.glob(f"{file.name}*"):
            part.rename(aside / part.name)
        assert "rows were restored" in old.cli("restore", str(copy))
        assert f"{slug}: received 0" in old.cli("audit", slug)


@pytest.fixture
def served(backends: Backends, folder: Path) -> Iterator[Installation]:
    with backends.installation(SERVED, folder) as made:
        yield made


def revision(database: Database) -> tuple[str, str]:
    with database.read() as connection:
        number = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        return number, connection.execute(text("SELECT value FROM meta WHERE name = 'epoch'")).scalar_one()


def test_a_migration_that_is_killed_in_the_middle_has_changed_nothing_and_is_made_again(
    served: Installation, folder: Path
) -> None:
    project = Project(folder / "slow")
    for name, script in (("9001_more", EXPANDING), ("9002_index", INDEX)):
        migration(project, name, script)
    slow = migration(project, "9003_slow", SLOW)
    tomorrow = of_tomorrow(served, project)
    database = Database(served.database_url)
    _, epoch = revision(database)
    command = [sys.executable, str(project.root / "app.py"), "migrate"]
    migrating = subprocess.Popen(command, cwd=project.root, env=tomorrow.environment())
    try:
        wait_until(lambda: sleeping(database), "the slow change has begun")
    finally:
        migrating.send_signal(signal.SIGKILL)
        migrating.wait()
    assert revision(database) == ("9002_index", epoch)
    slow.write_text(SLOW.replace("pg_sleep(600)", "1"), "utf-8")
    assert "newest" in tomorrow.cli("migrate")
    assert revision(database) == ("9003_slow", "half done")
    database.close()


def sleeping(database: Database) -> bool:
    with database.read() as connection:
        found = "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(600)%' AND state = 'active'"
        return connection.execute(text(found)).first() is not None


def test_a_table_that_others_hold_is_tried_again_and_nobody_waits_behind_it(
    served: Installation, newer: Project
) -> None:
    tomorrow = of_tomorrow(served, newer)
    database = Database(served.database_url, patient=True)  # Who holds the table is idle for as long as it takes.
    command = [sys.executable, str(newer.root / "app.py"), "migrate"]
    with database.read() as holding:
        holding.execute(text("SELECT count(*) FROM question"))
        migrating = subprocess.Popen(command, cwd=newer.root, env=tomorrow.environment())
        wait_until(lambda: waiting(database), "the change waits for the table")
        wait_until(lambda: not waiting(database), "and lets those behind it in")
        with database.read() as another:
            assert another.execute(text("SELECT count(*) FROM question")).scalar_one() == 0
        assert migrating.poll() is None
    assert migrating.wait(60) == 0
    assert revision(database)[0] == "9002_index"
    database.close()


def waiting(database: Database) -> bool:
    with database.read() as connection:
        found = "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'ALTER TABLE question%' AND wait_event_type = 'Lock'"
        return connection.execute(text(found)).first() is not None
