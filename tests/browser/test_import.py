"""A file brought in through the browser: with a script at the desk's width, and without one on a phone."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.axe import serious_in_both_themes
from tests.browser.stage import Stage, signed_in

CENTRE = Path(__file__).parents[1] / "channels" / "fixtures" / "files" / "centre.csv"
LONG = "Почему третью неделю не чистят дорогу от школы до остановки? " * 40


def choose(page: Page, *rows: str, name: str = "вопросы-за-ноябрь-2026-года-со-всех-площадок.csv") -> None:
    content = "\n".join(rows).encode()
    page.set_input_files("#file", {"name": name, "mimeType": "text/csv", "buffer": content})


def test_a_file_is_brought_in_and_stands_on_the_desk(small_stage: Stage, small_context: BrowserContext) -> None:
    page = small_context.new_page()
    page.emulate_media(reduced_motion="reduce")
    page.goto(small_stage.address("import"))
    choose(page, "text", "?" * 2_100_000)
    expect(page.locator("#file-wrong")).to_contain_text("--broadcast " + small_stage.slug)
    page.set_input_files("#file", str(CENTRE))
    page.get_by_role("button", name="Показать, что получится").click()
    expect(page.locator(".becomes > li")).to_have_count(3)
    expect(page.locator(".becomes > li").first).to_contain_text("24.11.2026 12:41")
    page.locator("summary").click()
    page.get_by_label("Улица").select_option("locality")
    expect(page.locator(".columns").first.get_by_label("Улица")).to_have_value("locality")
    assert not serious_in_both_themes(page)
    page.get_by_role("button", name="Загрузить: 3").click()
    expect(page.locator("#created")).to_have_text("3")
    page.get_by_role("link", name="Модераторам").click()
    row = page.get_by_text("Когда починят мост?").first
    expect(row).to_be_visible()
    expect(page.locator(".source", has_text="файл").first).to_be_visible()


def test_a_file_is_brought_in_on_a_phone_without_a_script(browser: Browser, small_stage: Stage) -> None:
    context = signed_in(browser, small_stage, viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page = context.new_page()
    page.goto(small_stage.address("import"))
    choose(page, "кто;что;когда", f"Анна;{LONG};24.11.2026", "Пётр;Где сквер?;давно", "Олег;=1+1;")
    page.get_by_role("button", name="Показать, что получится").click()
    page.get_by_label("кто", exact=True).select_option("name")
    page.get_by_label("что", exact=True).select_option("text")
    page.get_by_label("когда", exact=True).select_option("asked_at")
    page.get_by_role("button", name="Показать заново").click()
    expect(page.locator(".problems li")).to_have_count(1)
    for shown in (page.locator(".bar"), page.locator(".becomes .card").first, page.locator(".columns .select").first):
        box = shown.bounding_box()
        assert box and box["x"] + box["width"] <= 360
    page.get_by_role("button", name="Загрузить: 2").click()
    expect(page.locator("#created")).to_have_text("2")
    with page.expect_download() as download:
        page.get_by_role("link", name="Все такие строки в CSV").click()
    left = Path(download.value.path()).read_text("utf-8-sig").splitlines()
    assert left[0] == "Строка;Что не так;кто;что;когда" and left[1].endswith(";Пётр;Где сквер?;давно")
    context.close()
    assert small_stage.api.question(1)["author"]["name"] == "Анна"
