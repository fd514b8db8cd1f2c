"""The leader is gone and its understudy is promoted: open screens go on there, by the addresses that they keep."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.prompting import LONG, correct, expect_words, scroll_to, state, take
from tests.browser.stage import Stage, signed_in, stages
from tests.support.backends import EMBEDDED, Backends
from tests.support.browser import in_step
from tests.support.server import Server
from tests.support.understudy import Understudy, understudy_of

pytestmark = pytest.mark.faults


@pytest.fixture
def stage(backends: Backends, tmp_path: Path) -> Iterator[Stage]:
    (folder := tmp_path / "leader").mkdir()
    with backends.installation(EMBEDDED, folder) as installation, Server(installation).start() as leader:
        yield next(stages(leader))


@pytest.fixture
def understudy(stage: Stage, tmp_path: Path) -> Iterator[Understudy]:
    """Under another name, as another machine: a browser that has signed in to one holds no cookie for the other."""
    with understudy_of(stage.server, tmp_path / "understudy", host="127.0.0.2") as understudy:
        yield understudy


@pytest.fixture
def context(browser: Browser, stage: Stage, understudy: Understudy) -> Iterator[BrowserContext]:
    with signed_in(browser, stage) as opened:
        yield opened


def expect_at(page: Page, server: Server) -> None:
    expect(page).to_have_url(re.compile(f"^{re.escape(server.url)}/b/"), timeout=60_000)
    in_step(page)


def test_the_prompter_goes_on_where_it_was(stage: Stage, understudy: Understudy, context: BrowserContext) -> None:
    stage.go_on_air()
    number = take(stage, LONG)
    prompter = stage.open(context, "prompter")
    expect_words(prompter, LONG)
    scroll_to(prompter, 7)
    before = state(prompter)
    stage.server.kill()
    expect(prompter.get_by_text("нет связи с")).to_be_visible()
    expect_words(prompter, LONG)
    understudy.promote()
    expect_at(prompter, understudy.server)
    assert state(prompter) == before
    corrected = LONG.replace("8. Здравствуйте", "8. Добрый вечер")
    correct(Stage(understudy.server, stage.slug, stage.token), number, corrected)
    expect_words(prompter, corrected)


def test_a_desk_comes_over_from_a_leader_that_hands_over(
    stage: Stage, understudy: Understudy, context: BrowserContext
) -> None:
    desk = stage.open(context, "desk")
    understudy.promote()
    expect_at(desk, understudy.server)
    number = Stage(understudy.server, stage.slug, stage.token).api.ask("Когда починят мост?")["number"]
    desk.wait_for_function(
        "number => document.querySelector('live-desk').feed.state.questions.get(number)?.state === 'new'", arg=number
    )


def test_the_page_of_an_understudy_says_what_becomes_of_its_leader(
    stage: Stage, understudy: Understudy, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto(understudy.server.url)
    expect(page.locator("#state")).to_contain_text("Повторяет всё")
    stage.server.kill()
    expect(page.locator("#state")).to_contain_text("Основной сервер не отвечает", timeout=30_000)
    expect(page.get_by_role("button", name="Принять эфир")).to_be_visible()
