"""A key on the rundown is answered at once: what was done is drawn as under way, and is so once its event says it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.gallery import expect_air, expect_order, ready
from tests.browser.stage import Stage, through
from tests.support.proxy import StallingLine


@pytest.fixture
def line(small_stage: Stage) -> Iterator[StallingLine]:
    """Between the rundown and its server; while it is stalled the rundown hears nothing, and the server still does."""
    with StallingLine(small_stage.server.port) as line:
        yield line


@pytest.fixture
def rundown(small_stage: Stage, small_context: BrowserContext, line: StallingLine) -> Page:
    """On air, with three questions in the list, of which the last is chosen."""
    for n in (1, 2, 3):
        small_stage.listed(f"Вопрос {n}?")
    small_stage.go_on_air()
    page = through(line, small_stage, small_context, "rundown", "?chosen=3")
    ready(page)
    expect_order(page, 1, 2, 3)
    expect(place(page, 3)).to_contain_class("chosen")
    return page


def place(rundown: Page, number: int) -> Locator:
    return rundown.locator(f".place[data-number='{number}']")


def expect_under_way(part: Locator, word: str) -> None:
    expect(part).to_have_attribute("aria-busy", "true")
    expect(part.locator(".coming")).to_have_text(word)


def test_a_take_is_under_way_until_its_event(rundown: Page, line: StallingLine) -> None:
    line.stall()
    rundown.keyboard.press("v")
    expect_under_way(rundown.locator(".card.next"), "в эфире…")
    expect_under_way(place(rundown, 1), "в эфире…")
    expect(rundown.locator(".card.air")).to_have_count(0)
    expect_order(rundown, 1, 2, 3)
    line.resume()
    expect_air(rundown, "Вопрос 1?")
    expect(rundown.locator(".coming")).to_have_count(0)
    expect_order(rundown, 2, 3)


def test_a_refused_take_is_taken_back_and_told(rundown: Page, line: StallingLine, small_stage: Stage) -> None:
    line.stall()
    small_stage.api.command("question.edit", question=1, version=2, air_text="Вопрос 1, короче?")
    rundown.keyboard.press("v")
    expect_under_way(rundown.locator(".card.next"), "в эфире…")
    line.resume()
    expect(rundown.locator(".toast.refusal")).to_contain_text("Текст № 1 только что поправили")
    expect(rundown.locator(".coming")).to_have_count(0)
    expect(rundown.locator(".card.next")).not_to_have_attribute("aria-busy", "true")


def test_an_answer_is_under_way_for_the_eye_and_told_once(rundown: Page, line: StallingLine) -> None:
    rundown.keyboard.press("v")
    expect_air(rundown, "Вопрос 1?")
    ready(rundown)
    line.stall()
    rundown.keyboard.press("a")
    expect_under_way(rundown.locator(".card.air[aria-live]"), "ответ дан…")
    expect(rundown.locator(".card.air .coming")).to_have_attribute("aria-hidden", "true")
    expect(rundown.locator(".toast")).to_have_count(0)
    line.resume()
    expect(rundown.locator(".toast[role=status]")).to_contain_text("№ 1")
    expect(rundown.locator(".card.air")).to_have_count(0)


def test_a_move_is_under_way_and_the_same_key_once_more_does_nothing(
    rundown: Page, line: StallingLine, small_stage: Stage
) -> None:
    line.stall()
    rundown.keyboard.press("n")
    expect_under_way(place(rundown, 3), "переставить…")
    rundown.keyboard.press("n")
    expect_order(rundown, 1, 2, 3)
    line.resume()
    expect_order(rundown, 3, 1, 2)
    expect(rundown.locator(".coming")).to_have_count(0)
    expect(rundown.locator(".toast.refusal")).to_have_count(0)
    assert small_stage.view(3)["version"] == 3
