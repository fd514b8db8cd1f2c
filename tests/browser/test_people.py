"""People, keys and a person's own account in a browser: how they look at two widths, and what signing out empties."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.axe import serious_in_both_themes
from tests.support.browser import in_step, lent
from tests.support.server import Installation, Server, Show

PASSWORD = "верный пароль"
SIZES = ((1440, 900), (360, 740))


@pytest.fixture(scope="module")
def server(embedded: Installation) -> Iterator[Server]:
    embedded.user("olga", PASSWORD, "admin")
    with Server(embedded).start() as running:
        yield running


@pytest.fixture(scope="module")
def show(embedded: Installation) -> Show:
    return embedded.show("air")


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with lent(browser, reduced_motion="reduce") as opened:
        yield opened


def signed_in(server: Server, context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto(f"{server.url}/login")
    page.get_by_label("Логин").fill("olga")
    page.get_by_label("Пароль").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server.url}/")
    return page


def looks_right(page: Page) -> None:
    """Nothing that axe finds serious in either theme, and no page wider than its window."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert serious_in_both_themes(page) == {}
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", ["/", "/account", "/account/confirm", "/logout", "/admin/people", "/admin/keys"])
def test_a_page_of_people_looks_right(server: Server, show: Show, context: BrowserContext, path: str) -> None:
    page = signed_in(server, context)
    page.goto(server.url + path)
    for folded in page.locator("summary").all():
        folded.click()
    looks_right(page)


def test_a_person_is_invited_and_begins(server: Server, context: BrowserContext, browser: Browser) -> None:
    page = signed_in(server, context)
    page.goto(f"{server.url}/admin/people")
    page.locator("summary").click()
    page.get_by_label("Имя, как его видят другие").fill("Мария Сергеевна Константинопольская-Преображенская")
    page.get_by_label("Логин").fill("maria.sergeevna")
    page.get_by_label("Модератор").check()
    page.get_by_role("button", name="Добавить", exact=True).click()
    link = page.locator(".made input").input_value()
    looks_right(page)
    with lent(browser, reduced_motion="reduce") as other:
        begun = other.new_page()
        begun.goto(link)
        looks_right(begun)
        begun.get_by_label("Новый пароль").fill("четыре разных слова")
        begun.get_by_label("Ещё раз").fill("четыре разных слова")
        begun.get_by_role("button", name="Сохранить и войти").click()
        begun.wait_for_url(f"{server.url}/")
        expect(begun.get_by_role("link", name="Мария Сергеевна")).to_be_visible()


@pytest.mark.parametrize("screen", ["rundown", "prompter"])
def test_a_live_screen_leads_to_the_way_out_which_empties_the_device(
    server: Server, show: Show, context: BrowserContext, screen: str
) -> None:
    page = signed_in(server, context)
    page.goto(f"{server.url}/b/{show.slug}/{screen}")
    in_step(page)
    page.mouse.move(40, 40)
    page.mouse.move(60, 60)  # The prompter's controls come with the pointer.
    page.evaluate("localStorage.setItem('live.kept.1.test', 'имена и вопросы')")
    page.get_by_role("link", name="Выйти").click()
    page.get_by_role("main").get_by_role("button", name="Выйти").click()
    page.wait_for_url(f"{server.url}/login")
    assert page.evaluate("localStorage.length") == 0
    page.goto(f"{server.url}/b/{show.slug}/{screen}")
    page.wait_for_url(f"{server.url}/login?**")
