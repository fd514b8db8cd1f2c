"""An administrator sees each live screen, which says that others work on it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.stage import Stage, signed_in


@pytest.mark.parametrize("screen", ["desk", "calls", "rundown", "head", "gallery", "tickets"])
def test_a_screen_says_to_an_administrator_that_others_work_on_it(
    small_stage: Stage, browser: Browser, screen: str
) -> None:
    token = small_stage.server.installation.key(None if screen == "tickets" else small_stage.slug, "admin")
    with signed_in(browser, Stage(small_stage.server, small_stage.slug, token)) as context:
        page = small_stage.open(context, screen)
        expect(page.get_by_role("link", name="только просмотр")).to_have_attribute("href", "/admin/people")


def test_it_names_whose_work_it_is(small_stage: Stage, browser: Browser) -> None:
    token = small_stage.server.installation.key(small_stage.slug, "admin")
    with signed_in(browser, Stage(small_stage.server, small_stage.slug, token)) as context:
        told = small_stage.open(context, "desk").get_by_role("link", name="только просмотр")
        expect(told).to_have_attribute(
            "title", "На этом экране работают: модератор, режиссёр. Роль дают на странице «Люди»."
        )


def test_who_works_there_is_told_nothing(small_stage: Stage, browser: Browser) -> None:
    token = small_stage.server.installation.key(small_stage.slug, "admin", "producer")
    with signed_in(browser, Stage(small_stage.server, small_stage.slug, token)) as context:
        page = small_stage.open(context, "desk")
        expect(page.locator(".trust.in_step")).to_be_visible()
        expect(page.get_by_role("link", name="только просмотр")).to_have_count(0)
