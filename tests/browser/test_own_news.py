"""News of work in a browser: an executor is given a ticket, sees it at the bell, reads, and chooses how to be told."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.axe import serious_in_both_themes
from tests.browser.office import offices
from tests.browser.stage import Stage
from tests.support.browser import in_step

pytestmark = pytest.mark.faults

SIZES: tuple[ViewportSize, ...] = ({"width": 1440, "height": 900}, {"width": 360, "height": 740})


def looked_at(page: Page, name: str) -> None:
    """A picture for whoever wants to look: LIVE_PICTURES names the folder."""
    if folder := os.environ.get("LIVE_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize("size", SIZES, ids=["wide", "narrow"])
def test_an_executor_who_is_given_a_ticket_sees_it_at_the_bell(
    small_stage: Stage, browser: Browser, size: ViewportSize
) -> None:
    office = offices(small_stage)
    with office.at_work(browser, office.igor, viewport=size, reduced_motion="reduce") as page:
        bell = page.locator(".topbar .own-news")
        expect(bell).to_have_attribute("aria-label", "Мне: нового нет")
        number = office.ticket("Третью неделю нет воды")
        office.command("ticket.assign", number, department=office.department, owner_login=office.igor)
        expect(bell.locator(".count")).to_be_visible()
        looked_at(page, f"bell-{size['width']}")
        bell.click()
        expect(page.get_by_role("heading", name="Мне", exact=True)).to_be_visible()
        expect(page.locator(".devices li").first).to_contain_text(number)
        looked_at(page, f"news-{size['width']}")
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert serious_in_both_themes(page) == {}
        page.get_by_label("одним письмом вечером, в 17:00").check()
        page.get_by_role("button", name="Сохранить, как сообщать").click()
        expect(page.get_by_role("status")).to_have_text("Сохранено: теперь вам сообщают так.")
        page.get_by_role("link", name=number).first.click()
        in_step(page)
        expect(page.locator("ticket-detail")).to_contain_text("Третью неделю нет воды")
        expect(bell).to_have_attribute("aria-label", "Мне: нового нет")
