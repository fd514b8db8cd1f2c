"""The rows of lists closer together: by one key, kept on the device, and the long list knows how high they are."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.axe import serious_in_both_themes
from tests.browser.stage import Stage

MEASURED = """list => {
  const rows = document.querySelector(list)?.rows;
  return rows?.height > 0 && rows.height === document.querySelector(`${list} .row`)?.getBoundingClientRect().height;
}"""
MANY = 60


def row(page: Page, number: int | str) -> Locator:
    return page.locator(f"desk-list [data-number='{number}']")


def height(line: Locator) -> float:
    box = line.bounding_box()
    assert box
    return box["height"]


def test_one_key_brings_the_rows_closer_and_the_device_keeps_it(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    number = small_stage.api.ask("Когда починят мост через реку у Красного Камня? " * 5)["number"]
    desk = small_stage.open(small_context, "desk")
    usual = height(row(desk, number))
    desk.keyboard.press("x")
    expect(desk.locator(".toast")).to_contain_text("Строки стоят теснее.")
    assert height(row(desk, number)) < usual
    desk.reload()
    desk.wait_for_function(MEASURED, arg="desk-list")
    assert height(row(desk, number)) < usual
    desk.keyboard.press("x")
    assert height(row(desk, number)) == usual


def test_a_long_list_knows_the_height_of_its_rows(small_stage: Stage, small_context: BrowserContext) -> None:
    first = small_stage.api.ask("Самый первый вопрос?")["number"]
    small_stage.api.ask_many([{"text": f"Вопрос {n}: где автобус?"} for n in range(MANY)])
    desk = small_stage.open(small_context, "desk")
    expect(desk.locator("desk-list .row").first).to_be_visible()
    desk.keyboard.press("x")
    desk.wait_for_function(MEASURED, arg="desk-list")
    desk.keyboard.press("End")
    expect(row(desk, first)).to_be_in_viewport()
    expect(row(desk, first)).to_have_attribute("aria-current", "true")


def test_every_other_open_page_of_the_device_follows(small_stage: Stage, small_context: BrowserContext) -> None:
    desk, beside = (small_stage.open(small_context, "desk") for _ in range(2))
    desk.keyboard.press("x")
    expect(beside.locator("html")).to_have_attribute("data-density", "compact")


@pytest.mark.parametrize("screen", ["desk", "tickets"])
def test_axe_finds_nothing_on_close_rows(small_stage: Stage, small_context: BrowserContext, screen: str) -> None:
    number = small_stage.api.ask("Когда починят мост?")["number"]
    small_stage.api.ask("Где аптека?")
    small_stage.api.command("question.ticket", question=number, version=1)
    page = small_stage.open(small_context, screen)
    expect(page.locator(".row-list .row").first).to_be_visible()
    page.emulate_media(reduced_motion="reduce")
    page.keyboard.press("x")
    expect(page.locator("html")).to_have_attribute("data-density", "compact")
    assert not serious_in_both_themes(page)
