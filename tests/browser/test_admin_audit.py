"""The page of the audit in a browser: with nothing, with thousands, with long values; wide, and on a phone."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from live.domain.audit import Entry, Outcome
from live.store.centre import audit
from live.store.database import Database
from live.store.transaction import Store
from tests.browser.axe import serious_in_both_themes
from tests.support.browser import lent
from tests.support.entrance import let_in
from tests.support.scale import grid
from tests.support.server import SECRET, Server

SIZES: dict[str, ViewportSize] = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 360, "height": 740}}
LONG = "Константинопольская-Рождественская Александра Вениаминовна, управление жилищно-коммунального хозяйства"
WORD = "ё" * 60


@dataclass(frozen=True)
class Book:
    """A server whose audit holds thousands of entries, some of long values, and an administrator's key."""

    server: Server
    token: str

    def open(self, browser_page: Page, query: str = "") -> Page:
        let_in(browser_page.context, self.server.installation, self.token, self.server.url)
        browser_page.goto(f"{self.server.url}/admin/audit{query}")
        return browser_page


@pytest.fixture(scope="module")
def book(small_server: Server) -> Book:
    store = Store(Database(small_server.installation.database_url), SECRET)
    facts = {"method": "GET", "route": f"/b/<slug>/{WORD}{WORD}", "times": 14_000}
    with store.write() as tx:
        audit.write(
            tx, [Entry("question.shortlist", f"may/question/{n}", name="Мария", role="moderator") for n in range(3000)]
        )
        audit.write(
            tx,
            [
                Entry(
                    "access.refused",
                    WORD * 3,
                    Outcome.REFUSED,
                    "key:5",
                    LONG,
                    None,
                    "2001:db8:85a3:8d3:1319:8a2e:370:7348",
                    "prompter",
                    facts,
                )
            ]
            * 3,
        )
        audit.write(tx, [Entry("session.signed_in", "user/2", Outcome.FAILED, name=WORD * 3, address="10.0.0.7")])
    store.database.close()
    return Book(small_server, small_server.installation.key(None, "admin"))


@pytest.mark.parametrize("size", grid(SIZES, "wide"))
def test_axe_finds_nothing_serious_and_nothing_is_wider_than_the_screen(
    book: Book, browser: Browser, size: str
) -> None:
    with lent(browser, viewport=SIZES[size], reduced_motion="reduce") as context:
        page = book.open(context.new_page())
        for query in ("", "?outcome=refused", "?who=nobody-of-this-name", "?until=yesterday"):
            page.goto(f"{book.server.url}/admin/audit{query}")
            for details in page.locator("details summary").all()[:3]:
                details.click()
            assert serious_in_both_themes(page) == {}, query
            assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"], query


def test_an_administrator_narrows_it_and_leafs_through_it_without_a_script(book: Book, browser: Browser) -> None:
    with lent(browser, java_script_enabled=False, viewport=SIZES["phone"]) as context:
        page = book.open(context.new_page())
        page.get_by_label("Что сделано").select_option(label="Вопрос — в вёрстку")
        page.get_by_role("button", name="Найти").click()
        rows = page.locator("tbody tr")
        expect(rows).to_have_count(100)
        expect(rows.first).to_contain_text("вопрос 2999")
        page.get_by_role("link", name="Раньше").click()
        expect(rows.first).to_contain_text("вопрос 2899")
        page.get_by_role("link", name="К новым").click()
        expect(rows.first).to_contain_text("вопрос 2999")
        page.get_by_role("link", name="Показать всё").click()
        expect(page.get_by_label("Что сделано")).to_have_value("")


def test_the_file_is_offered_as_it_is_narrowed(book: Book, browser: Browser) -> None:
    with lent(browser) as context:
        page = book.open(context.new_page(), "?outcome=failed")
        with page.expect_download() as download:
            page.get_by_role("link", name="Файлом").click()
        assert download.value.suggested_filename == "audit.csv"
        assert "10.0.0.7" in download.value.path().read_text("utf-8-sig")
