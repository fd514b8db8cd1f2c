"""The tray of mentions: what a source has found is taken as a question or hidden, with the keyboard, on a phone too."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from live.desk.listening.found import store_found
from live.domain.listening.mention import Mention
from live.domain.submission import Author
from live.store.centre import channels
from live.store.database import Database
from live.store.show import broadcasts
from live.store.transaction import Store
from tests.browser.axe import serious_in_both_themes
from tests.browser.stage import Stage
from tests.support.browser import lent
from tests.support.entrance import let_in

SIZES: tuple[ViewportSize, ...] = ({"width": 1440, "height": 900}, {"width": 360, "height": 740})
WATER = "В Сосновке третий день нет воды, аварийная не едет и трубку не берёт"


@dataclass
class Source:
    """A source that delivers to a stage's show."""

    stage: Stage

    def find(self, *found: Mention) -> None:
        installation = self.stage.server.installation
        store = Store(Database(installation.database_url), installation.environment()["LIVE_SECRET_KEY"])
        try:
            with store.write() as tx:
                home = broadcasts.get(tx.connection, self.stage.slug).id
                number = channels.add(tx, "vk_watch", f"{home:036x}", home, {"token": "t"}, "Поиск «вода»")
            with store.read() as connection:
                channel = channels.by_id(connection, store.seal, number)
            store_found(store, channel, found)
        finally:
            store.database.close()


def found(number: int, text: str) -> Mention:
    author = Author("Подслушано Сосновка", "vk:-77", "https://vk.com/club77")
    return Mention(f"wall:-77_{number}", text, f"https://vk.com/wall-77_{number}", author, None, 1900)


def tray(desk: Page) -> Page:
    expect(desk.locator("desk-mentions > .button")).to_be_visible()
    desk.keyboard.press("Shift+U")
    expect(desk.get_by_role("dialog")).to_be_visible()
    return desk


def test_a_mention_is_taken_as_a_question_with_one_key(small_stage: Stage, small_context: BrowserContext) -> None:
    Source(small_stage).find(found(1, WATER), found(2, "Продам гараж на Лесной"))
    desk = small_stage.open(small_context, "desk")
    rows = tray(desk).locator(".mention")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("1 900")
    desk.keyboard.press("x")
    expect(rows).to_have_count(1)
    expect(desk.get_by_role("dialog")).to_contain_text("Скрыто.")
    desk.keyboard.press("t")
    expect(rows).to_have_count(0)
    dialog = desk.get_by_role("dialog")
    expect(dialog).to_contain_text("Взято: вопрос")
    dialog.get_by_role("button", name="Открыть №").click()
    expect(dialog).to_have_count(0)
    expect(desk.locator("desk-pane")).to_contain_text(WATER)
    expect(desk.locator("desk-pane").locator('a[href="https://vk.com/wall-77_1"]')).to_be_visible()


def test_what_was_hidden_is_taken_back_at_once(small_stage: Stage, small_context: BrowserContext) -> None:
    Source(small_stage).find(found(1, WATER))
    desk = small_stage.open(small_context, "desk")
    rows = tray(desk).locator(".mention")
    desk.keyboard.press("x")
    expect(rows).to_have_count(0)
    desk.keyboard.press("z")
    expect(rows).to_have_count(1)


def test_what_one_moderator_takes_leaves_the_others_tray(small_stage: Stage, small_context: BrowserContext) -> None:
    Source(small_stage).find(found(1, WATER), found(2, "Спасибо за новую дорогу до школы"))
    desk, other = small_stage.open(small_context, "desk"), small_stage.open(small_context, "desk")
    tray(desk)
    expect(tray(other).locator(".mention")).to_have_count(2)
    desk.keyboard.press("t")
    expect(other.locator(".mention")).to_have_count(1)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))
def test_the_tray_fits_and_axe_finds_nothing_serious(
    small_stage: Stage, small_context: BrowserContext, size: ViewportSize
) -> None:
    Source(small_stage).find(found(1, WATER), found(2, "Ж" * 600), found(3, "Спасибо за дорогу!"))
    desk = small_stage.open(small_context, "desk")
    desk.set_viewport_size(size)
    tray(desk)
    assert desk.evaluate("document.querySelector('dialog').scrollWidth <= document.documentElement.clientWidth")
    assert serious_in_both_themes(desk) == {}


@pytest.mark.parametrize(
    "path", ["/admin/mentions", "/admin/lists/hidden_words", "/admin/channels/new?type=vk_watch", "/help/mentions"]
)
def test_the_pages_around_fit_and_axe_finds_nothing_serious(small_stage: Stage, browser: Browser, path: str) -> None:
    token = small_stage.server.installation.key(None, "admin")
    for size in SIZES:
        with lent(browser, viewport=size, reduced_motion="reduce") as context:
            page = context.new_page()
            let_in(context, small_stage.server.installation, token, small_stage.server.url)
            page.goto(f"{small_stage.server.url}{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
            assert serious_in_both_themes(page) == {}
