"""Every page of the administration can be read by everybody, wide and on a phone, in both themes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from live.web.labels import LISTS
from tests.browser.axe import serious_in_both_themes
from tests.support.browser import Complaints, lent
from tests.support.entrance import let_in
from tests.support.server import Installation, Server

SIZES = {"wide": (1440, 900), "tablet": (820, 1180), "phone": (360, 740)}

PAGES = (
    *("start", "broadcasts", "broadcasts/new", "centre", "departments", "bans", "people", "keys"),
    *(
        "channels",
        "channels/new",
        "pages",
        "webhooks",
        "retention",
        "audit",
        "health",
        "backup",
        "books",
        "learning",
        "graphics",
    ),
    *(f"lists/{name}" for name in LISTS),
)

LONG = "Управление жилищно-коммунального хозяйства, благоустройства и дорожной деятельности Нижнереченского района"


@pytest.fixture(scope="module")
def office(embedded: Installation) -> Iterator[Server]:
    """A server of its own: its departments are the whole centre's."""
    with Server(embedded).start() as server:
        embedded.show()
        yield server


@pytest.fixture(scope="module")
def token(office: Server) -> str:
    return office.installation.key(None, "admin")


@pytest.fixture(params=SIZES)
def olga(request: pytest.FixtureRequest, browser: Browser, office: Server, token: str) -> Iterator[Page]:
    width, height = SIZES[request.param]
    size = {"width": width, "height": height}
    with Complaints().heard_in(lent(browser, reduced_motion="reduce", viewport=size)) as context:
        let_in(context, office.installation, token, office.url)
        yield context.new_page()


def seen(page: Page) -> None:
    assert serious_in_both_themes(page) == {}, page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} is wider than the window"


def test_axe_finds_nothing_serious_and_nothing_is_wider_than_the_screen(olga: Page, office: Server) -> None:
    for path in PAGES:
        olga.goto(f"{office.url}/admin/{path}")
        expect(olga.locator("main")).to_be_visible()
        seen(olga)


def test_a_department_with_a_long_name_too(olga: Page, office: Server) -> None:
    olga.goto(f"{office.url}/admin/departments")
    if olga.get_by_role("link", name=LONG).count():
        seen(olga)
        olga.get_by_role("link", name=LONG).click()
    else:
        olga.locator("input[name=name]").fill(LONG)
        olga.locator("button[value=add]").first.click()
    expect(olga.get_by_role("heading", name=LONG)).to_be_visible()
    seen(olga)
