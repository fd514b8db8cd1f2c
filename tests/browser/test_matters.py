"""A situation that grows: opened at the desk, joined by one key, told to all at once, closed on the board."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.browser.axe import serious_in_both_themes
from tests.browser.stage import Stage, signed_in
from tests.support.scale import grid

SIZES: dict[str, ViewportSize] = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 360, "height": 740}}
PICTURES = os.environ.get("LIVE_PICTURES_OF_MATTERS", "")
"""A folder for pictures to be looked at; none are taken without it."""


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"))


def asks(stage: Stage, text: str, n: int, locality: str = "Ундоры") -> int:
    author = {"name": f"Житель {n}", "contact": f"https://vk.com/id77{n}"}
    number: int = stage.api.ask(text, locality=locality, topic="ЖКХ", author=author)["number"]
    return number


def say(page: Page, name: str, **fields: str) -> None:
    """A dialog of one's own act is filled in and confirmed."""
    dialog = page.get_by_role("dialog").last
    for field, words in fields.items():
        dialog.locator(f"[name={field}]").fill(words)
    dialog.get_by_role("button", name=name, exact=True).click()


def sheet_of(page: Page) -> None:
    expect(page.locator("matter-sheet h2")).to_contain_text("Прорыв трубы на Речной")


def test_a_situation_grows_at_the_desk_and_one_answer_reaches_all(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    first = asks(small_stage, "На Речной прорвало трубу, воды нет с утра", 1)
    desk = small_stage.open(small_context, "desk", f"?open={first}&tab=all")
    desk.keyboard.press("y")
    say(desk, "Открыть ситуацию", title="Прорыв трубы на Речной", text="Бригада выехала.")
    expect(desk.locator("desk-pane .matter-chip")).to_be_visible()

    second = asks(small_stage, "Почему нет воды на Речной? Трубу прорвало?", 2)
    desk.goto(re.sub(r"open=\d+", f"open={second}", desk.url))
    expect(desk.get_by_role("region", name="Похоже на ситуацию")).to_contain_text("Прорыв трубы на Речной")
    picture(desk, "desk-offered")
    desk.keyboard.press("y")
    expect(desk.locator("desk-pane .matter-chip")).to_be_visible()
    assert small_stage.view(second)["state"] == "new"

    desk.keyboard.press("Shift+I")
    listed = desk.locator("live-matters [data-matter]").first
    expect(listed).to_contain_text("Прорыв трубы на Речной")
    expect(listed).to_contain_text("2 вопроса")
    listed.click()
    sheet_of(desk)
    desk.get_by_role("button", name="Сообщить всем").click()
    say(desk, "Сообщить всем", text="Трубу меняют, вода будет к вечеру.")
    expect(desk.locator("matter-sheet [data-word]")).to_have_count(2)
    expect(desk.locator("matter-sheet [data-word]").first).to_contain_text("сообщить самим: 2")
    picture(desk, "desk-sheet")


def test_a_coordinator_closes_it_on_the_board_with_a_last_word(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    small_stage.api.command("matter.open", title="Не ходит автобус")
    asked = asks(small_stage, "Прорвало трубу на Набережной", 3, "Ишеевка")
    ticket = small_stage.api.command("question.ticket", question=asked, version=1)["ticket"]
    board = small_stage.open(small_context, "tickets", f"?q={ticket}&tab=all&open={ticket}")
    expect(board.locator("ticket-detail h2").first).to_contain_text(ticket)
    board.get_by_role("button", name=re.compile("К ситуации")).click()
    board.get_by_role("dialog").get_by_label("Новая ситуация").check()
    say(board, "Продолжить")
    say(board, "Открыть ситуацию", title="Прорыв трубы на Речной")
    chip = board.locator("ticket-detail .matter-chip")
    chip.click()
    sheet_of(board)
    expect(board.locator("matter-sheet")).to_contain_text(ticket)
    picture(board, "board-sheet")
    second = small_stage.api.command("matter.open", title="Ещё раз про трубу", questions=[])["matter"]
    small_stage.api.command(
        "matter.join", matter=second, questions=[asks(small_stage, "Вода на дороге", 5, "Сенгилей")]
    )
    board.locator("matter-sheet").get_by_role("button", name="Закрыть", exact=True).click()
    board.keyboard.press("Shift+I")
    board.locator(f"live-matters [data-matter='{second}']").click()
    board.get_by_role("button", name="В другую ситуацию").click()
    board.get_by_role("dialog").last.get_by_label(re.compile("Прорыв трубы на Речной")).first.check()
    say(board, "Продолжить")
    expect(board.locator("matter-sheet .chip").first).to_have_text("закрыта")
    board.locator("matter-sheet").get_by_role("button", name="Закрыть", exact=True).click()

    chip.click()
    expect(board.locator("matter-sheet [data-number]")).to_have_count(2)
    board.get_by_role("button", name="Закрыть ситуацию").click()
    say(board, "Закрыть ситуацию", text="Трубу заменили.")
    expect(board.locator("matter-sheet .chip").first).to_have_text("закрыта")
    expect(board.locator("matter-sheet [data-word]").first).to_contain_text("Трубу заменили.")


@pytest.mark.parametrize("size", grid(SIZES, "wide"))
def test_everybody_can_read_and_reach_a_situation(browser: Browser, small_stage: Stage, size: str) -> None:
    number = asks(small_stage, "Прорвало трубу на Набережной, вода течёт по всей улице", 4)
    made = small_stage.api.command(
        "matter.open", title="Прорыв трубы на Речной", questions=[number], text="Бригада выехала."
    )["matter"]
    context = signed_in(browser, small_stage, viewport=SIZES[size], reduced_motion="reduce")
    desk = small_stage.open(context, "desk", "?part=list")
    desk.keyboard.press("Shift+I")
    picture(desk, f"list-{size}")
    desk.locator(f"live-matters [data-matter='{made}']").click()
    expect(desk.locator("matter-sheet [data-word]")).to_have_count(1)
    picture(desk, f"sheet-{size}")
    assert serious_in_both_themes(desk) == {}
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
