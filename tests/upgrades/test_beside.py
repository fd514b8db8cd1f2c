"""The program of the last release and this one on one database: side by side, and one after the other and back."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import requests
from sqlalchemy import select

from live.store.database import Database
from live.store.tables import broadcast
from tests.support.backends import EMBEDDED, SERVED, Backends
from tests.support.process import free_port
from tests.support.screen import Screen
from tests.support.server import ROOT, Installation, Server
from tests.upgrades.loading import REVISIONS, load, program_of

pytestmark = pytest.mark.faults

NEEDED = ("app.py", "live", "static", "templates", "docs", "pyproject.toml", "requirements.lock")
LINKED = ("static/vendor", "node_modules", ".venv")


@pytest.fixture(scope="module")
def before(folder: Path) -> Path:
    """The program of the last release, out of the project's history."""
    commit, root = program_of(REVISIONS[-1]), folder / "before"
    packed = subprocess.run(["git", "archive", commit, *NEEDED], cwd=ROOT, capture_output=True)
    if packed.returncode != 0:
        pytest.skip(f"the history of this checkout does not go back to {commit}")
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as tar:
        tar.extractall(root, filter="data")
    for name in LINKED:
        (root / name).symlink_to((ROOT / name).resolve())
    return root


@dataclass(frozen=True)
class Centre:
    """A kept database, the program that left it and this one, the show on air there, and a key for all of it."""

    older: Installation
    newer: Installation
    slug: str
    key: str

    def asked(self, server: Server) -> int:
        return int(server.api(self.slug, self.key).ask("Кто ответит после обновления?")["number"])

    def desk(self, server: Server) -> Screen:
        return server.screen(self.slug, "desk", self.key)


def centre_on(url: str, kind: str, redis: str | None, before: Path, folder: Path) -> Centre:
    load(REVISIONS[-1], url)
    # What is left there to be sent must reach nobody.
    nowhere = {"LIVE_OUT_PROXY": f"http://127.0.0.1:{free_port()}"}
    newer = Installation(kind, url, redis, folder, nowhere)
    older = replace(newer, root=before)
    database = Database(url)
    with database.read() as connection:
        on_air = connection.execute(select(broadcast.c.slug).where(broadcast.c.state == "on_air")).scalar_one()
    database.close()
    return Centre(older, newer, on_air, older.key(on_air, "source", "moderator", "producer"))


@pytest.fixture
def served(backends: Backends, before: Path, folder: Path) -> Centre:
    url = backends.postgres.url(backends.postgres.create_database())
    return centre_on(url, SERVED, backends.redis.url, before, folder)


@pytest.fixture
def embedded(before: Path, folder: Path) -> Centre:
    return centre_on(f"sqlite:///{folder}/beside.db", EMBEDDED, None, before, folder)


@pytest.fixture
def desks() -> Iterator[list[Screen]]:
    opened: list[Screen] = []
    yield opened
    for screen in opened:
        screen.close()


def ready(server: Server) -> int:
    return requests.get(f"{server.url}/readyz", timeout=10).status_code


def move(screen: Screen, verb: str, number: int) -> None:
    answer = screen.command(verb, question=number, version=screen.mirror.questions[number]["version"])
    assert answer["ok"], answer


def all_see(screens: list[Screen], number: int, state: str) -> None:
    for screen in screens:
        screen.wait_for(lambda s: s.mirror.questions.get(number, {}).get("state") == state, f"{number} is {state}")


def test_both_serve_one_show_and_each_sees_what_the_others_people_do(served: Centre, desks: list[Screen]) -> None:
    with Server(served.older).start() as older:
        desks.append(served.desk(older))
        assert "newest" in served.newer.cli("migrate")
        assert ready(older) == 200
        with Server(served.newer).start() as newer:
            desks.append(served.desk(newer))
            for asked_at, first, second in ((older, 0, 1), (newer, 1, 0)):
                number = served.asked(asked_at)
                all_see(desks, number, "new")
                for screen, verb, state in (
                    (first, "question.shortlist", "shortlisted"),
                    (second, "question.take", "on_air"),
                    (first, "question.answer", "answered"),
                ):
                    move(desks[screen], verb, number)
                    all_see(desks, number, state)
            assert ready(older) == ready(newer) == 200
    for program in (served.older, served.newer):
        assert "balances" in program.cli("audit", served.slug)


def test_an_embedded_database_is_taken_over_and_given_back(embedded: Centre, desks: list[Screen]) -> None:
    numbers = []
    with Server(embedded.older).start() as older:
        numbers.append(embedded.asked(older))
        assert "newest" in embedded.newer.cli("migrate")
        numbers.append(embedded.asked(older))
    for program in (embedded.newer, embedded.older):
        with Server(program).start() as server:
            numbers.append(embedded.asked(server))
            desk = embedded.desk(server)
            desks.append(desk)
            assert set(numbers) <= desk.mirror.questions.keys()
    for program in (embedded.older, embedded.newer):
        assert "balances" in program.cli("audit", embedded.slug)
