"""A resident on a phone without a script: asks, follows the code, reads the answer, says that nothing is solved."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.axe import serious_in_both_themes
from tests.browser.stage import Stage
from tests.support.browser import lent

PHONE: ViewportSize = {"width": 360, "height": 740}


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = lent(browser, java_script_enabled=False, viewport=PHONE)
    yield context.new_page()
    context.close()


class Staff:
    """Those who work on the ticket of a show's first question."""

    def __init__(self, stage: Stage) -> None:
        self.http, self.url = stage.api.http, f"{stage.server.url}/api/v1/tickets"
        version = stage.view(1)["version"]
        self.number = stage.api.command("question.ticket", question=1, version=version)["ticket"]

    @property
    def ticket(self) -> dict[str, Any]:
        answer: dict[str, Any] = self.http.get(f"{self.url}/{self.number}", timeout=30).json()
        return answer

    def do(self, verb: str, **fields: Any) -> None:
        body = {"id": str(uuid.uuid4()), "type": f"ticket.{verb}", "ticket": self.number, **fields}
        response = self.http.post(f"{self.url}/commands", json={**body, "version": self.ticket["version"]}, timeout=30)
        assert response.status_code == 200, response.text


def no_wider_than_the_screen(page: Page) -> bool:
    width = page.locator("main").evaluate("main => main.ownerDocument.documentElement.scrollWidth")
    return bool(width <= PHONE["width"])


@pytest.mark.faults
def test_the_link_is_copied_where_there_is_a_script(small_stage: Stage, phone: Page, page: Page) -> None:
    for screen in (phone, page):
        screen.goto(small_stage.address("ask"))
        screen.get_by_label("Ваш вопрос", exact=True).fill("Когда починят колонку на Речной?")
        screen.locator("#consent").check()
        screen.get_by_role("button", name="Отправить вопрос").click()
        expect(screen.get_by_role("link", name="Узнать, что с вопросом")).to_be_visible()
    expect(phone.get_by_role("button", name="Скопировать ссылку")).to_be_hidden()
    assert no_wider_than_the_screen(phone)
    expect(page.locator("img.qr")).to_have_js_property("complete", True)
    assert page.locator("img.qr").evaluate("picture => picture.naturalWidth") > 0
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Скопировать ссылку").click()
    expect(page.get_by_role("status")).to_have_text("Скопировано.")
    page.goto(page.evaluate("navigator.clipboard.readText()"))
    expect(page.get_by_text("Когда починят колонку на Речной?")).to_be_visible()


def test_a_resident_follows_a_code_reads_the_answer_and_reopens_the_ticket(
    small_stage: Stage, phone: Page, page: Page
) -> None:
    phone.goto(small_stage.address("ask"))
    phone.get_by_label("Ваш вопрос", exact=True).fill("Когда починят колонку на Речной?")
    phone.get_by_label("Как вам ответить").fill("+79000000001")
    phone.locator("#consent").check()
    phone.get_by_role("button", name="Отправить вопрос").click()
    phone.get_by_role("link", name="Узнать, что с вопросом").click()
    expect(phone.get_by_role("heading", name="Получен")).to_be_visible()

    staff = Staff(small_stage)
    staff.do("assign", department="Водоканал")
    staff.do("reply", text="Выехала бригада.")
    phone.reload()
    expect(phone.get_by_role("heading", name="В работе")).to_be_visible()
    expect(phone.get_by_text("Водоканал")).to_be_visible()
    expect(phone.get_by_text("Выехала бригада.")).to_be_visible()

    staff.do("reply", text="{имя}, колонка работает.", final=True)
    phone.reload()
    expect(phone.get_by_role("heading", name="Есть ответ")).to_be_visible()
    expect(phone.get_by_text("Уважаемый житель, колонка работает.")).to_be_visible()
    assert no_wider_than_the_screen(phone)

    page.set_viewport_size(PHONE)
    page.emulate_media(reduced_motion="reduce")
    page.goto(phone.url)
    page.get_by_text("Не решено", exact=True).click()
    assert serious_in_both_themes(page) == {}

    phone.get_by_text("4", exact=True).click()
    phone.get_by_role("button", name="Отправить оценку").click()
    expect(phone.get_by_role("status")).to_have_text("Спасибо, оценка сохранена.")

    phone.get_by_text("Не решено", exact=True).click()
    phone.get_by_label("Что не решено").fill("Вода ржавая.")
    phone.get_by_role("button", name="Вернуть в работу").click()
    expect(phone.get_by_role("status")).to_contain_text("снова в работе")
    expect(phone.get_by_role("heading", name="В работе")).to_be_visible()
    ticket = staff.ticket
    assert (ticket["state"], ticket["department"], ticket["rating"]) == ("assigned", "Водоканал", 4)
    assert no_wider_than_the_screen(phone)
