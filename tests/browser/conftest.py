"""A stage for each module, and contexts that hold its key."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.stage import Stage, signed_in, staged
from tests.support.browser import Complaints
from tests.support.server import Installation, Server


@pytest.fixture(scope="module")
def small_server(embedded: Installation) -> Iterator[Server]:
    """A server on SQLite, for what does not depend on the database."""
    with Server(embedded).start() as running:
        yield running


@pytest.fixture
def stage(server: Server) -> Stage:
    """A new show on each kind of database."""
    return staged(server)


@pytest.fixture
def small_stage(small_server: Server) -> Stage:
    """A new show on SQLite."""
    return staged(small_server)


@pytest.fixture
def context(browser: Browser, stage: Stage) -> Iterator[BrowserContext]:
    """Pages with the stage's key; an error in any of them fails the test."""
    complaints = Complaints()
    opened = signed_in(browser, stage)
    opened.on("page", complaints.listen)
    yield opened
    opened.close()
    assert not complaints.heard, complaints.heard


@pytest.fixture
def small_context(browser: Browser, small_stage: Stage) -> Iterator[BrowserContext]:
    complaints = Complaints()
    opened = signed_in(browser, small_stage)
    opened.on("page", complaints.listen)
    yield opened
    opened.close()
    assert not complaints.heard, complaints.heard
