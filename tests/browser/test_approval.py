"""An answer that a coordinator approves, on two phones: written, returned, written again, approved, and sent once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.axe import serious_in_both_themes
from tests.browser.office import Office, approved, shown
from tests.browser.stage import Stage, signed_in
from tests.browser.test_phone import cut
from tests.support.searched import SEARCH

pytestmark = pytest.mark.faults

PHONE: ViewportSize = {"width": 360, "height": 740}
FIRST, SECOND = "Мост починят скоро.", "Мост починят до 20 мая."


@pytest.fixture(scope="module")
def office(small_shows: Iterator[Stage]) -> Iterator[Office]:
    with approved(next(small_shows)) as office:
        yield office


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth")) and cut(page, ".part") == []


def test_written_returned_written_again_and_approved_it_leaves_once(office: Office, browser: Browser) -> None:
    number = office.ticket("Когда починят мост?", author={"name": "Анна П.", "contact": "tel:+79000000351"})
    SEARCH.meant("+79000000351")  # Who is told by hand is reached by it.
    with (
        office.at_work(browser, office.igor, f"?open={number}", viewport=PHONE) as igor,
        signed_in(browser, office.stage, viewport=PHONE) as context,
    ):
        shown(igor, number)
        igor.keyboard.press("t")
        expect(igor.locator("ticket-detail .chip").first).to_have_text("в работе")
        answer = igor.get_by_role("button", name="Окончательный ответ, на согласование")
        igor.locator("#answer").fill(FIRST)
        answer.click()
        expect(igor.locator(".toast")).to_contain_text("ждёт согласования")
        expect(igor.locator(".part.waits")).to_contain_text(FIRST)
        assert fits(igor)
        maria = office.board(context)
        tab = maria.get_by_role("button", name="На согласовании")
        expect(tab).to_contain_text("1")
        tab.click()
        maria.locator("tickets-list .row", has_text=number).click()
        shown(maria, number)
        expect(maria.locator(".part.waits")).to_contain_text(FIRST)
        assert fits(maria) and serious_in_both_themes(maria) == {}
        maria.keyboard.press("b")
        maria.locator("dialog textarea").fill("Назовите день.")
        maria.locator("dialog").get_by_role("button", name="Вернуть с замечанием").click()
        expect(maria.locator(".part.waits")).to_have_count(0)
        returned = igor.locator(".part.returned")
        expect(returned).to_contain_text("Назовите день.")
        assert fits(igor)
        returned.get_by_role("button", name="Взять этот текст за основу").click()
        expect(igor.locator("#answer")).to_have_value(FIRST)
        igor.locator("#answer").fill(SECOND)
        answer.click()
        expect(maria.locator(".part.waits")).to_contain_text(SECOND)
        maria.locator(".part.waits").get_by_role("button", name="Согласовать и отправить").click()
        expect(maria.locator("dialog")).to_contain_text(SECOND)
        maria.locator("dialog").get_by_role("button", name="Согласовать и отправить").click()
        expect(maria.locator("ticket-detail .chip").first).to_have_text("решено")
        expect(igor.locator(".answered")).to_contain_text(SECOND)
        versions = igor.locator(".versions")
        versions.locator("summary").click()
        expect(versions.locator("li")).to_have_count(2)
        expect(versions.locator("li").nth(1).locator("ins").first).to_contain_text("до 20")
        assert fits(igor)
    told = office.read(number)
    assert [(one["text"], one["fate"]) for one in told["versions"]] == [(FIRST, "returned"), (SECOND, "approved")]
    assert len(told["answers"]) == 1 and [one["text"] for one in told["said"]] == [SECOND]
