"""A show that is changed while it runs, and a standing broadcast that has no air; the pages where both are made."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.axe import serious_in_both_themes
from tests.browser.gallery import ready
from tests.browser.stage import Stage
from tests.support.browser import in_step, lent
from tests.support.server import Installation, Server

PASSWORD = "верный пароль"
SIZES = ((1440, 900), (360, 740))


def test_the_length_is_changed_in_the_middle_of_a_show_and_every_clock_follows(
    small_stage: Stage, small_context: BrowserContext, beside: BrowserContext
) -> None:
    small_stage.go_on_air()
    rundown, head = small_stage.open(small_context, "rundown"), small_stage.open(beside, "head")
    ready(rundown)
    expect(rundown.locator(".show-facts")).to_contain_text("2:00:00")
    rundown.get_by_role("button", name="Изменить эфир…").click()
    rundown.get_by_label("Длительность, минут").fill("95")
    rundown.get_by_label("Название").fill("Прямая линия: дороги")
    rundown.keyboard.press("Control+Enter")
    expect(rundown.locator("dialog")).to_have_count(0)
    expect(rundown.locator(".show-facts")).to_contain_text("1:35:00")
    for page in (rundown, head):
        expect(page.locator("live-topbar")).to_contain_text("Прямая линия: дороги")


def test_what_was_typed_stays_where_it_is_refused(small_stage: Stage, small_context: BrowserContext) -> None:
    rundown = small_stage.open(small_context, "rundown")
    rundown.get_by_role("button", name="Изменить эфир…").click()
    rundown.get_by_label("Начало по часам").fill("2020-01-01T12:00")
    rundown.get_by_role("button", name="Изменить", exact=True).click()
    expect(rundown.locator(".toast")).to_contain_text("уже прошло")
    rundown.get_by_role("button", name="Изменить эфир…").click()
    expect(rundown.get_by_label("Начало по часам")).to_have_value("2020-01-01T12:00")


@pytest.fixture(scope="module")
def own_server(embedded: Installation) -> Iterator[Server]:
    embedded.user("olga", PASSWORD, "admin")
    with Server(embedded).start() as running:
        yield running


@pytest.fixture
def office(browser: Browser, own_server: Server) -> Iterator[Page]:
    """An administrator, on the first page."""
    with lent(browser, reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(f"{own_server.url}/login")
        page.get_by_label("Логин").fill("olga")
        page.get_by_label("Пароль").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{own_server.url}/")
        yield page


def looks_right(page: Page) -> None:
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert serious_in_both_themes(page) == {}
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_first_standing_broadcast_and_the_first_show_are_made_by_hand(own_server: Server, office: Page) -> None:
    office.get_by_role("link", name="Новая постоянная линия").click()
    office.get_by_label("Название").fill("Между эфирами")
    office.get_by_label("Короткое имя для адресов").fill("line")
    looks_right(office)
    office.get_by_role("button", name="Создать").click()
    expect(office.locator("[role=status]").first).to_contain_text("Эфир создан.")
    looks_right(office)
    office.get_by_role("link", name="Модерация").click()
    in_step(office)
    office.goto(f"{own_server.url}/b/line/rundown")
    in_step(office)
    expect(office.get_by_text("прямого эфира у неё нет")).to_be_visible()
    for name in ("Закрыть приём", "Начать эфир…", "Завершить эфир…", "Изменить эфир…"):
        expect(office.get_by_role("button", name=name)).to_have_count(0)
    office.goto(f"{own_server.url}/admin/broadcasts/new")
    office.get_by_label("Название").fill("Прямая линия")
    office.get_by_label("Короткое имя для адресов").fill("first")
    office.get_by_label("Начало по часам эфира").fill("2031-05-14T12:00")
    office.get_by_label("Куда идут вопросы").select_option("Между эфирами")
    office.get_by_text("Тексты формы").click()
    looks_right(office)
    office.get_by_role("button", name="Создать").click()
    office.get_by_role("button", name="Начать приём").click()
    expect(office.locator("[role=status]").first).to_contain_text("Сбор вопросов начат.")
    office.goto(f"{own_server.url}/admin/broadcasts")
    expect(office.locator("#broadcast-first")).to_contain_text("14.05.2031 12:00")
    looks_right(office)
    office.goto(f"{own_server.url}/admin/centre")
    looks_right(office)
