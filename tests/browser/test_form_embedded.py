"""The residents' form inside another site's page, which gets none of our cookies: where the settings name that site."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import serious
from tests.browser.stage import Stage
from tests.support.browser import lent
from tests.support.site import Site


@pytest.fixture
def embedding(small_stage: Stage) -> Iterator[Callable[[str], str]]:
    """The address of a page of a site under this host name that embeds the form."""
    frame = f'<!doctype html><title>Район</title><iframe src="{small_stage.address("ask")}" width="360" height="1000">'
    with ExitStack() as stack:

        def page_at(host: str) -> str:
            return stack.enter_context(Site({"/": ("text/html; charset=utf-8", frame.encode())}, host)).url + "/"

        yield page_at


def opened(browser: Browser, script: bool) -> Page:
    context = lent(browser, java_script_enabled=script, viewport={"width": 400, "height": 1100})
    return context.new_page()


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without a script"])
def test_a_question_is_sent_from_a_site_that_the_settings_name(
    small_stage: Stage, browser: Browser, embedding: Callable[[str], str], script: bool
) -> None:
    page = opened(browser, script)
    page.goto(embedding("localhost"))
    form = page.frame_locator("iframe")
    form.get_by_label("Ваш вопрос", exact=True).fill("Когда починят колонку?")
    form.locator("#consent").check()
    form.get_by_role("button", name="Отправить вопрос").click()
    expect(form.get_by_role("heading", name="Вопрос принят")).to_be_visible()
    number = int(form.locator(".facts dd").first.inner_text())
    assert small_stage.view(number)["text"] == "Когда починят колонку?"
    assert page.context.cookies() == []
    page.context.close()


def test_no_other_site_shows_it(browser: Browser, embedding: Callable[[str], str]) -> None:
    page = opened(browser, True)
    page.goto(embedding("127.0.0.1"))
    assert [frame.url for frame in page.frames[1:]] == ["chrome-error://chromewebdata/"]
    page.context.close()


def test_the_pages_of_the_form_are_for_everybody(small_stage: Stage, browser: Browser) -> None:
    context = lent(browser, viewport={"width": 360, "height": 740})
    page = context.new_page()
    found = {}
    for path in ("ask", "ask/qr"):
        page.goto(small_stage.address(path))
        found[path] = serious(page), page.evaluate("document.documentElement.scrollWidth")
    page.goto(small_stage.address("ask"))
    page.locator("form").evaluate("form => form.noValidate = true")
    page.get_by_role("button", name="Отправить вопрос").click()
    found["refused"] = serious(page), page.evaluate("document.documentElement.scrollWidth")
    page.get_by_label("Ваш вопрос", exact=True).fill("Когда починят колонку?")
    page.locator("#consent").check()
    page.get_by_role("button", name="Отправить вопрос").click()
    found["thanks"] = serious(page), page.evaluate("document.documentElement.scrollWidth")
    assert found == dict.fromkeys(found, ([], 360))
    context.close()
