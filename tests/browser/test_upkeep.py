"""The administrator's pages of upkeep in a browser: a copy that appears by itself, pages that everybody can read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import serious_in_both_themes
from tests.support.browser import Complaints, lent
from tests.support.entrance import let_in
from tests.support.server import Installation, Server

SIZES = {"wide": (1440, 900), "phone": (360, 740)}


@pytest.fixture(scope="module")
def office(embedded: Installation) -> Iterator[Server]:
    """A server of its own: its copies and books are the whole centre's."""
    with Server(embedded).start() as server:
        embedded.show()
        embedded.user("olga", "верный пароль", "admin")
        yield server


@pytest.fixture(scope="module")
def token(office: Server) -> str:
    return office.installation.key(None, "admin")


@pytest.fixture(params=SIZES)
def olga(request: pytest.FixtureRequest, browser: Browser, office: Server, token: str) -> Iterator[Page]:
    width, height = SIZES[request.param]
    with Complaints().heard_in(
        lent(browser, reduced_motion="reduce", viewport={"width": width, "height": height})
    ) as context:
        let_in(context, office.installation, token, office.url)
        yield context.new_page()


def assert_fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it is wider than the window"


def test_a_copy_and_the_books_appear_by_themselves(olga: Page, office: Server) -> None:
    olga.goto(f"{office.url}/admin/backup")
    before = olga.locator("tbody tr").count()
    olga.get_by_role("button", name="Сделать копию сейчас").click()
    expect(olga.locator("tbody tr")).to_have_count(before + 1, timeout=60_000)
    expect(olga.get_by_role("button", name="Сделать копию сейчас")).to_be_enabled(timeout=60_000)
    with olga.expect_download() as taken:
        olga.get_by_role("link", name="Скачать копию").first.click()
    assert taken.value.suggested_filename.startswith("live-")
    olga.get_by_role("link", name="Удалить копию").first.click()
    expect(olga.get_by_role("heading", name="Удалить копию?")).to_be_visible()
    assert serious_in_both_themes(olga) == {}
    assert_fits(olga)
    olga.goto(f"{office.url}/admin/books")
    olga.get_by_role("button", name="Сверить учёт сейчас").click()
    expect(olga.get_by_text("Всё сходится.")).to_be_visible(timeout=60_000)
    assert serious_in_both_themes(olga) == {}
    assert_fits(olga)


def test_health_tells_of_each_part_by_a_word(olga: Page, office: Server) -> None:
    olga.goto(f"{office.url}/admin/health")
    line = olga.get_by_role("listitem").filter(has_text="База данных")
    expect(line).to_contain_text("в порядке")
    expect(olga.get_by_role("listitem").filter(has_text="Приём вопросов")).to_contain_text("отметилась")
    assert serious_in_both_themes(olga) == {}
    assert_fits(olga)
