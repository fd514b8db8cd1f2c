"""A part of an answer, on two phones: asked for, given, put into the answer; who is missing is named before it goes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from live.store.database import Database
from live.store.transaction import Store
from tests.browser.axe import serious_in_both_themes
from tests.browser.office import Office, offices, shown
from tests.browser.stage import Stage
from tests.browser.test_phone import cut
from tests.support.departments import forget_departments, keep_departments
from tests.support.searched import SEARCH

pytestmark = pytest.mark.faults

PHONE: ViewportSize = {"width": 360, "height": 740}
QUESTION, WORDS = "Когда отключат воду?", "Воду отключат 3 мая."


@pytest.fixture(scope="module")
def stage(small_shows: Iterator[Stage]) -> Stage:
    return next(small_shows)


@pytest.fixture(scope="module")
def offices_listed(stage: Stage) -> Iterator[tuple[Office, Office]]:
    """Two departments of the centre's list, which is kept by nobody afterwards, as others expect it."""
    roads, water = offices(stage), offices(stage)
    installation = stage.server.installation
    store = Store(Database(installation.database_url), installation.environment()["LIVE_SECRET_KEY"])
    keep_departments(store, {"name": roads.department}, {"name": water.department})
    yield roads, water
    forget_departments(store)
    store.database.close()


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth")) and cut(page, ".part") == []


def test_a_part_is_asked_for_given_and_taken_into_the_answer(
    offices_listed: tuple[Office, Office], browser: Browser
) -> None:
    roads, water = offices_listed
    number = roads.ticket("Когда починят мост?", author={"name": "Анна П.", "contact": "tel:+79000000718"})
    SEARCH.meant("+79000000718")  # Who is told by hand is reached by it.
    with (
        roads.at_work(browser, roads.igor, f"?open={number}", viewport=PHONE) as igor,
        water.at_work(browser, water.igor, viewport=PHONE) as vera,
    ):
        shown(igor, number)
        igor.keyboard.press("t")
        expect(igor.locator("ticket-detail .chip").first).to_have_text("в работе")
        igor.keyboard.press("i")
        dialog = igor.locator("dialog")
        dialog.locator("[name=department]").select_option(water.department)
        dialog.locator("textarea").fill(QUESTION)
        dialog.get_by_role("button", name="Запросить часть").click()
        expect(igor.locator(".shares")).to_contain_text("ждём")
        assert fits(igor)
        tab = vera.get_by_role("button", name="Нужна ваша часть")
        expect(tab).to_contain_text("1")
        tab.click()
        vera.locator("tickets-list .row", has_text="нужна ваша часть").click()
        shown(vera, number)
        expect(vera.locator(".shares")).to_contain_text(QUESTION)
        expect(vera.locator("#answer")).to_have_count(0)
        assert fits(vera) and serious_in_both_themes(vera) == {}
        igor.locator("#answer").fill("Мост починят в мае.")
        igor.get_by_role("button", name="Окончательный ответ").click()
        expect(dialog).to_contain_text(water.department)
        igor.keyboard.press("Escape")
        vera.keyboard.press("m")
        vera.locator("dialog textarea").fill(WORDS)
        vera.locator("dialog").get_by_role("button", name="Передать мою часть").click()
        expect(igor.locator(".shares")).to_contain_text(WORDS)
        igor.get_by_role("button", name="Взять в ответ").click()
        expect(igor.locator("#answer")).to_have_value(f"Мост починят в мае.\n{WORDS}")
        assert fits(igor) and serious_in_both_themes(igor) == {}
        igor.get_by_role("button", name="Окончательный ответ").click()
        expect(igor.locator(".answered")).to_contain_text(WORDS)
        expect(vera.locator(".answered")).to_contain_text(WORDS)
    told = roads.read(number)
    assert [(one["department"], one["state"]) for one in told["parts"]] == [(water.department, "given")]
    assert len(told["answers"]) == 1
