"""The report's page: its charts, on paper, for everybody, and on a phone."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, expect

from tests.browser.axe import serious_in_both_themes
from tests.browser.stage import Stage

LONG = "Почему третью неделю не чистят дорогу от школы до остановки? " * 8


def test_a_report_is_read_saved_and_printed(small_stage: Stage, small_context: BrowserContext) -> None:
    small_stage.go_on_air()
    number = small_stage.listed(LONG)
    small_stage.api.ask("Где сквер?", topic="Благоустройство", locality="Сосновка")
    small_stage.api.command("question.take", question=number, version=2)
    small_stage.api.command("question.answer", question=number, version=3)
    small_stage.api.command("question.promise", question=number, version=4, promise="Почистим", due="2026-12-01")
    page = small_context.new_page()
    page.emulate_media(reduced_motion="reduce")
    page.goto(small_stage.address("report"))
    expect(page.locator(".chart rect.received").first).to_be_visible()
    expect(page.locator(".chart rect.aired").first).to_be_visible()
    expect(page.locator(".sums div", has_text="Поступило").locator("dd")).to_have_text("2")
    expect(page.locator("#timeline ~ .wide td").first).to_have_text(re.compile(r"^0:\d\d:\d\d$"))
    assert not serious_in_both_themes(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Сохранить XLSX").click()
    assert download.value.suggested_filename == f"report-{small_stage.slug}.xlsx"

    cell = page.locator("#timeline ~ .wide td.text")
    expect(cell).not_to_contain_text(LONG.strip(), use_inner_text=True)
    cell.get_by_text("Целиком").click()
    expect(cell).to_contain_text(LONG.strip(), use_inner_text=True)
    cell.get_by_text("Свернуть").click()

    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert not serious_in_both_themes(page)

    page.set_viewport_size({"width": 1000, "height": 700})
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Печать")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(cell).to_have_text(LONG.strip(), use_inner_text=True)
    expect(page.locator(".chart rect.received").first).to_be_visible()
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == "rgb(255, 255, 255)"
    assert page.evaluate("document.documentElement.scrollWidth") <= 1000


def test_the_longest_row_stands_within_the_page(small_stage: Stage, small_context: BrowserContext) -> None:
    """Its last column tells how it ended; a 4,000-letter question is shut in its row."""
    small_stage.go_on_air()
    place = "Верхняя Новомихайловская Речица у Красного Камня"
    author = {"name": "Константин Христофорович Преображенский-Вознесенский-Младший"}
    number = small_stage.api.ask(LONG * 7, author=author, locality=place, topic="Здравоохранение/Медицина")["number"]
    small_stage.api.command("question.shortlist", question=number, version=1)
    small_stage.api.command("question.take", question=number, version=2)
    small_stage.api.command("question.answer", question=number, version=3)
    page = small_context.new_page()
    page.goto(small_stage.address("report"))
    timeline = page.locator("#timeline ~ .wide")
    assert timeline.evaluate("wide => wide.scrollWidth <= wide.clientWidth")
    assert timeline.locator("tbody tr").evaluate("row => row.clientHeight") < 250
