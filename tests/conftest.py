"""Fixtures that start real parts: databases, servers, screens, a browser. Each worker of a parallel run has its own."""

from __future__ import annotations

import gc
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from functools import partial
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser, Page

from live.admin import passwords
from live.channels import outgoing
from live.channels.outgoing import Policy
from tests.support.backends import EMBEDDED, SERVED, Backends
from tests.support.browser import Complaints, chromium, lent
from tests.support.folders import passing_folder
from tests.support.screen import Screen
from tests.support.searched import SEARCH
from tests.support.server import Installation, Server

sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]  # what an import that is not to be had finds
"""jsonschema would prepare grammars of addresses for it, four seconds in each process; no schema here asks for them."""

passwords.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""In the tests' own process a password costs no tenth of a second; the servers that they start keep the full price."""

outgoing.configure(Policy((IPv4Network("127.0.0.0/8"),)))
"""The outside networks that tests play are on this machine."""


@pytest.fixture(scope="session")
def backends() -> Iterator[Backends]:
    """Starts PostgreSQL and Redis when a test first needs them; stops them at the end."""
    with Backends() as started:
        yield started


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that lasts as long as the module's servers."""
    path = passing_folder("test")
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="module", params=[EMBEDDED, SERVED])
def backend(request: pytest.FixtureRequest, backends: Backends, folder: Path) -> Iterator[Installation]:
    """A migrated, empty installation on each kind of database: SQLite alone, and PostgreSQL with Redis."""
    with backends.installation(request.param, folder) as installation:
        yield installation


@pytest.fixture(scope="module")
def embedded(backends: Backends, folder: Path) -> Iterator[Installation]:
    """An installation on SQLite, for what does not depend on the database."""
    with backends.installation(EMBEDDED, folder) as installation:
        yield installation


@pytest.fixture(scope="module")
def served(backends: Backends, folder: Path) -> Iterator[Installation]:
    """An installation on PostgreSQL with Redis."""
    with backends.installation(SERVED, folder) as installation:
        yield installation


@pytest.fixture(scope="module")
def server(backend: Installation) -> Iterator[Server]:
    """A running server on each kind of database, shared by a module: let every test make its own broadcast."""
    with Server(backend).start() as running:
        yield running


@pytest.fixture
def join() -> Iterator[Callable[..., Screen]]:
    """`join(server, broadcast, screen, token)`: a screen that leaves with the test."""
    with ExitStack() as stack:

        def joined(server: Server, broadcast: str, screen: str, token: str | None, **more: Any) -> Screen:
            return stack.enter_context(server.screen(broadcast, screen, token, **more))

        yield joined


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run; each test has contexts of its own."""
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page with cookies of its own, at the desk's width; an error in it fails the test."""
    with Complaints().heard_in(lent(browser)) as context:
        yield context.new_page()


@pytest.fixture(autouse=True)
def settled() -> Iterator[None]:
    """What a test's sockets and pages were sent, and should not have been, fails it."""
    yield
    SEARCH.settle()


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """`tell(words)`: figures of a test that stand at the end of the run, also where several workers share it."""
    return partial(record_property, TOLD)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Tests are many objects and no garbage: nobody looks them through for it while they are made, nor ever after."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


WAITING = ("faults", "deploy", "understudy", "attacks")
"""Rooms of tests that mostly wait for others: for what was killed to come back, for a network's time to be up."""
WORKING = ("browser", "bench", "workers", "simulation", "followup")
"""Rooms of tests that keep a processor busy for minutes."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits beside what works, so that no processor is idle; the short ones fill up what is free at the end."""
    places: dict[Path, float] = {}
    for rooms in (WAITING, WORKING):
        files = [file for room in rooms for file in dict.fromkeys(item.path for item in items) if _room(file) == room]
        places |= {file: place / len(files) for place, file in enumerate(files)}
    items.sort(key=lambda item: places.get(item.path, 1.0))


def _room(file: Path) -> str:
    return file.relative_to(Path(__file__).parent).parts[0]


TOLD = "told"

FOUND: Counter[str] = Counter()
"""How much the workers of a parallel run have searched."""


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["searched"] = dict(SEARCH.searched)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    FOUND.update(getattr(node, "workeroutput", {}).get("searched", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests have told, and how much was searched for planted secrets: what was found has failed its test."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for name, words in report.user_properties:
                if name == TOLD and report.when == "call":
                    terminalreporter.write_line(f"{report.nodeid}: {words}")
    searched = FOUND + SEARCH.searched
    if searched["bytes"]:
        kinds = ("logs", "answers", "frames", "pages", "printed", "rows")
        told = ", ".join(f"{searched[kind]} {kind}" for kind in kinds)
        megabytes = searched["bytes"] / 1_000_000
        terminalreporter.write_line(f"searched for what does not belong there: {told}; {megabytes:.1f} MB")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failed test shows the end of the log of each server that it used."""
    report = yield
    if report.failed:
        for value in getattr(item, "funcargs", {}).values():
            for server in value if isinstance(value, list | tuple) else [value]:
                if isinstance(server, Server):
                    report.sections.append((f"server on {server.port}", server.program.log_end()))
    return report
