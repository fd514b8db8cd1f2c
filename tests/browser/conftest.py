"""A stage for each module, and contexts that hold its key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.lines import ANNA, BORIS, Lines, all_lines
from tests.browser.stage import Stage, signed_in, stages
from tests.support.backends import EMBEDDED, Backends
from tests.support.browser import Complaints
from tests.support.embedded_first import backend
from tests.support.server import Server

__all__ = ["backend"]  # the fixture

HERE = Path(__file__).parent

MAIN_PATHS = {
    *("test_screens_desk", "test_screens_path"),
    *("test_rundown", "test_prompter", "test_prompter_control", "test_head", "test_overlay", "test_calls"),
    *("test_tickets", "test_track", "test_layout", "test_searched"),
}
"""What `make test` drives in a browser: each screen's own work. The rest of this folder is for `make faults`, and so is
what is marked there: two at once, a lost line, what is stale, long or done in a hurry."""


@pytest.hookimpl(tryfirst=True)  # before what is not asked for is left out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == HERE and item.path.stem not in MAIN_PATHS:
            item.add_marker(pytest.mark.faults)


@pytest.fixture(scope="session")
def small_server(backends: Backends, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server on SQLite for all that does not depend on the database; every test has its own show."""
    folder = tmp_path_factory.mktemp("browser")
    # Its residents are many people at one address.
    settings = {"LIVE_EMBED_ORIGINS": "http://localhost:*", "LIVE_ASK_LIMIT": "600 per minute"}
    with backends.installation(EMBEDDED, folder) as small, Server(small, **settings).start() as running:
        yield running


@pytest.fixture(scope="module")
def shows(server: Server) -> Iterator[Stage]:
    return stages(server)


@pytest.fixture(scope="session")
def small_shows(small_server: Server) -> Iterator[Stage]:
    return stages(small_server)


@pytest.fixture
def stage(shows: Iterator[Stage]) -> Stage:
    """A new show on each kind of database."""
    return next(shows)


@pytest.fixture
def small_stage(small_shows: Iterator[Stage]) -> Stage:
    """A new show on SQLite."""
    return next(small_shows)


def watched(browser: Browser, stage: Stage) -> Iterator[BrowserContext]:
    """Pages with the stage's key; an error in any of them fails the test."""
    with Complaints().heard_in(signed_in(browser, stage)) as opened:
        yield opened


@pytest.fixture
def context(browser: Browser, stage: Stage) -> Iterator[BrowserContext]:
    yield from watched(browser, stage)


@pytest.fixture
def small_context(browser: Browser, small_stage: Stage) -> Iterator[BrowserContext]:
    yield from watched(browser, small_stage)


@pytest.fixture
def beside(browser: Browser, small_stage: Stage) -> Iterator[BrowserContext]:
    """Another device of the small stage."""
    yield from watched(browser, small_stage)


@pytest.fixture(scope="session")
def laid(small_server: Server) -> Iterator[Lines]:
    return all_lines(small_server)


@pytest.fixture
def lines(laid: Iterator[Lines]) -> Lines:
    return next(laid)


@pytest.fixture
def anna(browser: Browser, lines: Lines) -> Iterator[BrowserContext]:
    with lines.context(browser, ANNA) as context:
        yield context


@pytest.fixture
def boris(browser: Browser, lines: Lines) -> Iterator[BrowserContext]:
    with lines.context(browser, BORIS) as context:
        yield context
