"""How fair a show was: read and published by its crew, read by everybody on a phone, proved to whoever asked."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from live.views.report.open_figures import LEAST
from tests.browser.axe import serious_in_both_themes
from tests.browser.stage import Stage
from tests.support.process import wait_until

PHONE: ViewportSize = {"width": 360, "height": 740}


def fits(page: Page) -> bool:
    page.set_viewport_size(PHONE)
    return bool(page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"])


def test_a_show_is_published_as_it_was_and_an_asker_is_proved_counted(
    small_stage: Stage, small_context: BrowserContext, page: Page, tmp_path: Path
) -> None:
    page.goto(small_stage.address("ask"))
    page.get_by_label("Ваш вопрос", exact=True).fill("Когда починят колонку на Речной?")
    page.locator("#consent").check()
    page.get_by_role("button", name="Отправить вопрос").click()
    page.get_by_role("link", name="Узнать, что с вопросом").click()
    expect(page.get_by_text("Ваш вопрос учтён")).to_have_count(0)

    small_stage.go_on_air()
    for n in range(2 * LEAST):
        small_stage.api.ask(f"Яма {n}", topic="Дороги/Содержание и ремонт автомобильных дорог", locality="Сосновка")
    small_stage.api.command("question.decline", question=2, version=1, reason="spam")
    number = small_stage.listed("Где сквер?")
    small_stage.api.command("question.take", question=number, version=2)
    small_stage.api.command("question.answer", question=number, version=3)
    small_stage.api.command("broadcast.wrap")

    crew = small_context.new_page()
    crew.emulate_media(reduced_motion="reduce")
    crew.goto(small_stage.address("report"))
    crew.get_by_role("link", name="Честность отбора").click()
    expect(crew.get_by_role("heading", name="По темам")).to_be_visible()
    expect(crew.get_by_text("Страница для жителей не опубликована.")).to_be_visible()
    expect(crew.locator(".fair svg.chance rect.band").first).to_be_attached()
    wait_until(
        lambda: (crew.reload(), crew.locator(".roots li").count())[1], "the root that the server makes by itself"
    )
    root = crew.locator(".roots .hash").inner_text()
    crew.get_by_role("button", name="Опубликовать страницу для жителей").click()
    expect(crew.get_by_role("button", name="Снять страницу для жителей")).to_be_visible()
    assert serious_in_both_themes(crew) == {}
    assert fits(crew)

    page.reload()
    page.emulate_media(reduced_motion="reduce")
    page.get_by_text("Ваш вопрос учтён").click()
    expect(page.locator(".proof")).to_contain_text("передан специалистам")
    expect(page.locator(".proof")).to_contain_text(root)
    assert serious_in_both_themes(page) == {}
    assert fits(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Скачать доказательство").click()
    saved = tmp_path / "proof.txt"
    download.value.save_as(saved)
    assert f"root: {root}" in saved.read_text("utf-8")

    page.get_by_role("link", name="Корень опубликован здесь").click()
    expect(page.get_by_role("heading", name="Честность отбора")).to_be_visible()
    expect(page.locator(".roots .hash")).to_have_text(root)
    assert "Мария" not in page.content(), "whoever declined"
    assert fits(page)
    assert serious_in_both_themes(page) == {}
