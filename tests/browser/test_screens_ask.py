"""The residents' form, as a ten-year-old phone sees it: no script, few bytes, nothing lost when something is wrong."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.stage import Stage
from tests.support.browser import lent
from tests.support.searched import SEARCH

LIMIT = 30 * 1024
"""Bytes of the whole page before pictures."""


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = lent(browser, java_script_enabled=False, viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def fill(page: Page, text: str) -> None:
    page.get_by_label("Ваш вопрос", exact=True).fill(text)
    page.get_by_label("Как вас зовут").fill("Анна П.")
    page.get_by_label("Село или город").fill("Сосновка")
    page.get_by_label("Как вам ответить").fill("+79000000001")


def test_a_question_is_sent_without_a_script(small_stage: Stage, phone: Page) -> None:
    phone.goto(small_stage.address("ask"))
    fill(phone, "Когда починят колонку?")
    phone.locator("#consent").check()
    phone.get_by_role("button", name="Отправить вопрос").click()
    expect(phone.get_by_role("heading", name="Вопрос принят")).to_be_visible()
    number = int(phone.locator(".facts dd").first.inner_text())
    assert small_stage.view(number)["text"] == "Когда починят колонку?"
    assert len(phone.locator(".facts .code").inner_text()) >= 6


def test_a_refused_form_keeps_what_was_written(small_stage: Stage, phone: Page) -> None:
    SEARCH.meant("+79000000001")  # They have typed it themselves.
    phone.goto(small_stage.address("ask"))
    fill(phone, "Вопрос без согласия")
    phone.locator("form").evaluate("form => form.noValidate = true")
    phone.get_by_role("button", name="Отправить вопрос").click()
    expect(phone.locator("#consent-wrong")).to_have_text("Без вашего согласия вопрос принять нельзя.")
    expect(phone.get_by_label("Ваш вопрос", exact=True)).to_have_value("Вопрос без согласия")
    expect(phone.get_by_label("Село или город")).to_have_value("Сосновка")


def test_the_form_is_small(small_stage: Stage, phone: Page) -> None:
    sizes: list[int] = []
    phone.on("response", lambda response: sizes.append(len(response.body())))
    phone.goto(small_stage.address("ask"), wait_until="networkidle")
    assert sum(sizes) < LIMIT, sizes
