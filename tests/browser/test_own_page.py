"""A resident on a phone of 360 px adds a photo to a question, withdraws it, erases what is kept, without a script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Page, ViewportSize, expect

from live.desk.receive import Arrival, Receipt, receive_group
from live.domain.submission import Author, Submission
from live.store import own_links
from live.store.centre import channels
from live.store.database import Database
from live.store.followup import answers
from live.store.show import broadcasts
from live.store.transaction import Store
from tests.browser.axe import serious_in_both_themes
from tests.browser.stage import Stage
from tests.support import pictures
from tests.support.browser import lent

PHONE: ViewportSize = {"width": 360, "height": 740}
CHOSEN: FilePayload = {"name": "яма.jpg", "mimeType": "image/jpeg", "buffer": pictures.photo()}


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = lent(browser, java_script_enabled=False, viewport=PHONE)
    yield context.new_page()
    context.close()


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"])


def asked(stage: Stage, phone: Page) -> None:
    """The page of a new question."""
    phone.goto(stage.address("ask"))
    phone.get_by_label("Ваш вопрос", exact=True).fill("Когда засыплют яму на Речной?")
    phone.locator("#consent").check()
    phone.get_by_role("button", name="Отправить вопрос").click()
    phone.get_by_role("link", name="Узнать, что с вопросом").click()


def test_words_and_a_photo_are_added_from_a_telephone(small_stage: Stage, phone: Page, page: Page) -> None:
    asked(small_stage, phone)
    phone.get_by_text("Дополнить: слова или фото", exact=True).click()
    phone.get_by_label("Что добавить").fill("У дома культуры, очень глубокая.")
    phone.get_by_label("Фото", exact=True).set_input_files([CHOSEN])
    phone.get_by_role("button", name="Добавить к вопросу").click()
    expect(phone.get_by_role("status")).to_contain_text("Дополнение уже у тех")
    expect(phone.get_by_text("У дома культуры, очень глубокая.")).to_be_visible()
    assert small_stage.view(1)["attachments"][0]["file"]["state"] == "kept"

    page.set_viewport_size(PHONE)
    page.emulate_media(reduced_motion="reduce")
    page.goto(phone.url)
    for fold in ("Дополнить: слова или фото", "Отозвать вопрос"):
        page.locator("summary", has_text=fold).click()
    assert fits(page) and serious_in_both_themes(page) == {}


def test_a_question_is_withdrawn_and_erased_from_a_telephone(small_stage: Stage, phone: Page, page: Page) -> None:
    asked(small_stage, phone)
    phone.locator("summary", has_text="Отозвать вопрос").click()
    phone.get_by_label("Да, отзываю. Вернуть вопрос будет нельзя.").check()
    phone.get_by_role("button", name="Отозвать", exact=True).click()
    expect(phone.get_by_role("heading", name="Вы отозвали вопрос")).to_be_visible()
    phone.get_by_role("link", name="Что обо мне записано, и как это стереть").click()

    page.set_viewport_size(PHONE)
    page.emulate_media(reduced_motion="reduce")
    page.goto(phone.url)
    assert fits(page) and serious_in_both_themes(page) == {}
    page.get_by_role("button", name="Стереть, что обо мне записано").click()
    expect(page.get_by_role("alert")).to_contain_text("Стереть навсегда?")
    assert fits(page) and serious_in_both_themes(page) == {}

    phone.get_by_role("button", name="Стереть, что обо мне записано").click()
    phone.get_by_role("button", name="Да, стереть").click()
    expect(phone.get_by_role("status")).to_contain_text("Стёрто.")


def test_the_link_opens_all_questions_on_a_telephone(small_stage: Stage, page: Page) -> None:
    installation = small_stage.server.installation
    store = Store(Database(installation.database_url), installation.environment()["LIVE_SECRET_KEY"])
    with store.write() as tx:
        home = broadcasts.get(tx.connection, small_stage.slug).id
        vk = channels.add(tx, "vk", f"own-{small_stage.slug}", home, {})
    texts = ("Когда засыплют яму?", "Почему нет автобуса? " * 20)
    arrivals = [
        Arrival(
            home,
            f"channel:{vk}",
            Submission(text, "vk", Author("Анна", f"vk:{home}88"), external_id=f"message:{home}88_{n}"),
            vk,
        )
        for n, text in enumerate(texts)
    ]
    receipts = [one for one in receive_group(store, arrivals) if isinstance(one, Receipt)]
    with store.read() as connection:
        person_id = answers.by_code(connection, receipts[0].code).person_id
    page.set_viewport_size(PHONE)
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{small_stage.server.url}/track/mine/{own_links.token(store, person_id, store.clock())}")
    store.database.close()
    expect(page.get_by_role("heading", name="Все мои вопросы")).to_be_visible()
    assert page.get_by_role("listitem").count() == len(texts)
    assert fits(page) and serious_in_both_themes(page) == {}
    page.get_by_role("link", name="Когда засыплют яму?").click()
    expect(page.get_by_role("link", name="Все мои вопросы")).to_be_visible()
