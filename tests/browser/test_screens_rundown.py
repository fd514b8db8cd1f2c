"""The producer's order: by hand, by key, by the pointer, always told by the server and seen by everyone."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.stage import Stage


READY = """() => {
  const {deeds, feed} = document.querySelector('live-rundown');
  return deeds.ready && feed.state.broadcast.state === 'on_air';
}"""


@pytest.fixture
def rundown(small_stage: Stage, small_context: BrowserContext) -> Page:
    """A rundown of four questions, numbered 1 to 4 in their order."""
    for n in range(1, 5):
        small_stage.listed(f"Вопрос {n}?")
    return small_stage.open(small_context, "rundown")


def expect_order(page: Page, *numbers: int) -> None:
    expect(page.locator("rundown-order .pick .facts > b:first-child")).to_have_text([str(n) for n in numbers])


def press(page: Page, key: str) -> None:
    """A key that changes the air, once it is heard again after the last change."""
    page.wait_for_function(READY)
    page.keyboard.press(key)


def pick_up(page: Page, text: str) -> None:
    """Takes a row by its handle."""
    grip = page.locator(".place", has_text=text).locator(".grip").bounding_box()
    assert grip
    page.mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2)
    page.mouse.down()
    page.mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2 - 8, steps=3)
    expect(page.locator("rundown-order .held-place")).to_contain_text(text)


def carry(page: Page, over: str) -> None:
    """Moves what is in the hand to the place of another row."""
    target = page.locator("rundown-order .place", has_text=over).bounding_box()
    assert target
    page.mouse.move(target["x"] + 20, target["y"] + target["height"] / 2, steps=8)
    page.mouse.move(target["x"] + 20, target["y"] + 8, steps=8)


def test_a_question_is_dragged_to_its_place(rundown: Page) -> None:
    expect_order(rundown, 1, 2, 3, 4)
    pick_up(rundown, "Вопрос 4?")
    carry(rundown, "Вопрос 2?")
    expect_order(rundown, 1, 4, 2, 3)
    rundown.mouse.up()
    expect(rundown.locator(".held-place")).to_have_count(0)
    expect_order(rundown, 1, 4, 2, 3)


def test_a_drag_that_is_left_moves_nothing(rundown: Page, small_stage: Stage) -> None:
    pick_up(rundown, "Вопрос 4?")
    carry(rundown, "Вопрос 2?")
    rundown.keyboard.press("Escape")
    expect(rundown.locator(".held-place")).to_have_count(0)
    rundown.mouse.up()
    expect_order(rundown, 1, 2, 3, 4)
    assert small_stage.view(4)["version"] == 2


def test_keys_move_the_chosen_question(rundown: Page) -> None:
    rundown.keyboard.press("ArrowUp")
    expect(rundown.locator(".place.chosen")).to_contain_text("Вопрос 4?")
    rundown.keyboard.press("Alt+ArrowUp")
    expect_order(rundown, 1, 2, 4, 3)
    rundown.keyboard.press("n")
    expect_order(rundown, 4, 1, 2, 3)
    rundown.keyboard.press("Alt+ArrowDown")
    expect_order(rundown, 1, 4, 2, 3)


def test_an_answer_is_taken_back(rundown: Page, small_stage: Stage) -> None:
    small_stage.go_on_air()
    press(rundown, "v")
    expect(rundown.locator(".card.air .aloud")).to_have_text("Вопрос 1?")
    press(rundown, "a")
    rundown.get_by_role("button", name="Отменить").click()
    expect_order(rundown, 1, 2, 3, 4)


def test_an_answer_in_part_leaves_a_ticket_for_the_rest(rundown: Page, small_stage: Stage) -> None:
    small_stage.go_on_air()
    press(rundown, "v")
    expect(rundown.locator(".card.air .aloud")).to_have_text("Вопрос 1?")
    press(rundown, "Shift+A")
    rundown.get_by_label("Что ответили, коротко").fill("Дорогу отсыпят, срок не назван")
    rundown.locator("dialog .button.own").click()
    expect(rundown.locator(".card.air")).to_have_count(0)
    answer = small_stage.view(1)["answer"]
    assert answer == {"summary": "Дорогу отсыпят, срок не назван", "fully": False}


def test_a_show_is_not_finished_by_one_click(rundown: Page, small_stage: Stage) -> None:
    small_stage.go_on_air()
    rundown.get_by_role("button", name="Завершить эфир…").click()
    rundown.locator("dialog").get_by_role("button", name="Завершить эфир").click()
    expect(rundown.locator("dialog")).to_be_visible()
    rundown.keyboard.press("Escape")
    expect(rundown.locator(".topbar .chip")).to_have_text("В эфире")


def test_intake_is_closed_and_opened(rundown: Page) -> None:
    rundown.get_by_role("button", name="Закрыть приём").click()
    expect(rundown.locator(".topbar")).to_contain_text("приём закрыт")
    rundown.get_by_role("button", name="Открыть приём").click()
    expect(rundown.locator(".topbar")).to_contain_text("приём открыт")
