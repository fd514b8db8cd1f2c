"""Help in a browser: opened by `?` at its place, there without a network, seen by everybody, on a telephone too."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.browser.axe import serious_in_both_themes
from tests.browser.stage import Stage
from tests.support.browser import KEEPING, lent
from tests.support.server import Server

SIZES: dict[str, ViewportSize] = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 360, "height": 740}}
PLACES = ["/help", "/help/moderator", "/help/administrator", "/help/first-show", "/help/resident", "/help?q=срок"]

KEPT = "import(document.querySelector(\"script[src*='help/help.js']\").src).then(({keepHelp}) => keepHelp())"
"""What the page does by itself as it loads, until all of it is done."""


def test_the_keys_lead_to_the_screens_help_and_enter_closes_them(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    desk = small_stage.open(small_context, "desk")
    desk.keyboard.press("Shift+Slash")
    with small_context.expect_page() as opened:
        desk.get_by_role("link", name="Справка: модерация").click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Модератору")
    desk.get_by_role("button", name="Закрыть").press("Escape")
    desk.keyboard.press("Shift+Slash")
    expect(desk.locator("dialog[open]")).to_be_visible()
    desk.keyboard.press("Enter")
    expect(desk.locator("dialog[open]")).to_have_count(0)
    assert len(small_context.pages) == 2


@pytest.mark.parametrize("name", ["desk", "rundown", "head", "tickets"])
def test_every_screens_bar_leads_to_its_help(small_stage: Stage, small_context: BrowserContext, name: str) -> None:
    screen = small_stage.open(small_context, name)
    link = screen.get_by_role("link", name="Справка")
    expect(link).to_have_attribute("href", screen.evaluate("document.body.dataset.help"))


def test_a_place_below_pictures_is_in_sight_when_it_is_opened(small_server: Server, page: Page) -> None:
    page.goto(f"{small_server.url}/help/moderator#нет-связи")
    heading = page.get_by_role("heading", name="Нет связи")
    page.wait_for_function("[...document.images].every((one) => one.loading === 'lazy')")
    expect(heading).to_be_in_viewport()
    assert unquote(page.url).endswith("#нет-связи")


def test_help_is_there_without_a_network_once_its_index_was_read(small_server: Server, browser: Browser) -> None:
    with lent(browser, **KEEPING) as context:
        page = context.new_page()
        page.goto(f"{small_server.url}/help")
        page.wait_for_load_state("load")
        assert page.evaluate(KEPT) is True
        context.set_offline(True)
        page.goto(f"{small_server.url}/help/producer")
        expect(page.get_by_role("heading", level=1)).to_have_text("Режиссёру")


@pytest.mark.parametrize("size", SIZES)
def test_everybody_can_read_it(small_server: Server, browser: Browser, size: str) -> None:
    with lent(browser, viewport=SIZES[size], reduced_motion="reduce") as context:
        page = context.new_page()
        for path in PLACES:
            page.goto(f"{small_server.url}{path}")
            assert serious_in_both_themes(page) == {}, path
            assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"], path
