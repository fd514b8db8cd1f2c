"""Files out and in through the browser: the board's, the report's, and the page that brings tickets in."""

from __future__ import annotations

import json
import os
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.axe import serious_in_both_themes
from tests.browser.office import offices
from tests.browser.stage import Stage

LONG = "Почему третью неделю не чистят дорогу от школы до остановки? " * 20
HEAD = "Номер инцидента;Тема;Текст инцидента;Ведомство;Состояние;Итог\n"


def looked_at(page: Page, name: str) -> None:
    """At a desk's width and on a phone: nothing stands beyond the edge, and everybody can use it."""
    for width, height in ((1440, 900), (360, 740)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if folder := os.environ.get("SHOTS"):
            for scheme in ("dark", "light"):
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=f"{folder}/{name}-{width}-{scheme}.png", full_page=True)
        assert not serious_in_both_themes(page)
    page.set_viewport_size({"width": 1440, "height": 900})


def test_the_board_gives_out_what_it_shows(small_stage: Stage, small_context: BrowserContext) -> None:
    office = offices(small_stage)
    mine = office.ticket("Где сквер?")
    small_stage.api.ask("Мост")
    page = small_context.new_page()
    page.emulate_media(reduced_motion="reduce")
    office.board(small_context, page, query=f"?department={office.department}")
    page.locator("summary", has_text="Скачать").click()
    looked_at(page, "board")
    with page.expect_download() as download:
        page.get_by_role("link", name="Скачать JSON").click()
    told = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert [one["number"] for one in told["tickets"]] == [mine]
    page.get_by_role("link", name="Поручения из файла").click()
    expect(page.get_by_role("heading", name="Поручения из файла")).to_be_visible()


def test_a_table_of_tickets_is_brought_in(small_stage: Stage, small_context: BrowserContext) -> None:
    office = offices(small_stage)
    mine = office.ticket("Где сквер?")
    page = small_context.new_page()
    page.emulate_media(reduced_motion="reduce")
    standing = [
        "--slug",
        f"line-{office.igor}",
        "--title",
        "Между эфирами",
        "--head",
        "Иван Петров",
        "--kind",
        "standing",
    ]
    small_stage.server.installation.cli("broadcast", "add", *standing)
    page.goto(f"{small_stage.server.url}/tickets/import")
    looked_at(page, "tickets-choose")
    rows = (
        f"{mine};;;{office.department};Закрыто;{LONG}\nУЛ-{mine};ЖКХ;{LONG};{office.department};;\nУЛ-2;ЖКХ;;;Решено;\n"
    )
    name, content = "поручения-за-ноябрь-2026-года.csv", (HEAD + rows).encode()
    page.set_input_files("#file", {"name": name, "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Показать, что получится").click()
    expect(page.locator(".becomes > li")).to_have_count(3)
    looked_at(page, "tickets-shown")
    page.get_by_role("button", name="Загрузить: 2").click()
    expect(page.locator("#created")).to_have_text("1")
    expect(page.locator("#changed")).to_have_text("1")
    looked_at(page, "tickets-done")
    assert office.read(mine)["state"] == "closed"


def test_the_report_gives_out_a_document_and_the_questions(small_stage: Stage, small_context: BrowserContext) -> None:
    small_stage.api.ask(LONG)
    page = small_context.new_page()
    page.emulate_media(reduced_motion="reduce")
    page.goto(small_stage.address("report"))
    looked_at(page, "report")
    with page.expect_download() as download:
        page.get_by_role("link", name="Сохранить DOCX").click()
    assert download.value.suggested_filename == f"report-{small_stage.slug}.docx"
    page.get_by_role("checkbox").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Скачать CSV").click()
    assert "Контакт" in Path(download.value.path()).read_text("utf-8-sig").splitlines()[0]
