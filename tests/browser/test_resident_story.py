"""One resident on a phone from the question to the answer and back, and those who work on it on theirs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Page, ViewportSize, expect

from tests.browser.office import Office, approved, shown
from tests.browser.stage import Stage, signed_in
from tests.support import pictures
from tests.support.browser import Complaints, lent
from tests.support.searched import SEARCH

PHONE: ViewportSize = {"width": 360, "height": 740}
BRIDGE = "Когда отремонтируют мост через реку Свиягу у деревни Липовка?"
CONTACT = "+79000000417"


@pytest.fixture(scope="module")
def office(small_shows: Iterator[Stage]) -> Iterator[Office]:
    with approved(next(small_shows)) as office:
        yield office


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def photo(name: str) -> FilePayload:
    return {"name": name, "mimeType": "image/jpeg", "buffer": pictures.photo()}


def asked_with_a_photo(page: Page, stage: Stage, root: int) -> None:
    """What was asked before is offered and joined; a photo and a telephone number go along."""
    page.goto(stage.address("ask"))
    page.get_by_label("Ваш вопрос").type("Когда починят мост через Свиягу в Липовке?")
    page.locator("#asked-before").get_by_role("button", name="Это и мой вопрос").click()
    expect(page.locator("#asked-before")).to_contain_text(f"Вы присоединяетесь к вопросу № {root}")
    page.get_by_label("Как вам ответить").fill(CONTACT)
    page.locator("#photos").set_input_files([photo("мост.jpg")])
    page.locator("#consent").check()
    assert fits(page)
    page.get_by_role("button", name="Отправить вопрос").click()
    page.get_by_role("link", name="Узнать, что с вопросом").click()


def answered_with_a_photo(igor: Page, number: str) -> None:
    """The executor sees what the resident has sent, and answers with a photo of the mended bridge."""
    shown(igor, number)
    expect(igor.locator(".attachments .shots img")).to_be_visible()
    igor.keyboard.press("t")
    expect(igor.locator("ticket-detail .chip").first).to_have_text("в работе")
    igor.get_by_label("Приложить файлы").set_input_files([photo("починили.jpg")])
    expect(igor.locator("answer-files .chosen li")).to_have_count(1)
    igor.locator("#answer").fill("Мост починили, ограждения сняли.")
    igor.get_by_role("button", name="Окончательный ответ, на согласование").click()
    expect(igor.locator(".part.waits")).to_contain_text("Мост починили")
    assert fits(igor)


def approved_by(maria: Page) -> None:
    expect(maria.locator(".part.waits .carried img")).to_be_visible()
    maria.locator(".part.waits").get_by_role("button", name="Согласовать и отправить").click()
    maria.locator("dialog").get_by_role("button", name="Согласовать и отправить").click()
    expect(maria.locator("ticket-detail .chip").first).to_have_text("решено")
    assert fits(maria)


def test_asked_with_a_photo_joined_followed_answered_with_a_photo_and_reopened(
    office: Office, browser: Browser
) -> None:
    SEARCH.meant(CONTACT)  # Who is told by hand is reached by it.
    stage = office.stage
    root = stage.api.ask(BRIDGE)["number"]
    stage.api.head_at_rest()
    stage.api.command("question.shortlist", question=root, version=1)
    with Complaints().heard_in(lent(browser, viewport=PHONE)) as context:
        phone = context.new_page()
        asked_with_a_photo(phone, stage, root)
        expect(phone.get_by_role("heading", level=2).first).to_be_visible()
        assert stage.view(root)["askers"] == 2 and fits(phone)
        version = stage.view(root)["version"]
        made = stage.api.command("question.ticket", question=root, version=version, department=office.department)
        number = str(made["ticket"])
        with (
            office.at_work(browser, office.igor, f"?open={number}", viewport=PHONE) as igor,
            signed_in(browser, stage, viewport=PHONE) as desk,
        ):
            answered_with_a_photo(igor, number)
            maria = office.board(desk, query=f"?open={number}")
            shown(maria, number)
            approved_by(maria)
            phone.reload()
            expect(phone.get_by_role("heading", name="Есть ответ")).to_be_visible()
            expect(phone.locator(".answer .carried img")).to_be_visible()
            assert fits(phone)
            phone.get_by_text("Не решено", exact=True).click()
            phone.get_by_label("Что не решено").fill("Перил нет.")
            phone.get_by_role("button", name="Вернуть в работу").click()
            expect(phone.get_by_role("status")).to_contain_text("снова в работе")
            expect(igor.locator("ticket-detail .chip").first).to_have_text("назначено")
            expect(igor.locator("ticket-detail .past")).to_contain_text("Перил нет.")
