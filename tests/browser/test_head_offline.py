"""The head's screen when its network goes: what was there stays, and is current once it is back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.stage import TABLET, Stage, signed_in
from tests.support.browser import KEEPING, lent

pytestmark = pytest.mark.faults

KEPT = "import('static/parts/offline.js').then(({keepPage}) => keepPage())"
IN_STORAGE = "Object.keys(localStorage).some((key) => key.startsWith('live.kept.'))"


def prepared(stage: Stage) -> int:
    """The number of a question on air, with a note and a promise."""
    stage.go_on_air()
    number = stage.listed("Когда починят мост?")
    stage.api.command("question.note", question=number, version=2, text="Деньги выделены", **{"for": "head"})
    stage.api.command("question.promise", question=number, version=3, promise="К зиме", due="2030-12-01")
    stage.api.command("question.take", question=number, version=4)
    return number


def expect_all_there(head: Page) -> None:
    expect(head.locator(".card.air .aloud")).to_have_text("Когда починят мост?")
    expect(head.locator(".brief .text")).to_have_text("Деньги выделены")
    expect(head.locator(".promised li")).to_contain_text("К зиме")


def test_without_a_network_all_stays_also_over_a_reload(small_stage: Stage, browser: Browser) -> None:
    number = prepared(small_stage)
    with signed_in(browser, small_stage, viewport=TABLET, **KEEPING) as context:
        head = small_stage.open(context, "head")
        expect_all_there(head)
        assert head.evaluate(KEPT) is True
        head.wait_for_function(IN_STORAGE)
        context.set_offline(True)
        expect(head.locator(".trust")).to_contain_text("нет связи с")
        expect_all_there(head)
        head.reload()
        expect_all_there(head)
        expect(head.locator(".trust")).to_contain_text("нет связи с")
        expect(head.locator(".acts")).to_have_count(0)
        small_stage.api.command("question.edit", question=number, version=5, air_text="Когда откроют мост?")
        context.set_offline(False)
        expect(head.locator(".card.air .aloud")).to_have_text("Когда откроют мост?")
        expect(head.locator(".trust")).to_have_text("на связи")
        expect(head.get_by_role("button", name="Обещание")).to_be_enabled()


def test_an_assignment_given_without_a_network_is_sent_once_it_is_back(small_stage: Stage, browser: Browser) -> None:
    number = prepared(small_stage)
    with signed_in(browser, small_stage, viewport=TABLET) as context:
        head = small_stage.open(context, "head")
        context.set_offline(True)
        expect(head.locator(".trust")).to_contain_text("нет связи с")
        head.get_by_role("button", name="Обещание").click()
        head.get_by_label("Что обещано").fill("Открыть мост")
        head.get_by_role("button", name="Месяц").click()
        expect(head.locator(".sheet .wrong")).to_contain_text("поручение уйдёт само")
        context.set_offline(False)
        expect(head.locator("dialog")).to_have_count(0)
        expect(head.locator(".promised li")).to_have_count(2)
        assert len(small_stage.view(number)["promises"]) == 2


def test_a_revoked_link_goes_dark_with_all_that_was_read(small_stage: Stage, browser: Browser) -> None:
    prepared(small_stage)
    link = small_stage.api.command("link.add", screen="head", name="Планшет")["link"]
    [address] = [one["url"] for one in small_stage.api.get("/links")["links"] if one["link"] == link]
    with lent(browser, viewport=TABLET) as context:
        head = context.new_page()
        head.goto(address)
        expect_all_there(head)
        head.get_by_role("button", name="Обещание").click()
        head.wait_for_function(IN_STORAGE)
        small_stage.api.command("link.revoke", link=link)
        expect(head.locator(".trust")).to_have_text("нет доступа", timeout=15000)
        expect(head.locator("main, dialog, .acts")).to_have_count(0)
        assert "мост" not in head.locator("body").inner_text()
        assert head.evaluate(IN_STORAGE) is False
