"""Whatever fails around the prompter, the presenter keeps the text, sees since when, and is current again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.prompting import LONG, correct, expect_words, rect, scroll_to, state, take
from tests.browser.stage import Stage, signed_in, stages
from tests.browser.test_offline import IN_STORAGE, KEPT
from tests.support.backends import EMBEDDED, Backends
from tests.support.browser import KEEPING
from tests.support.server import Server

pytestmark = pytest.mark.faults

RUNNING = "document.querySelector('live-prompter').reel.scroll.running"


@pytest.fixture
def watching(browser: Browser, small_stage: Stage) -> Iterator[BrowserContext]:
    """A browser whose console may speak of lost lines."""
    with signed_in(browser, small_stage, **KEEPING) as context:
        yield context


@pytest.fixture
def prompter(small_stage: Stage, watching: BrowserContext) -> Page:
    small_stage.go_on_air()
    take(small_stage, LONG)
    page = small_stage.open(watching, "prompter")
    expect_words(page, LONG)
    return page


def out_of_touch(page: Page) -> None:
    expect(page.locator(".trust")).to_contain_text("нет связи с", timeout=15_000)


def test_a_lost_network_leaves_the_text_with_a_small_mark(
    small_stage: Stage, watching: BrowserContext, prompter: Page
) -> None:
    scroll_to(prompter, 4)
    first = LONG.split(".")[0]
    before = rect(prompter, first)
    watching.set_offline(True)
    out_of_touch(prompter)
    expect_words(prompter, LONG)
    assert rect(prompter, first) == before
    expect(prompter.locator(".cut-off")).to_have_count(0)
    mark = prompter.locator(".corner").bounding_box()
    assert mark and mark["height"] < 60
    prompter.keyboard.press("Space")
    assert prompter.evaluate(RUNNING)
    take(small_stage, "Новый, пока связи не было?")
    watching.set_offline(False)
    expect_words(prompter, "Новый, пока связи не было?")
    expect(prompter.locator(".trust")).to_have_text("на связи")


def test_a_killed_server_leaves_the_text_and_its_return_brings_what_is_true(
    backends: Backends, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("killed")
    with backends.installation(EMBEDDED, folder) as installation, Server(installation).start() as server:
        stage = next(stages(server))
        stage.go_on_air()
        number = take(stage, LONG)
        with signed_in(browser, stage) as context:
            page = stage.open(context, "prompter")
            scroll_to(page, 4)
            page.keyboard.press("Space")
            page.wait_for_function("document.querySelector('live-prompter').reel.scroll.position > 500")
            server.kill()
            out_of_touch(page)
            assert page.evaluate(RUNNING)
            expect_words(page, LONG)
            server.start()
            corrected = LONG.replace("8. Здравствуйте", "8. Добрый вечер")
            correct(stage, number, corrected)
            expect_words(page, corrected)
            expect(page.locator(".trust")).to_have_text("на связи")
            assert page.evaluate(RUNNING)


@pytest.mark.parametrize("running", [False, True])
def test_a_reload_goes_on_from_the_line_being_read(prompter: Page, running: bool) -> None:
    scroll_to(prompter, 7)
    before = state(prompter)
    if running:
        prompter.keyboard.press("Space")
        prompter.wait_for_function(RUNNING)
    prompter.reload()
    expect_words(prompter, LONG)
    now = state(prompter)
    assert now["running"] is running
    assert now["position"] >= before["position"] if running else now == before


def test_a_reload_without_a_network_goes_on_from_the_line_being_read(
    small_stage: Stage, watching: BrowserContext, prompter: Page
) -> None:
    assert prompter.evaluate(KEPT) is True
    prompter.wait_for_function(f"{IN_STORAGE} === 1")
    scroll_to(prompter, 7)
    before = state(prompter)
    watching.set_offline(True)
    prompter.reload()
    expect_words(prompter, LONG)
    out_of_touch(prompter)
    assert state(prompter) == before
    prompter.keyboard.press("PageDown")
    prompter.wait_for_function(
        f"document.querySelector('live-prompter').reel.scroll.position > {before['position']} + 100"
    )
    take(small_stage, "Что стало после?")
    watching.set_offline(False)
    expect_words(prompter, "Что стало после?")


def test_a_correction_made_while_the_page_reloaded_waits_too(
    small_stage: Stage, watching: BrowserContext, prompter: Page
) -> None:
    scroll_to(prompter, 7)
    prompter.goto("about:blank")
    correct(small_stage, 1, "Совсем иначе.")
    prompter.goto(small_stage.address("prompter"))
    expect_words(prompter, LONG)
    expect(prompter.locator(".mark")).to_contain_text("Текст исправлен")
    prompter.keyboard.press("r")
    expect_words(prompter, "Совсем иначе.")
