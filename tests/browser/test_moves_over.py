"""A screen whose server is gone goes on at the other address that it knows: with its session, and where it was."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.prompting import LONG, correct, expect_words, scroll_to, state, take
from tests.browser.stage import Stage, signed_in, stages
from tests.support.api import Api
from tests.support.backends import EMBEDDED, Backends
from tests.support.browser import in_step
from tests.support.process import free_port
from tests.support.server import Installation, Server

pytestmark = pytest.mark.faults


@dataclass
class Pair:
    """Two servers that know of each other, each with its own database; only the first one runs."""

    first: Server
    second: Server
    stage: Stage

    def copy(self) -> None:
        """The second has what the first has by now, and serves."""
        files = [one.installation.database_url.removeprefix("sqlite:///") for one in (self.first, self.second)]
        with closing(sqlite3.connect(files[0])) as of_first, closing(sqlite3.connect(files[1])) as of_second:
            of_first.backup(of_second)
        self.second.start()

    def at_second(self) -> Api:
        return self.second.api(self.stage.slug, self.stage.token)


def server(installation: Installation, host: str, port: int, other: str) -> Server:
    made = Server(installation, "--host", host, "--port", str(port), LIVE_ADDRESSES=other)
    made.port, made.url = port, f"http://{host}:{port}"
    return made


@pytest.fixture
def pair(backends: Backends, tmp_path: Path) -> Iterator[Pair]:
    """Under two names, as two machines: a browser that has signed in to one holds no cookie for the other."""
    with backends.installation(EMBEDDED, tmp_path) as installation:
        copy = Installation("copy", f"sqlite:///{tmp_path / 'copy.db'}", None, tmp_path)
        ports = free_port(), free_port()
        urls = f"http://127.0.0.1:{ports[0]}", f"http://127.0.0.2:{ports[1]}"
        first = server(installation, "127.0.0.1", ports[0], urls[1])
        second = server(copy, "127.0.0.2", ports[1], urls[0])
        with first.start(), second:
            yield Pair(first, second, next(stages(first)))


@pytest.fixture
def context(browser: Browser, pair: Pair) -> Iterator[BrowserContext]:
    with signed_in(browser, pair.stage) as opened:
        yield opened


def expect_at(page: Page, server: Server) -> None:
    expect(page).to_have_url(re.compile(f"^{re.escape(server.url)}/b/"), timeout=30_000)
    in_step(page)


def read(pair: Pair, context: BrowserContext) -> tuple[Page, int]:
    """A mirrored prompter in the midst of a text, at the first server; the second has a copy of all that."""
    pair.stage.go_on_air()
    number = take(pair.stage, LONG)
    prompter = pair.stage.open(context, "prompter")
    prompter.keyboard.press("Shift+M")
    expect(prompter.locator("main.mirror-x")).to_have_count(1)
    expect_words(prompter, LONG)
    scroll_to(prompter, 7)
    pair.copy()
    return prompter, number


def test_the_prompter_goes_on_at_the_line_being_read(pair: Pair, context: BrowserContext) -> None:
    prompter, number = read(pair, context)
    before = state(prompter)
    pair.first.kill()
    expect_at(prompter, pair.second)
    expect_words(prompter, LONG)
    assert state(prompter) == before
    expect(prompter.locator("main.mirror-x")).to_have_count(1)
    corrected = LONG.replace("8. Здравствуйте", "8. Добрый вечер")
    correct(Stage(pair.second, pair.stage.slug, pair.stage.token), number, corrected)
    expect_words(prompter, corrected)


def test_a_running_text_runs_on(pair: Pair, context: BrowserContext) -> None:
    prompter, _ = read(pair, context)
    before = state(prompter)
    prompter.keyboard.press("Space")
    pair.first.kill()
    expect_at(prompter, pair.second)
    now = state(prompter)
    assert now["running"] and now["position"] > before["position"]


def test_a_desk_goes_over_with_the_command_that_waits(pair: Pair, context: BrowserContext) -> None:
    number = pair.stage.api.ask("Когда починят мост?")["number"]
    desk = pair.stage.open(context, "desk")
    pair.copy()
    pair.first.kill()
    expect(desk.locator(".trust.out_of_touch")).to_have_count(1)
    expect(desk.locator(".cut-off")).to_contain_text("Ищем запасной")
    desk.evaluate(
        "fields => void document.querySelector('live-desk').feed.command('question.shortlist', fields)",
        {"question": number, "version": 1},
    )
    expect_at(desk, pair.second)
    desk.wait_for_function(
        "number => document.querySelector('live-desk').feed.state.questions.get(number)?.state === 'shortlisted'",
        arg=number,
    )


def test_two_screens_in_one_page_go_over_as_one(pair: Pair, context: BrowserContext) -> None:
    pair.stage.api.ask("Когда починят мост?")
    page = context.new_page()
    page.goto(pair.stage.address("both"))
    for side in ("desk", "rundown"):
        expect(page.frame_locator(f"iframe[data-side={side}]").locator(".trust.in_step")).to_have_count(1)
    pair.copy()
    pair.first.kill()
    expect(page).to_have_url(f"{pair.second.url}/b/{pair.stage.slug}/both", timeout=30_000)
    for side in ("desk", "rundown"):
        mark = page.frame_locator(f"iframe[data-side={side}]").locator(".trust.in_step")
        expect(mark).to_have_count(1, timeout=30_000)  # It is looked for at both addresses in turns.


def test_the_graphic_goes_over_by_its_token(pair: Pair, browser: Browser) -> None:
    with browser.new_context() as nobody:
        graphic = nobody.new_page()
        graphic.goto(pair.stage.address("overlay", f"?token={pair.stage.token}"))
        graphic.wait_for_function("document.querySelector('live-overlay')?.feed?.status === 'in_step'")
        pair.copy()
        pair.first.kill()
        expect(graphic).to_have_url(re.compile(f"^{re.escape(pair.second.url)}/b/"), timeout=30_000)
        graphic.wait_for_function("document.querySelector('live-overlay')?.feed?.status === 'in_step'")


def test_a_screen_whose_own_server_comes_back_first_stays(pair: Pair, context: BrowserContext) -> None:
    prompter, _ = read(pair, context)
    pair.second.kill()
    with prompter.expect_request(lambda request: request.url.startswith(pair.second.url)):
        pair.first.kill()
    pair.first.start()
    expect_at(prompter, pair.first)


def test_a_screen_leaves_a_server_that_is_frozen(pair: Pair, context: BrowserContext) -> None:
    prompter, _ = read(pair, context)
    pair.first.freeze()
    try:
        expect_at(prompter, pair.second)
    finally:
        pair.first.thaw()
