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


def test_nothing_to_open_is_not_offered_to_be_opened(small_stage: Stage, small_context: BrowserContext) -> None:
    desk = small_stage.open(small_context, "desk")
    expect(desk.locator(AWAITED)).to_be_visible()
    expect(desk.locator("desk-pane .empty")).to_have_text("Открывать нечего.")
    small_stage.api.ask("Когда починят мост?")
    expect(desk.locator("desk-pane .empty")).to_contain_text("Откройте вопрос")


@pytest.mark.parametrize(
    ("screen", "role", "tickets"),
    [
        ("desk", "moderator", 0),
        ("desk", "moderator coordinator", 1),
        ("rundown", "producer", 0),
        ("rundown", "producer coordinator", 1),
    ],
)
def test_after_the_show_it_leads_to_what_the_person_may_open(
    small_stage: Stage, browser: Browser, screen: str, role: str, tickets: int
) -> None:
    small_stage.api.ask("Когда починят мост?")
    small_stage.api.command("broadcast.wrap")
    somebody = replace(small_stage, token=small_stage.server.installation.key(small_stage.slug, *role.split()))
    with signed_in(browser, somebody) as context:
        page = somebody.open(context, screen)
        after = page.get_by_role("region", name="После эфира")
        expect(after).to_contain_text("Эфир завершён.")
        expect(after.get_by_role("link", name="Отчёт")).to_have_attribute("href", f"/b/{small_stage.slug}/report")
        expect(after.get_by_role("link", name="Поручения")).to_have_count(tickets)
        for link in after.get_by_role("link").all():
            assert context.request.get(small_stage.server.url + (link.get_attribute("href") or "")).ok


def test_a_search_after_the_show_that_finds_nothing_says_so(small_stage: Stage, small_context: BrowserContext) -> None:
    small_stage.api.ask("Когда починят мост?")
    small_stage.api.command("broadcast.wrap")
    desk = small_stage.open(small_context, "desk", "?tab=all&q=водокачка")
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
        expect(desk.locator(AWAITED).get_by_text("ещё не было")).to_have_count(channels)
