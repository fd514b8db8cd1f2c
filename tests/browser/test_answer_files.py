"""An executor answers with a photo and a document from a phone, and the resident sees them by the question's code."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Page, ViewportSize, expect
from sqlalchemy import select

from live.store.database import Database
from live.store.tables import question, ticket
from live.store.transaction import Store
from tests.browser.axe import serious_in_both_themes
from tests.browser.office import Office, offices, shown
from tests.browser.stage import Stage
from tests.browser.test_phone import cut
from tests.support import pictures
from tests.support.browser import lent
from tests.support.searched import SEARCH

pytestmark = pytest.mark.faults

PHONE: ViewportSize = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def office(small_shows: Iterator[Stage]) -> Office:
    return offices(next(small_shows))


def payload(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def code_of(office: Office, number: str) -> str:
    """The code of a ticket's question."""
    installation = office.stage.server.installation
    store = Store(Database(installation.database_url), installation.environment()["LIVE_SECRET_KEY"])
    asked = select(question.c.code).join(ticket, ticket.c.question_id == question.c.id).where(ticket.c.number == number)
    with store.read() as connection:
        code = str(connection.execute(asked).scalar_one())
    store.database.close()
    return code


def test_a_photo_and_a_document_go_with_the_answer_to_the_residents_page(office: Office, browser: Browser) -> None:
    number = office.ticket("Когда починят остановку?", author={"name": "Анна П.", "contact": "tel:+79000000391"})
    SEARCH.meant("+79000000391")  # Who is told by hand is reached by it.
    with office.at_work(browser, office.igor, f"?open={number}", viewport=PHONE) as igor:
        shown(igor, number)
        igor.keyboard.press("t")
        expect(igor.locator("ticket-detail .chip").first).to_have_text("в работе")
        chosen = igor.locator("answer-files .chosen li")
        igor.get_by_label("Приложить файлы").set_input_files(
            [payload("Остановка.jpg", pictures.photo()), payload("Акт приёмки.pdf", pictures.PDF)]
        )
        expect(chosen).to_have_count(2)
        expect(chosen.nth(0).locator("img")).to_be_visible()
        igor.get_by_label("Приложить файлы").set_input_files([payload("Видео.mp4", pictures.MP4)])
        expect(igor.locator("answer-files").get_by_role("alert")).to_contain_text("а этот файл другой")
        assert fits(igor) and cut(igor, "answer-files") == [] and serious_in_both_themes(igor) == {}
        igor.reload()
        shown(igor, number)
        expect(chosen).to_have_count(2)  # What was attached outlives a reload, as what was written does.
        igor.locator("#answer").fill("Остановку починили.")
        igor.get_by_role("button", name="Окончательный ответ").click()
        expect(igor.locator(".part.answered .carried img")).to_be_visible()
        expect(chosen).to_have_count(0)
        assert fits(igor)
    code = code_of(office, number)
    context = lent(browser, viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{office.stage.server.url}/track/{code}")
    expect(page.locator(".answer .carried img")).to_be_visible()
    expect(page.get_by_role("link", name="Акт приёмки.pdf")).to_be_visible()
    assert fits(page)
    context.close()
