"""The order on the rundown: lengths, when each question is due, titles between them, and an order out of a file."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.axe import serious_in_both_themes
from tests.browser.gallery import LATER, carry, expect_order, pick_up, press, ready
from tests.browser.stage import Stage

KEYS = "[...document.querySelectorAll('rundown-order li')].map((row) => row.dataset.key)"


@pytest.fixture
def rundown(small_stage: Stage, small_context: BrowserContext) -> Page:
    """A rundown of four questions, of a show whose start nobody has planned."""
    for n in range(1, 5):
        small_stage.listed(f"Вопрос {n}?")
    return small_stage.open(small_context, "rundown")


def expect_times(page: Page, *texts: str) -> None:
    expect(page.locator("rundown-order .pick .end")).to_have_text(list(texts))


def choose(page: Page, text: str) -> None:
    page.locator(".place", has_text=text).locator(".pick").click()
    expect(page.locator(".place.chosen")).to_contain_text(text)


def fill(page: Page, label: str, text: str) -> None:
    page.get_by_label(label).fill(text)
    page.keyboard.press("Control+Enter")


def titled(page: Page, title: str) -> None:
    page.keyboard.press("b")
    fill(page, "Название", title)
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator(".place.block", has_text=title)).to_be_visible()


# Lengths


def test_each_row_tells_when_it_is_due_and_for_how_long(rundown: Page) -> None:
    expect_times(rundown, "+00:00 · 02:30", "+02:30 · 02:30", "+05:00 · 02:30", "+07:30 · 02:30")


def test_a_length_is_set_by_a_key_and_taken_back(rundown: Page, small_stage: Stage) -> None:
    choose(rundown, "Вопрос 2?")
    rundown.keyboard.press("l")
    fill(rundown, "Минуты и секунды", "3:30")
    expect_times(rundown, "+00:00 · 02:30", "+02:30 · 03:30", "+06:00 · 02:30", "+08:30 · 02:30")
    assert small_stage.view(2)["planned"] == 210
    rundown.keyboard.press("z")
    expect_times(rundown, "+00:00 · 02:30", "+02:30 · 02:30", "+05:00 · 02:30", "+07:30 · 02:30")


def test_what_is_no_length_keeps_the_form_open(rundown: Page, small_stage: Stage) -> None:
    choose(rundown, "Вопрос 2?")
    rundown.get_by_role("button", name="Длительность…").click()
    fill(rundown, "Минуты и секунды", "долго")
    expect(rundown.locator("dialog .wrong")).to_contain_text("3:30")
    fill(rundown, "Минуты и секунды", "")
    expect(rundown.locator("dialog")).to_have_count(0)
    assert small_stage.view(2)["version"] == 2


def test_the_usual_length_is_the_shows(rundown: Page) -> None:
    rundown.get_by_role("button", name="Изменить эфир…").click()
    fill(rundown, "Длительность вопроса, если своя не задана, минуты и секунды", "2:00")
    expect_times(rundown, "+00:00 · 02:00", "+02:00 · 02:00", "+04:00 · 02:00", "+06:00 · 02:00")


def test_the_forecast_follows_what_is_on_air(rundown: Page, small_stage: Stage) -> None:
    small_stage.api.command("broadcast.edit", minutes=10)
    small_stage.go_on_air()
    ready(rundown)
    told = rundown.locator("rundown-clock .forecast")
    rundown.evaluate(LATER, 0)
    expect(told).to_contain_text("По порядку закончим в")
    expect(told).to_contain_text("по плану")
    rundown.evaluate(LATER, 125)
    expect(told).to_contain_text("02:05 сверх плана")
    expect(told).to_have_class("line tabular forecast next-text")
    press(rundown, "v")
    expect_order(rundown, 2, 3, 4)
    rundown.evaluate(LATER, 5)
    expect(told).to_contain_text("по плану")


def test_what_is_due_past_the_plan_is_amber(rundown: Page, small_stage: Stage) -> None:
    small_stage.api.command("broadcast.edit", minutes=5)
    small_stage.go_on_air()
    ready(rundown)
    rundown.evaluate(LATER, 0)
    late = rundown.locator("rundown-order .pick .end .next-text")
    expect(late).to_have_count(2)


# Titles


def test_a_title_stands_before_the_chosen_question_and_sums_its_own(rundown: Page) -> None:
    choose(rundown, "Вопрос 3?")
    titled(rundown, "Дороги")
    assert rundown.evaluate(KEYS) == ["1", "2", rundown.evaluate(KEYS)[2], "3", "4"]
    expect(rundown.locator(".place.block .sum")).to_have_text("+05:00 · 05:00")


def test_without_a_choice_a_title_stands_last(rundown: Page) -> None:
    titled(rundown, "Разное")
    assert rundown.evaluate(KEYS)[:4] == ["1", "2", "3", "4"]


def test_a_question_is_moved_past_a_title_by_keys(rundown: Page) -> None:
    choose(rundown, "Вопрос 3?")
    titled(rundown, "Дороги")
    title = rundown.evaluate(KEYS)[2]
    rundown.keyboard.press("Alt+ArrowUp")
    rundown.wait_for_function(f"{KEYS}[3] === '{title}'")
    assert rundown.evaluate(KEYS) == ["1", "2", "3", title, "4"]
    expect_order(rundown, 1, 2, 3, 4)


def test_a_question_is_dragged_under_a_title(rundown: Page, small_stage: Stage) -> None:
    small_stage.api.command("segment.add", title="Дороги", before=3)
    expect(rundown.locator(".place.block")).to_be_visible()
    title = rundown.evaluate(KEYS)[2]
    pick_up(rundown, "Вопрос 1?")
    carry(rundown, "Вопрос 4?")
    rundown.mouse.up()
    expect(rundown.locator(".held-place")).to_have_count(0)
    rundown.wait_for_function(f"{KEYS}[0] === '2'")
    assert rundown.evaluate(KEYS)[:2] == ["2", title]


def test_a_title_is_renamed_moved_removed_and_comes_back(rundown: Page, small_stage: Stage) -> None:
    small_stage.api.command("segment.add", title="Дороги", before=3)
    row = rundown.locator(".place.block")
    row.locator(".pick").click()
    row.get_by_role("button", name="Переименовать…").click()
    fill(rundown, "Название", "Мосты")
    expect(row).to_contain_text("Мосты")
    row.get_by_role("button", name="На одно место вверх").click()
    rundown.wait_for_function(f"{KEYS}[2] === '2'")
    row.get_by_role("button", name="Убрать заголовок").click()
    expect(row).to_have_count(0)
    expect_order(rundown, 1, 2, 3, 4)
    rundown.keyboard.press("z")
    expect(row).to_contain_text("Мосты")
    rundown.wait_for_function(f"{KEYS}[2] === '2'")


def test_titles_are_no_next_question(rundown: Page, small_stage: Stage) -> None:
    small_stage.api.command("segment.add", title="Дороги", before=1)
    expect(rundown.locator(".place").first).to_have_class("place block")
    small_stage.go_on_air()
    press(rundown, "v")
    expect(rundown.locator(".card.air .aloud")).to_have_text("Вопрос 1?")


def test_an_order_with_titles_reads_well(rundown: Page, small_stage: Stage) -> None:
    small_stage.api.command("segment.add", title="Жилищно-коммунальное хозяйство и благоустройство " * 2, before=1)
    expect(rundown.locator(".place.block")).to_be_visible()
    rundown.emulate_media(reduced_motion="reduce")
    rundown.locator(".place.block .pick").click()
    assert serious_in_both_themes(rundown) == {}
    left, column = rundown.locator(".place.block").bounding_box(), rundown.locator(".left-side").bounding_box()
    assert left and column and left["x"] + left["width"] <= column["x"] + column["width"]


# Files


def test_an_order_out_of_a_file_is_shown_then_placed(rundown: Page, small_stage: Stage) -> None:
    rundown.get_by_role("link", name="Порядок из файла…").click()
    rows = "Номер;Блок;Длительность\n;Дороги;10:00\n4;;3:00\n2;;\n99;;\n".encode()
    rundown.set_input_files("#file", {"name": "порядок.csv", "mimeType": "text/csv", "buffer": rows})
    rundown.get_by_role("button", name="Показать, что получится").click()
    expect(rundown.locator("tbody tr")).to_have_count(4)
    assert not serious_in_both_themes(rundown)
    rundown.get_by_role("button", name="Поставить: 3").click()
    expect(rundown.locator("main")).to_contain_text("№ 99")
    rundown.get_by_role("link", name="К вёрстке").click()
    expect_order(rundown, 4, 2, 1, 3)
    expect_times(rundown, "+00:00 · 03:00", "+03:00 · 07:00", "+10:00 · 02:30", "+12:30 · 02:30")


def test_the_order_is_taken_away_as_files(rundown: Page) -> None:
    for name, end in (("Порядок в CSV", ".csv"), ("Порядок в MOS", ".xml")):
        with rundown.expect_download() as download:
            rundown.get_by_role("link", name=name).click()
        assert download.value.suggested_filename.endswith(end)
