"""An element that comes and goes leaves no listener behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.stage import ROLES, Stage, signed_in
from tests.support.browser import in_step

COUNTING = Path(__file__).with_name("listeners.js")
TIMES = 1000
SCREENS = {"desk": "?open=1&part=pane", "rundown": "", "head": "", "prompter": "", "calls": "", "tickets": ""}


@pytest.fixture(scope="module")
def show(small_shows: Iterator[Stage]) -> Stage:
    stage = next(small_shows)
    everything = stage.server.installation.key(stage.slug, *ROLES, "screener")
    stage = Stage(stage.server, stage.slug, everything)
    for n in range(3):
        stage.api.ask(f"Вопрос {n}?")
    stage.go_on_air()
    stage.api.command("question.shortlist", question=2, version=1)
    stage.api.command("question.ticket", question=3, version=1)
    return stage


@pytest.fixture
def page(browser: Browser, show: Stage) -> Iterator[Page]:
    with signed_in(browser, show) as context:
        page = context.new_page()
        page.add_init_script(path=COUNTING)
        yield page


@pytest.mark.parametrize("screen", SCREENS)
def test_an_element_that_comes_and_goes_a_thousand_times_leaves_no_listener(
    page: Page, show: Stage, screen: str
) -> None:
    page.goto(show.address(screen, SCREENS[screen]))
    in_step(page)
    page.evaluate("reopen(1)")  # What an element sets up at its first return counts as before.
    before = page.evaluate("listeners()")
    names = page.evaluate(f"reopen({TIMES})")
    after = page.evaluate("listeners()")
    assert f"live-{screen}" in names
    assert after == before, names
