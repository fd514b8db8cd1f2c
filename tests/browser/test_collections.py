"""A coordinator sends a collection; an official opens the link on a phone, confirms it, answers and hands it on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from live.admin import departments
from live.admin.departments import Given, Official
from live.domain.people import By
from live.store.database import Database
from live.store.transaction import Store
from tests.browser.axe import serious_in_both_themes
from tests.browser.stage import Stage, stages
from tests.support.browser import lent
from tests.support.letters import letters
from tests.support.server import Installation, Server

PHONE: ViewportSize = {"width": 360, "height": 740}
WIDE: ViewportSize = {"width": 1440, "height": 900}
PASSWORD = "пароль-координатора"
PICTURES = os.environ.get("LIVE_PICTURES_OF_COLLECTIONS", "")
"""A folder for pictures to be looked at, of a long collection besides; none are taken without it."""

BY = By("Мария", "admin")


def picture(page: Page, name: str) -> None:
    """Wide and narrow."""
    if PICTURES:
        before = page.viewport_size
        for size in (WIDE, PHONE):
            page.set_viewport_size(size)
            page.screenshot(path=str(Path(PICTURES) / f"{name}-{size['width']}.png"), full_page=True)
        page.set_viewport_size(before or PHONE)


def fits(page: Page) -> bool:
    width = page.evaluate("document.documentElement.scrollWidth")
    return bool(width <= (page.viewport_size or PHONE)["width"])


@dataclass(frozen=True)
class Desk:
    """The coordinator's page, and the names of a department and of its chief."""

    stage: Stage
    page: Page
    department: str
    chief: str
    other: str

    def made(self, title: str) -> None:
        """A new collection that goes by hand, on its own page."""
        self.page.goto(f"{self.stage.server.url}/tickets/collections/new")
        self.page.get_by_label("Название").fill(title)
        self.page.get_by_label("Кому").select_option(label=f"— {self.chief}, начальник (нет адреса почты)")
        self.page.get_by_label("Когда уходит").select_option(label="только вручную")
        self.page.get_by_role("button", name="Создать подборку").click()
        expect(self.page.get_by_role("status")).to_have_text("Подборка создана.")


@pytest.fixture(scope="module")
def own_shows(embedded: Installation) -> Iterator[Iterator[Stage]]:
    """On a server of their own: where departments are kept, no other name is taken, and other tests have others."""
    with Server(embedded).start() as running:
        yield stages(running)


@pytest.fixture
def small_stage(own_shows: Iterator[Stage]) -> Stage:
    return next(own_shows)


@pytest.fixture
def desk(small_stage: Stage, browser: Browser) -> Iterator[Desk]:
    mark = letters()
    names = f"Дороги {mark}", f"Игорь Синицын {mark}", f"Благоустройство {mark}"
    settings = small_stage.server.installation.environment()
    store = Store(Database(settings["LIVE_DATABASE_URL"]), settings["LIVE_SECRET_KEY"])
    departments.add(store, Given(names[0], chief=Official(names[1], "начальник")), BY)
    departments.add(store, Given(names[2], email="green@example.org"), BY)
    store.database.close()
    login = f"maria-{mark}"
    small_stage.server.installation.user(login, PASSWORD, "coordinator")
    context = lent(browser, viewport=WIDE)
    page = context.new_page()
    page.goto(f"{small_stage.server.url}/login")
    page.get_by_label("Логин").fill(login)
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()
    page.wait_for_url(lambda url: "/login" not in url)
    yield Desk(small_stage, page, *names)
    context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = lent(browser, java_script_enabled=False, viewport=PHONE)
    yield context.new_page()
    context.close()


def asked(desk: Desk, texts: list[str]) -> None:
    """Tickets of the department."""
    for n, text in enumerate(texts):
        number = desk.stage.api.ask(text, topic=f"Ямы {n % 9}", locality=("Ундоры", "Сосновка")[n % 2])["number"]
        desk.stage.api.command("question.ticket", question=number, version=1, department=desk.department)


def test_an_official_confirms_answers_and_hands_on_by_the_link_on_a_phone(desk: Desk, phone: Page) -> None:
    count = 60 if PICTURES else 2
    asked(desk, [f"Когда засыплют яму у школы в нашем селе? Машины объезжают по тротуару ({n})" for n in range(count)])
    desk.made("Дороги за день")
    picture(desk.page, "collection")
    assert not serious_in_both_themes(desk.page)
    desk.page.get_by_role("link", name="Посмотреть следующий выпуск").click()
    expect(desk.page.get_by_text("Ничего не отправлено.")).to_be_visible()
    picture(desk.page, "preview")
    assert not serious_in_both_themes(desk.page)
    desk.page.get_by_role("link", name="К подборке").click()
    desk.page.get_by_role("button", name="Отправить сейчас").click()
    expect(desk.page.locator(".readers")).to_contain_text("Письма нет")
    link = desk.page.get_by_label("Личная ссылка").input_value()

    phone.goto(link)
    expect(phone.locator(".figures dd").first).to_have_text(str(count))
    picture(phone, "reading")
    assert fits(phone)
    phone.get_by_role("link", name=str(count), exact=True).first.click()
    expect(phone.locator(".listed-rows li")).to_have_count(count)
    picture(phone, "listed")
    assert fits(phone)
    phone.get_by_role("link", name="К подборке").click()
    phone.get_by_role("button", name="Прочитано").click()
    expect(phone.get_by_role("status")).to_contain_text("координатор видит, что вы прочли")
    phone.get_by_label("Ответить координатору").fill("Засыплем до пятницы")
    phone.get_by_role("button", name="Отправить ответ").click()
    expect(phone.get_by_role("status")).to_have_text("Ваш ответ у координатора.")
    phone.get_by_text("Передать подборку").click()
    phone.get_by_label("Кому", exact=True).select_option(label=desk.other)
    phone.get_by_role("button", name="Передать", exact=True).click()
    expect(phone.get_by_role("status")).to_contain_text("Подборка передана")
    assert fits(phone)
    picture(phone, "reading-after")

    desk.page.reload()
    expect(desk.page.locator(".readers > li")).to_have_count(2)
    first = desk.page.locator(".readers > li").first
    expect(first).to_contain_text("Засыплем до пятницы")
    expect(first).to_contain_text("прочитано")
    picture(desk.page, "issue")
    assert not serious_in_both_themes(desk.page)
    number = str(
        desk.stage.server.api("tickets", desk.stage.token)
        .http.get(f"{desk.stage.server.url}/api/v1/tickets", params={"department": desk.department})
        .json()["tickets"][0]["number"]
    )
    first.get_by_label("Номер поручения").fill(number)
    first.get_by_role("button", name="Записать заметкой").click()
    expect(desk.page.get_by_role("status")).to_have_text("Ответ записан в поручение.")
    expect(first).to_contain_text(f"Стало заметкой к поручению {number}")
    desk.page.goto(f"{desk.stage.server.url}/tickets/collections")
    expect(desk.page.locator(".collections")).to_contain_text("Дороги за день")
    picture(desk.page, "all")
    assert not serious_in_both_themes(desk.page)


def test_an_empty_collection_says_so_and_a_wrong_link_too(desk: Desk, page: Page) -> None:
    desk.made("Пустая")
    desk.page.get_by_role("button", name="Отправить сейчас").click()
    link = desk.page.get_by_label("Личная ссылка").input_value()
    page.set_viewport_size(PHONE)
    page.goto(link)
    expect(page.get_by_text("За это время ничего нового не поступило")).to_be_visible()
    picture(page, "empty")
    assert fits(page) and not serious_in_both_themes(page)
