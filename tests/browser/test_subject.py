"""One person's data on a page: found, taken out and erased; how it looks at two widths."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.test_people import PASSWORD, looks_right, signed_in
from tests.support.browser import lent
from tests.support.server import Installation, Server, Show

TEXT = "Нет воды третий день, живём на улице Садовой, звоните вечером 8 900 000-00-71"
LONG = "Константинопольская-Рождественская Александра Вениаминовна"


@pytest.fixture(scope="module")
def server(embedded: Installation) -> Iterator[Server]:
    embedded.user("olga", PASSWORD, "admin")
    with Server(embedded).start() as running:
        yield running


@pytest.fixture(scope="module")
def show(embedded: Installation) -> Show:
    return embedded.show(crew="source moderator")


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with lent(browser, reduced_motion="reduce", accept_downloads=True) as opened:
        yield opened


def find(server: Server, context: BrowserContext, typed: str) -> Page:
    page = signed_in(server, context)
    page.goto(f"{server.url}/admin/subjects")
    page.get_by_label("Телефон, почта, страница").fill(typed)
    page.get_by_role("button", name="Найти").click()
    return page


def test_a_person_is_found_taken_out_and_erased(server: Server, show: Show, context: BrowserContext) -> None:
    api = server.api(show.slug, show.keys["crew"])
    for name in (LONG, "Пётр"):
        api.ask(TEXT, author={"name": name, "contact": "tel:+79000000071"})
    page = find(server, context, "8 (900) 000-00-71")
    expect(page.get_by_role("heading", level=1)).to_contain_text(LONG)
    expect(page.get_by_role("main")).to_contain_text("Этим контактом пользуются 2 человека")
    with page.expect_download() as download:
        page.get_by_role("link", name="Выгрузить JSON").click()
    assert len(json.loads(download.value.path().read_text("utf-8"))["questions"]) == 2
    with page.expect_download() as download:
        page.get_by_role("link", name="Выгрузить документом").click()
    assert download.value.suggested_filename.endswith(".docx")
    looks_right(page)
    page.get_by_role("link", name="Стереть…").click()
    page.get_by_label("Почему").select_option(label="Просьба самого человека")
    page.get_by_label("Введите число записей: 4").fill("4")
    page.get_by_role("button", name="Стереть 4 записи").click()
    expect(page.get_by_role("status")).to_contain_text("Стёрто 4 записи.")
    expect(page.get_by_role("table")).to_contain_text("Данные жителя стёрты. Просьба самого человека")
    looks_right(page)
    assert api.question(1)["author"] is None


def test_nobody_found_says_so_and_the_page_goes_on(server: Server, context: BrowserContext) -> None:
    page = find(server, context, "8 900 000 99 99")
    expect(page.get_by_role("alert")).to_have_text("По такому контакту никто не найден.")
    expect(page.get_by_label("Телефон, почта, страница")).to_have_value("8 900 000 99 99")
    looks_right(page)
