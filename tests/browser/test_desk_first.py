"""An empty desk while questions are taken says where they come from."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.stage import Stage, signed_in

AWAITED = "desk-first"


def test_an_empty_desk_shows_the_form_until_the_first_question_comes(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    desk = small_stage.open(small_context, "desk")
    link = desk.locator(AWAITED).get_by_role("link").first
    code = desk.get_by_role("img", name="QR-код")
    expect(link).to_have_attribute("href", f"{small_stage.server.url}/q/{small_stage.slug}")
    assert code.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")
    small_stage.api.ask("Когда починят мост?")
    expect(desk.locator(AWAITED)).to_have_count(0)


def test_with_the_intake_closed_it_only_says_that_nothing_is_here(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    small_stage.api.command("broadcast.close_intake")
    desk = small_stage.open(small_context, "desk")
    expect(desk.locator("desk-list .instead")).to_have_text("Здесь пусто.")


@pytest.mark.parametrize(("role", "channels"), [("producer", 1), ("moderator", 0)])
def test_the_channels_are_shown_to_those_who_look_after_them(
    small_stage: Stage, browser: Browser, role: str, channels: int
) -> None:
    installation = small_stage.server.installation
    installation.cli(
        "channel", "add", "--type", "max", "--broadcast", small_stage.slug, "--setting", "secret=" + "s" * 32
    )
    somebody = replace(small_stage, token=installation.key(small_stage.slug, role))
    with signed_in(browser, somebody) as context:
        desk = somebody.open(context, "desk")
        expect(desk.get_by_role("img", name="QR-код")).to_be_visible()
        expect(desk.locator(AWAITED).get_by_text("пока ничего")).to_have_count(channels)
