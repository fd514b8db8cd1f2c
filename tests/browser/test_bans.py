"""An author is blocked from the open question, waits in a tray of their own, and is let out of it; the ban list."""

from __future__ import annotations

import uuid

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.browser.axe import serious_in_both_themes
from tests.browser.stage import Stage, signed_in
from tests.support.browser import lent
from tests.support.entrance import let_in

SIZES: tuple[ViewportSize, ...] = ({"width": 1440, "height": 900}, {"width": 360, "height": 740})


def troll() -> dict[str, str]:
    return {"name": "Злой", "contact": f"vk:{uuid.uuid4().int % 10**12}"}


def block(desk: Page, reason: str = "Оскорбляет ведущую") -> None:
    desk.get_by_role("button", name="Заблокировать автора").click()
    dialog = desk.get_by_role("dialog")
    expect(dialog).to_contain_text("не пропадут")
    dialog.get_by_label("Причина").fill(reason)
    dialog.get_by_role("button", name="Заблокировать").click()
    expect(dialog).to_have_count(0)


def tray(desk: Page) -> Page:
    desk.get_by_role("button", name="Заблокированные").click()
    return desk


def test_a_blocked_author_waits_in_a_tray_until_somebody_lets_them_out(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    author = troll()
    first = small_stage.api.ask("Вы все там дураки", author=author)["number"]
    desk = small_stage.open(small_context, "desk", f"?open={first}")
    expect(desk.locator("desk-filters nav")).not_to_contain_text("Заблокированные")
    block(desk)
    expect(desk.locator("desk-list .row")).to_have_count(0)
    small_stage.api.ask("Опять я", author=author)
    expect(desk.get_by_role("button", name="Заблокированные 2")).to_be_visible()
    expect(desk.get_by_role("button", name="Новые 0")).to_be_visible()
    expect(tray(desk).locator("desk-list .row")).to_have_count(2)
    desk.locator("desk-list .row", has_text="Опять я").click()
    desk.locator("desk-pane").get_by_role("button", name="Вернуть в очередь").click()
    expect(desk.get_by_role("button", name="Новые 1")).to_be_visible()
    expect(desk.get_by_role("button", name="Заблокированные 1")).to_be_visible()


def test_the_ban_is_taken_back_at_once(small_stage: Stage, small_context: BrowserContext) -> None:
    author = troll()
    number = small_stage.api.ask("Вы все там", author=author)["number"]
    desk = small_stage.open(small_context, "desk", f"?open={number}")
    block(desk)
    expect(desk.get_by_role("button", name="Заблокированные 1")).to_be_visible()
    desk.keyboard.press("z")
    expect(desk.get_by_role("button", name="Новые 1")).to_be_visible()
    assert small_stage.view(small_stage.api.ask("Опять я", author=author)["number"])["state"] == "new"


def test_an_author_without_a_contact_is_not_blocked_and_it_is_said_why(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    number = small_stage.api.ask("Вы все там", author={"name": "Злой"})["number"]
    desk = small_stage.open(small_context, "desk", f"?open={number}")
    block(desk)
    expect(desk.get_by_text("автора не отличить от других")).to_be_visible()
    assert small_stage.view(number)["state"] == "new"


def test_rude_words_are_marked_in_the_row_and_where_they_stand(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    number = small_stage.api.ask("Дураки, почините процедурный кабинет, дура главврач")["number"]
    desk = small_stage.open(small_context, "desk", f"?open={number}")
    expect(desk.locator("desk-list .row .rude-mark")).to_contain_text("грубость")
    expect(desk.locator("desk-pane .head .rude-mark")).to_contain_text("грубость")
    expect(desk.locator("desk-texts mark.rude")).to_have_text(["Дураки", "дура"])


@pytest.mark.parametrize("path", ["/admin/bans", "/admin/lists/rude"])
def test_axe_finds_nothing_serious_on_the_ban_list_and_the_words(
    small_stage: Stage, browser: Browser, path: str
) -> None:
    token = small_stage.server.installation.key(None, "admin")
    small_stage.api.command(
        "question.block", question=small_stage.api.ask("Вы", author=troll())["number"], version=1, reason="Оскорбляет"
    )
    for size in SIZES:
        with lent(browser, viewport=size, reduced_motion="reduce") as context:
            page = context.new_page()
            let_in(context, small_stage.server.installation, token, small_stage.server.url)
            page.goto(f"{small_stage.server.url}{path}")
            page.evaluate("document.querySelectorAll('details').forEach((folded) => (folded.open = true))")
            assert serious_in_both_themes(page) == {}
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= size["width"]


def test_axe_finds_nothing_serious_in_the_tray_and_where_rude_words_are_marked(
    small_stage: Stage, browser: Browser
) -> None:
    author = troll()
    first = small_stage.api.ask("Вы все там дураки, почините уже мост", author=author)["number"]
    small_stage.api.command("question.block", question=first, version=1, reason="Оскорбляет")
    small_stage.api.ask("Опять я, дурачьё", author=author)
    small_stage.api.ask("Дураки, когда починят мост?", author=troll())
    for size in SIZES:
        with signed_in(browser, small_stage, viewport=size, reduced_motion="reduce") as context:
            for query in (f"?tab=blocked&open={first}", "?tab=new"):
                page = small_stage.open(context, "desk", query)
                expect(page.locator("desk-list .row, desk-pane h2").first).to_be_attached()
                assert serious_in_both_themes(page) == {}
