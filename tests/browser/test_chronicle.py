"""The answer given on air: a line on the rundown that is in nobody's way, and many in a row in the chronicle."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.axe import serious_in_both_themes
from tests.browser.gallery import expect_air, press, ready
from tests.browser.stage import Stage, signed_in
from tests.support.browser import Complaints

SAID = ("Мост откроют в декабре", "Дорогу чистят с понедельника", "Школа откроется после ремонта")


@pytest.fixture
def rundown(small_stage: Stage, small_context: BrowserContext) -> Page:
    """On air, with the first of three questions there."""
    for n in range(1, 4):
        small_stage.listed(f"Вопрос {n}?")
    small_stage.go_on_air()
    page = small_stage.open(small_context, "rundown")
    ready(page)
    press(page, "KeyV")
    expect_air(page, "Вопрос 1?")
    ready(page)
    return page


def summary(stage: Stage, number: int) -> str | None:
    answer = stage.view(number)["answer"]
    return answer["summary"] if answer else None


def line(page: Page) -> Locator:
    return page.get_by_label("Суть ответа")


def test_what_was_typed_goes_along_with_what_ends_the_turn(rundown: Page, small_stage: Stage) -> None:
    """A line for each; Enter in it answers, empty too; the keys are those that they were."""
    rundown.keyboard.press("s")
    expect(line(rundown)).to_be_focused()
    rundown.keyboard.type(SAID[0])
    rundown.keyboard.press("Escape")
    press(rundown, "KeyV")
    expect_air(rundown, "Вопрос 2?")
    expect(line(rundown)).to_have_value("")
    assert summary(small_stage, 1) == SAID[0]

    ready(rundown)
    rundown.keyboard.press("s")
    rundown.keyboard.press("Enter")
    expect(rundown.locator(".card.idle")).to_be_visible()
    assert (small_stage.view(2)["state"], summary(small_stage, 2)) == ("answered", None)


def fields(page: Page) -> Locator:
    return page.get_by_label("Суть ответа одной фразой")


def answered(stage: Stage, *texts: str) -> list[int]:
    """Questions that were answered on air without a word of what was said."""
    numbers = [stage.listed(text) for text in texts]
    stage.go_on_air()
    for number in numbers:
        stage.api.command("question.take", question=number, version=2)
        stage.api.command("question.answer", question=number, version=3)
    return numbers


def test_three_answers_are_written_in_a_row_without_the_mouse(
    small_stage: Stage, small_context: BrowserContext
) -> None:
    numbers = answered(small_stage, "Когда починят мост?", "Когда почистят дорогу?", "Когда откроют школу?")
    page = small_context.new_page()
    page.goto(small_stage.address("chronicle"))
    fields(page).first.focus()
    for words in SAID:
        page.keyboard.type(words)
        page.keyboard.press("Enter")
    expect(page.get_by_text("Сохранено.")).to_have_count(3)
    assert [summary(small_stage, number) for number in numbers] == list(SAID)

    fields(page).first.fill("Мост откроют в январе")
    page.keyboard.press("Escape")
    expect(fields(page).first).to_have_value(SAID[0])


@pytest.mark.faults
def test_what_somebody_else_has_written_meanwhile_is_shown_and_not_overwritten(
    small_stage: Stage, browser: Browser
) -> None:
    [number] = answered(small_stage, "Когда починят мост?")
    # Chromium calls the refusal, which is meant, an error of the console.
    with Complaints(console=False).heard_in(signed_in(browser, small_stage)) as context:
        page = context.new_page()
        page.goto(small_stage.address("chronicle"))
        small_stage.api.command("question.summarise", question=number, version=4, summary=SAID[0])
        fields(page).fill(SAID[1])
        page.keyboard.press("Enter")
        expect(page.get_by_text(f"Сейчас там: «{SAID[0]}».")).to_be_visible()
        assert summary(small_stage, number) == SAID[0]
        page.keyboard.press("Enter")
        expect(page.get_by_text("Сохранено.")).to_be_visible()
        assert summary(small_stage, number) == SAID[1]


@pytest.mark.faults
def test_the_page_fits_a_telephone_and_is_read_aloud(small_stage: Stage, small_context: BrowserContext) -> None:
    answered(small_stage, "Почему третью неделю не чистят дорогу от школы до остановки? " * 5, "Где сквер?")
    small_stage.api.command("broadcast.edit", recording="https://vkvideo.ru/video-1_2")
    page = small_context.new_page()
    page.emulate_media(reduced_motion="reduce")
    page.goto(small_stage.address("chronicle"))
    for width in (1440, 360):
        page.set_viewport_size({"width": width, "height": 800})
        page.locator("summary").first.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert not serious_in_both_themes(page)
