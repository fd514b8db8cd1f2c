"""On a phone: while a question is written, what was asked already stands below it, and one press joins it."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.axe import serious_in_both_themes
from tests.browser.stage import Stage
from tests.support.browser import Complaints

pytestmark = pytest.mark.faults

BRIDGE = "Когда отремонтируют мост через реку Свиягу у деревни Липовка?"


def test_a_resident_joins_what_was_asked_already(small_stage: Stage, browser: Browser) -> None:
    root = small_stage.api.ask(BRIDGE)["number"]
    small_stage.api.head_at_rest()
    small_stage.api.command("question.shortlist", question=root, version=1)
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="ru-RU")
    with Complaints().heard_in(context):
        form = context.new_page()
        form.goto(f"{small_stage.server.url}/b/{small_stage.slug}/ask")
        form.get_by_label("Ваш вопрос").type("Когда починят мост через Свиягу в Липовке?")
        told = form.locator("#asked-before")
        expect(told).to_contain_text("Об этом уже спрашивали")
        expect(told.locator("li")).to_contain_text("Об этом спросил 1 человек. Он отобран для эфира.")
        assert serious_in_both_themes(form) == {}
        if folder := os.environ.get("SHOTS"):
            form.screenshot(path=f"{folder}/asked-before.png", full_page=True)
        told.get_by_role("button", name="Это и мой вопрос").click()
        expect(told).to_contain_text(f"Вы присоединяетесь к вопросу № {root}")
        told.get_by_role("button", name="Нет, мой вопрос о другом").click()
        told.get_by_role("button", name="Это и мой вопрос").click()
        form.locator("#consent").check()
        form.get_by_role("button", name="Отправить вопрос").click()
        expect(form.get_by_text("Вопрос принят")).to_be_visible()
    assert small_stage.view(root)["askers"] == 2
