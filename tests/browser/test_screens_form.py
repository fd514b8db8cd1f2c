"""What every screen keeps to: no sideways scroll, the domain's moves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.axe import serious
from tests.browser.stage import Stage, signed_in
from tests.support.browser import in_step

LIVE = ("desk", "rundown", "prompter", "head", "tickets")
LONG = (
    "Предолгоесловобезединогопробелаипереноса" * 3
    + " и ещё обыкновенные слова, чтобы текст занял несколько строк. " * 6
)


@pytest.fixture(scope="module")
def full_stage(small_shows: Iterator[Stage]) -> Stage:
    """A show in its middle, with texts as long as people write them."""
    stage = next(small_shows)
    stage.api.ask_many([{"text": f"{n}. {LONG}", "locality": "Верхняя Речица", "topic": "ЖКХ"} for n in range(12)])
    stage.go_on_air()
    for number in range(1, 8):
        stage.api.command("question.shortlist", question=number, version=1)
    stage.api.command("question.take", question=1, version=2)
    stage.api.command("question.ticket", question=12, version=1)
    stage.api.command("question.note", question=2, version=2, **{"for": "head", "text": LONG})
    stage.api.command("presenter.message", text="Осталось пять минут")
    return stage


def open_full(stage: Stage, context: BrowserContext, screen: str) -> Page:
    page = stage.open(context, screen, "?open=3" if screen == "desk" else "")
    if screen == "tickets":
        page.locator(".row").first.click()
    if screen == "rundown":
        page.locator(".place .pick").nth(1).click()
    return page


@pytest.mark.parametrize("screen", LIVE)
@pytest.mark.faults
def test_a_phone_scrolls_no_screen_sideways(full_stage: Stage, browser: Browser, screen: str) -> None:
    with signed_in(browser, full_stage, viewport={"width": 360, "height": 740}) as context:
        page = open_full(full_stage, context, screen)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.goto(full_stage.address(screen))
        in_step(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("path", ["/login", "/", "/b/{slug}/ask", "/nowhere"])
def test_a_phone_scrolls_no_plain_page_sideways(full_stage: Stage, browser: Browser, path: str) -> None:
    with signed_in(browser, full_stage, viewport={"width": 360, "height": 740}) as context:
        page = context.new_page()
        page.goto(full_stage.server.url + path.format(slug=full_stage.slug))
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_dialog_holds_the_focus_and_gives_it_back(full_stage: Stage, browser: Browser) -> None:
    with signed_in(browser, full_stage) as context:
        desk = full_stage.open(context, "desk", "?open=9")
        button = desk.get_by_role("button", name="Отклонить")
        button.focus()
        desk.keyboard.press("Enter")
        expect(desk.locator("dialog input").first).to_be_focused()
        assert serious(desk) == []
        desk.keyboard.press("Escape")
        expect(button).to_be_focused()
